"use strict";
// Lights up what belongs together, shows a card, filters. Links between text and claims are plain HTML and work without it.
(() => {
  const KINDS = { tolls: "Toll", events: "Event", statements: "Statement", relations: "Relation", actors: "Actor", places: "Place", dates: "Date" };
  const HIDE_DELAY = 250;
  const marks = Array.from(document.querySelectorAll("mark[data-claims]"));
  const entries = new Map(Array.from(document.querySelectorAll("[data-claim]"), (entry) => [entry.dataset.claim, entry]));
  const card = document.getElementById("card");
  const filters = document.getElementById("filters");
  const form = filters.querySelector("form");
  const article = document.getElementById("article");
  const marksOf = new Map();
  let hiding = 0;
  let described = null;

  const claimsOf = (mark) => mark.dataset.claims.split(" ").filter((id) => entries.has(id));
  for (const mark of marks) {
    for (const id of claimsOf(mark)) {
      if (!marksOf.has(id)) marksOf.set(id, []);
      marksOf.get(id).push(mark);
    }
  }

  const light = (ids) => {
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const id of ids) {
      entries.get(id)?.classList.add("lit");
      for (const mark of marksOf.get(id) ?? []) mark.classList.add("lit");
    }
  };

  const cardLine = (id) => {
    const entry = entries.get(id);
    const line = document.createElement("p");
    const kind = document.createElement("span");
    kind.className = `kind ${entry.dataset.kind}`;
    kind.textContent = KINDS[entry.dataset.kind];
    line.append(kind, " ");
    const status = entry.querySelector(".status");
    if (status) line.append(status.cloneNode(true), " ");
    const gist = document.createElement("bdi");
    gist.textContent = entry.dataset.gist;
    line.append(gist);
    return line;
  };

  const place = (mark, x) => {
    const boxes = Array.from(mark.getClientRects());
    const box = boxes.find((candidate) => x >= candidate.left && x <= candidate.right) ?? boxes[0];
    const { width, height } = card.getBoundingClientRect();
    const below = box.bottom + height + 8 < innerHeight || box.top < height + 8;
    card.style.left = `${Math.max(8, Math.min((x ?? box.left) - 24, document.documentElement.clientWidth - width - 8))}px`;
    card.style.top = `${below ? box.bottom : box.top - height}px`;
  };

  const show = (mark, x) => {
    const ids = claimsOf(mark).filter((id) => !entries.get(id).hidden);
    if (!ids.length) return hide();
    clearTimeout(hiding);
    card.replaceChildren(...ids.map(cardLine));
    card.hidden = false;
    place(mark, x);
    described?.removeAttribute("aria-describedby");
    described = mark.querySelector("a");
    described?.setAttribute("aria-describedby", "card");
    const anchored = new Set((mark.dataset.anchored ?? "").split(" "));
    light(anchored.has(ids[0]) ? ids.filter((id) => anchored.has(id)) : ids);
  };

  const hide = () => {
    clearTimeout(hiding);
    card.hidden = true;
    described?.removeAttribute("aria-describedby");
    described = null;
    light([]);
  };

  const hideSoon = () => {
    clearTimeout(hiding);
    hiding = setTimeout(hide, HIDE_DELAY);
  };

  const markAt = (target) => (target instanceof Element ? target.closest("mark[data-claims]:not(.off)") : null);

  article.addEventListener("pointerover", (event) => {
    const mark = markAt(event.target);
    if (mark) show(mark, event.clientX);
    else if (!card.hidden) hideSoon();
  });
  article.addEventListener("pointerleave", hideSoon);
  card.addEventListener("pointerenter", () => clearTimeout(hiding));
  card.addEventListener("pointerleave", hideSoon);
  article.addEventListener("focusin", (event) => {
    const mark = markAt(event.target);
    if (mark) show(mark);
  });
  article.addEventListener("focusout", hideSoon);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  article.addEventListener("click", (event) => {
    const mark = markAt(event.target);
    if (!mark || !getSelection().isCollapsed) return;
    const id = claimsOf(mark)[0];
    const link = event.target.closest("a");
    const target = link ? document.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`) : document.getElementById(`c-${id}`);
    target?.closest("[data-claim]")?.removeAttribute("hidden");
    hide();
    if (!link && target) location.hash = target.id;
  });

  for (const [id, entry] of entries) {
    entry.addEventListener("pointerenter", () => light([id]));
    entry.addEventListener("pointerleave", () => light([]));
    entry.addEventListener("focusin", () => light([id]));
    entry.addEventListener("focusout", () => light([]));
  }

  const isShown = (entry, chosen) =>
    chosen.kind.has(entry.dataset.kind) && (!entry.dataset.status || !chosen.status || chosen.status.has(entry.dataset.status));

  const filter = () => {
    const data = new FormData(form);
    const hasStatuses = form.querySelector("[name=status]") !== null;
    const chosen = { kind: new Set(data.getAll("kind")), status: hasStatuses ? new Set(data.getAll("status")) : null };
    let shown = 0;
    for (const entry of entries.values()) {
      entry.hidden = !isShown(entry, chosen);
      shown += entry.hidden ? 0 : 1;
    }
    for (const mark of marks) mark.classList.toggle("off", claimsOf(mark).every((id) => entries.get(id).hidden));
    for (const group of document.querySelectorAll(".group")) {
      const ours = Array.from(group.querySelectorAll("[data-claim]"));
      group.hidden = ours.length > 0 && ours.every((entry) => entry.hidden);
    }
    document.getElementById("count").textContent = shown === entries.size ? `all ${shown} shown` : `${shown} of ${entries.size} shown`;
  };

  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  filter();
})();
