// What may be meant, below the box while somebody types: a combobox with a listbox after the ARIA practices.
"use strict";

{
  const PAUSE = 120; // milliseconds without a key before the server is asked
  const form = document.querySelector("form[data-suggest]");
  const input = form?.querySelector("[name=q]");
  const list = document.createElement("ul");
  const told = document.createElement("span");
  let timer = 0;
  let asked = new AbortController();
  let typed = "";
  let active = -1;

  function isOpen() {
    return !list.hidden;
  }

  function close() {
    clearTimeout(timer);
    asked.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    told.textContent = "";
  }

  function option(label, extra, lang, choose) {
    const item = document.createElement("li");
    item.id = `suggested-${list.childElementCount}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dir = "auto";
    const text = document.createElement("span");
    text.textContent = label;
    if (lang) text.lang = lang;
    const note = document.createElement("small");
    note.textContent = extra;
    item.append(text, note);
    item.addEventListener("click", choose);
    list.append(item);
  }

  function search(q) {
    close();
    input.value = q;
    form.requestSubmit();
  }

  function show({ words, titles }) {
    list.replaceChildren();
    for (const word of words) option(word.q, word.q === word.text ? word.documents.toLocaleString("en") : "", "", () => search(word.q));
    for (const title of titles) option(title.title, "title", title.language, () => location.assign(title.url));
    const found = list.childElementCount;
    if (!found) return close();
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    told.textContent = `${found} ${found === 1 ? "suggestion" : "suggestions"}`;
  }

  async function ask() {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const query = new URLSearchParams({ q: typed });
    for (const lang of new FormData(form).getAll("lang")) query.append("lang", lang);
    try {
      const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal });
      if (!answer.ok) return close();
      const found = await answer.json();
      if (!signal.aborted && document.activeElement === input) show(found);
    } catch {
      // Aborted, or the server is away: there is nothing to suggest.
    }
  }

  // From what was typed (-1) through the options and around.
  function move(by) {
    const options = list.children;
    options[active]?.setAttribute("aria-selected", "false");
    active = ((active + 1 + by + options.length + 1) % (options.length + 1)) - 1;
    const chosen = options[active];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: close,
    Enter: () => list.children[active].click(),
  };

  function onInput(event) {
    typed = input.value;
    clearTimeout(timer);
    if (event.isComposing) return;
    if (typed.trim()) timer = setTimeout(ask, PAUSE);
    else close();
  }

  function onKey(event) {
    if (!isOpen() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") return close();
    if (!(event.key in keys) || (event.key === "Enter" && active < 0)) return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list and leaves the box as it is
    keys[event.key]();
  }

  if (input) {
    Object.assign(list, { id: "suggested", hidden: true, className: "suggested" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    told.className = "unseen";
    told.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggested",
    })) input.setAttribute(name, value);
    form.append(list, told);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    input.addEventListener("input", onInput);
    input.addEventListener("compositionend", onInput);
    input.addEventListener("keydown", onKey);
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
  }
}
