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
  jump(link.href);
});

// A passage of a document is named by its characters: "1200-1260" in the parameter c, which the server answers, and in
// the fragment. Where only the fragment says it, the parameter is added.
const text = document.querySelector(".reading .text");
const selection = document.querySelector(".selection");

function address(passage, hash) {
  const url = new URL(location);
  url.searchParams.delete("at");
  url.searchParams.set("c", passage);
  url.hash = hash;
  return url.href;
}

function showPassage() {
  const passage = /^#c=(\d+-\d+)$/.exec(location.hash)?.[1];
  if (passage && new URL(location).searchParams.get("c") !== passage) location.replace(address(passage, `c=${passage}`));
}

// Characters of the text, as Python counts them, from its beginning to a place in the page.
function offset(node, at) {
  const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!paragraph || !text.contains(paragraph)) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, at);
  const before = range.cloneContents();
  before.querySelectorAll(".step, .part").forEach((part) => part.remove());
  return Number(paragraph.dataset.start) + [...before.textContent].length;
}

function selected() {
  const chosen = getSelection();
  if (chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  return start !== null && end !== null && start < end ? `${start}-${end}` : null;
}

function offerPassage() {
  const passage = selected();
  selection.hidden = !passage;
  if (!passage) return;
  const [copy, cite] = selection.children;
  copy.textContent = "Copy link";
  copy.href = address(passage, `c=${passage}`);
  cite.href = address(passage, "cite");
}

if (text) {
  showPassage();
  addEventListener("hashchange", showPassage);
  document.addEventListener("selectionchange", offerPassage);
  selection.addEventListener("mousedown", (event) => event.preventDefault());  // it would end the selection
  // Without a clipboard (over plain HTTP from elsewhere) the link is followed: its address can be copied then.
  selection.querySelector(".copy").addEventListener("click", async (event) => {
    if (!navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(event.target.href);
    event.target.textContent = "Copied";
  });
}
