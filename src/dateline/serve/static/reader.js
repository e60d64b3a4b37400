// The reader: from claims to their words and back, one claim after the other, and what is selected in the text.

const reader = () => document.getElementById("reader");
const claims = () => [...document.querySelectorAll(".claim")];
const current = () => document.querySelector('.claim[aria-current="true"]');
const idsOf = (mark) => mark.dataset.claims.split(" ");

function light(ids) {
  for (const mark of document.querySelectorAll("mark[data-claims]")) mark.classList.toggle("lit", idsOf(mark).some((id) => ids.includes(id)));
  for (const claim of claims()) claim.classList.toggle("lit", ids.includes(claim.dataset.claim));
}

function inView(element, block = "nearest") {
  element?.scrollIntoView({ block, behavior: "auto" });
}

/** Make a claim the current one: its buttons get the keys, its words are lit, and the address leads to it. */
function go(claim, { focus = true } = {}) {
  if (!claim) return;
  for (const other of claims()) {
    const is = other === claim;
    if (is) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
    for (const button of other.querySelectorAll("[data-key]")) {
      if (is) button.dataset.shortcut = button.dataset.key;
      else delete button.dataset.shortcut;
    }
  }
  const id = claim.dataset.claim;
  light([id]);
  inView(document.querySelector(`mark[data-claims~="${CSS.escape(id)}"]`));
  inView(claim);
  if (focus) claim.focus({ preventScroll: true });
  const address = new URL(location.href);
  if (/\/(edit|add|judge|undo)$/.test(address.pathname)) return;
  address.searchParams.set("claim", id);
  address.searchParams.delete("done");
  history.replaceState(history.state, "", address);
}

function step(by) {
  const all = claims();
  const at = all.indexOf(current());
  go(all[Math.min(Math.max(at + by, 0), all.length - 1)] ?? all[0]);
}

/** The end of a selection: the number of the piece that it is in, and the words of the piece before it. */
function end(node, offset) {
  const range = document.createRange();
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  let piece = element.closest("[data-piece]");
  if (!piece) {
    // Between two pieces: the beginning of the next one.
    const child = node.childNodes[offset];
    piece = child?.closest?.("[data-piece]") ?? child?.querySelector?.("[data-piece]");
    if (!piece) {
      const all = [...element.querySelectorAll("[data-piece]")];
      piece = all.at(-1);
      return piece && { piece: piece.dataset.piece, words: piece.textContent };
    }
    return { piece: piece.dataset.piece, words: "" };
  }
  range.selectNodeContents(piece);
  range.setEnd(node, offset);
  return { piece: piece.dataset.piece, words: range.toString() };
}

/** The address of the form for what is selected in the text; null where nothing is. */
function selected(address) {
  const selection = getSelection();
  const text = document.getElementById("text");
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const from = end(range.startContainer, range.startOffset);
  const to = end(range.endContainer, range.endOffset);
  if (!from || !to) return null;
  const made = new URL(address, location.href);
  made.searchParams.set("from", from.piece);
  made.searchParams.set("from_words", from.words);
  made.searchParams.set("to", to.piece);
  made.searchParams.set("to_words", to.words);
  return made;
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stepping = event.target.closest?.("[data-step]");
  if (stepping) {
    event.preventDefault();
    step(Number(stepping.dataset.step));
    return;
  }
  const add = event.target.closest?.("#add");
  if (add) {
    const address = selected(add.href);
    if (address) {
      event.preventDefault();
      location.assign(address);
    }
    return;
  }
  const name = event.target.closest?.("[data-go]");
  const mark = event.target.closest?.("mark[data-claims]");
  if (!name && !mark) return;
  const id = name ? name.dataset.go : next(mark);
  const claim = document.getElementById(`c-${id}`);
  if (!claim) return;
  event.preventDefault();
  go(claim, { focus: Boolean(name) || Boolean(event.target.closest("a")) });
});

/** Of several claims on the same words the one after the current one. */
function next(mark) {
  const ids = idsOf(mark);
  return ids[(ids.indexOf(current()?.dataset.claim) + 1) % ids.length];
}

for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const mark = event.target.closest?.("mark[data-claims]");
    const claim = event.target.closest?.(".claim");
    if (mark) light(idsOf(mark));
    else if (claim) light([claim.dataset.claim]);
    else if (reader()?.contains(event.target) && current()) light([current().dataset.claim]);
  });
}

function begin() {
  const form = document.querySelector(".claim-form, #choose");
  const claim = current();
  if (claim) go(claim, { focus: false });
  const first = document.querySelector('.claim-form [aria-invalid="true"]') ?? form?.querySelector("select, input:not([type=hidden]), textarea");
  if (document.querySelector('.problem[tabindex="-1"]')) document.querySelector('.problem[tabindex="-1"]').focus();
  else if (first) first.focus();
  else if (claim && document.activeElement === document.body) claim.focus({ preventScroll: true });
}

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id === "reader" || event.detail.target?.id === "reader") begin();
});
begin();
