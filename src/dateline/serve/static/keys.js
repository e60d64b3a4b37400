// The keyboard: `g` and a letter lead to a page, `/` to the search, `?` shows all, and a page's own are in data-shortcut.
//
// `<button data-shortcut="a" data-does="accept the claim">` is clicked by `a`; a field with data-shortcut is focused.
// More than one are written with spaces: "j ArrowDown". "Ctrl+Enter" also works while typing; nothing else does.

const OFF = "dateline-keys-off";
const TYPED = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range]), textarea, select, [contenteditable]";
const NAMES = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", " ": "Space" };
let waiting = 0;

const off = () => localStorage.getItem(OFF) === "yes";
const typing = () => document.activeElement?.matches(TYPED);
const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
const keysOf = (element) => element.dataset.shortcut.split(" ").filter(Boolean);
const written = (event) => `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.key}`;

/** Where shortcuts are looked for: within the dialog that is open, else on the whole page. */
const reach = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;

function own(key) {
  return [...reach().querySelectorAll("[data-shortcut]")].find((element) => keysOf(element).includes(key) && seen(element));
}

function words(element) {
  const label = element.dataset.does ?? element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent;
  return (label ?? element.textContent).trim().replace(/\s+/g, " ");
}

function use(element) {
  if (element.matches(TYPED)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function pressed(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const key = written(event);
  if (typing() && !key.startsWith("Ctrl+")) {
    if (key === "Escape") document.activeElement.blur();
    return;
  }
  if (key === "?") return take(event, show);
  if (off()) return;
  if (performance.now() < waiting) {
    waiting = 0;
    const link = [...document.querySelectorAll("a[data-key]")].find((a) => a.dataset.key === key);
    if (link) return take(event, () => link.click());
  }
  const element = own(key);
  if (element) return take(event, () => use(element));
  if (reach() !== document) return;
  if (key === "g") waiting = performance.now() + 1500;
  else if (key === "/") take(event, search);
}

function take(event, does) {
  event.preventDefault();
  does();
}

function search() {
  const field = [...document.querySelectorAll("input[type=search]")].find(seen);
  const link = document.querySelector("a[data-key=s]");
  if (field) use(field);
  else link?.click();
}

function show() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  const add = (keys, does) => {
    const term = document.createElement("dt");
    for (const key of keys) {
      if (term.childNodes.length) term.append(" ");
      const shown = document.createElement("kbd");
      shown.textContent = NAMES[key] ?? key;
      term.append(shown);
    }
    const meaning = document.createElement("dd");
    meaning.textContent = does;
    list.append(term, meaning);
  };
  for (const element of document.querySelectorAll("[data-shortcut]")) if (seen(element)) add(keysOf(element), words(element));
  const pages = new Map([...document.querySelectorAll("a[data-key]")].map((link) => [link.dataset.key, link]));
  for (const [key, link] of pages) add(["g", key], `go to ${words(link)}`);
  if (!own("/")) add(["/"], "search");
  add(["?"], "this list");
  dialog.querySelector("input").checked = !off();
  dialog.showModal();
}

export function start() {
  document.addEventListener("keydown", pressed);
  const dialog = document.getElementById("keys");
  document.getElementById("show-keys")?.addEventListener("click", show);
  dialog?.querySelector("input").addEventListener("change", (event) => {
    if (event.target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
}
