// Keys, and a tidy history; every page is complete without.
"use strict";

const box = document.getElementById("q");
const steps = { n: 1, j: 1, p: -1, k: -1 };

function isTyping(target) {
  return target.matches("input, textarea, select");
}

// A step from match to match is no page to go back to.
function jump(hash) {
  location.replace(hash);
}

function stepMatch(by) {
  const current = Number(/^#match-(\d+)$/.exec(location.hash)?.[1] ?? 0);
  const next = `match-${Math.max(1, current + by)}`;
  if (document.getElementById(next)) jump(`#${next}`);
}

function stepHit(by) {
  const hits = [...document.querySelectorAll(".hits h2 a")];
  hits[hits.indexOf(document.activeElement) + by]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return document.activeElement.blur();
  if (isTyping(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    box?.focus();
    box?.select();
  } else if (event.key in steps) {
    (document.querySelector(".hits") ? stepHit : stepMatch)(steps[event.key]);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".step a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  jump(link.hash);
});
