// Passages of a document: their addresses, and what is offered for a selected one.

// A passage is named by its characters: "1200-1260" in the parameter c, which the server answers, and in the fragment.
// Where only the fragment says it, the parameter is added.
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

showPassage();
addEventListener("hashchange", showPassage);
document.addEventListener("selectionchange", offerPassage);
selection.addEventListener("mousedown", (event) => event.preventDefault()); // it would end the selection
// Without a clipboard (over plain HTTP from elsewhere) the link is followed: its address can be copied then.
selection.querySelector(".copy").addEventListener("click", async (event) => {
  if (!navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(event.target.href);
  event.target.textContent = "Copied";
});
