// Keys, and a tidy history; every page is complete without.
"use strict";

const box = document.getElementById("q");
const steps = { n: 1, j: 1, p: -1, k: -1 };

function isTyping(target) {
  return target.matches("input, textarea, select");
}

// A step from match to match is no page to go back to.
function jump(address) {
  location.replace(address);
}

// From one match to the next, which may be on another page; where none is shown, to the one that the bar leads to.
function stepMatch(by) {
  const current = document.querySelector("mark:target");
  if (!current) return document.querySelector(".step.first a")?.click();
  const near = document.getElementById(`match-${Number(current.id.slice(6)) + by}`);
  const link = current.nextElementSibling?.querySelector(`:scope > [rel=${by > 0 ? "next" : "prev"}]`);
  if (near) jump(`#${near.id}`);
  else if (link) jump(link.href);
}

function stepHit(by) {
  const hits = [...document.querySelectorAll(".hits :is(h2, h3) a")];
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
  jump(link.href);
});
