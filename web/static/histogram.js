// Dragging over a histogram of years narrows to a span of them; a bar is a link, without scripts too.
"use strict";

function draggable(chart) {
  const [start, step, slots] = ["start", "step", "slots"].map((name) => Number(chart.dataset[name]));
  const shown = chart.closest("figure").querySelector("output");
  const span = document.createElementNS(chart.namespaceURI, "rect");
  span.classList.add("span");
  span.setAttribute("height", "100%");
  let anchor = null; // the slot where the pointer went down
  let dragged = null; // the slots dragged over, from the first to the last

  function slotAt(event) {
    const box = chart.getBoundingClientRect();
    const slot = Math.floor(((event.clientX - box.left) / box.width) * slots);
    return Math.min(Math.max(slot, 0), slots - 1);
  }

  function years() {
    return [Math.max(1, start + dragged[0] * step), Math.min(9999, start + (dragged[1] + 1) * step - 1)];
  }

  function show() {
    span.setAttribute("x", `${(100 * dragged[0]) / slots}%`);
    span.setAttribute("width", `${(100 * (dragged[1] - dragged[0] + 1)) / slots}%`);
    chart.append(span);
    shown.textContent = years().join("–");
  }

  function forget() {
    anchor = dragged = null;
    span.remove();
    shown.textContent = "";
  }

  chart.addEventListener("pointerdown", (event) => {
    forget();
    if (event.button === 0) anchor = slotAt(event);
  });
  chart.addEventListener("pointermove", (event) => {
    if (anchor === null) return;
    const slot = slotAt(event);
    if (slot === anchor && !dragged) return;
    chart.setPointerCapture(event.pointerId);
    dragged = [Math.min(anchor, slot), Math.max(anchor, slot)];
    show();
  });
  chart.addEventListener("pointerup", () => {
    anchor = null;
    if (!dragged) return;
    const url = new URL(location.href);
    const [from, to] = years().map((year) => String(year).padStart(4, "0"));
    url.searchParams.set("from", from);
    url.searchParams.set("to", to);
    url.searchParams.delete("offset");
    location.assign(url);
  });
  chart.addEventListener("pointercancel", forget);
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("click", (event) => dragged && event.preventDefault(), true);
  addEventListener("pageshow", forget);
}

document.querySelectorAll(".histogram svg").forEach(draggable);
