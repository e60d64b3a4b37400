// Actors and places that the report does not name: looked up while one types, or given by hand, and put into the form.

const WAIT = 150;
const dialog = () => document.querySelector("dialog.picker[open]");
let asking = null; // the button that opened the dialog
let waiting = null;
let asked = "";

const count = new Intl.NumberFormat("en");
const present = (...parts) => parts.filter(Boolean).join(" · ");

/** What tells a thing from its namesakes, in words. */
const ABOUT = {
  actors: (one) => present(one.called !== one.name && `“${one.called}”`, one.kind.replaceAll("_", " "), one.country, one.part_of && `of ${one.part_of}`, one.office,
    (one.since || one.until) && `${one.since ?? ""}–${one.until ?? ""}`),
  places: (one) => present(one.admin1, one.country, one.kind, one.population > 0 && `${count.format(one.population)} people`, `${one.lat.toFixed(2)}, ${one.lon.toFixed(2)}`),
};
/** What the form sends of it. */
const SENT = {
  actors: (one) => ({ authority_id: one.authority_id }),
  places: (one) => one.geonames_id ? { geonames_id: one.geonames_id } : { name: one.name, lat: one.lat, lon: one.lon, country: one.country, admin1: one.admin1 },
};

const layer = (open) => open.id.replace("pick-", "");
const options = (open) => [...open.querySelectorAll("[role=option]")];
const chosen = (open) => open.querySelector('[role=option][aria-selected="true"]');

function mark(open, option) {
  for (const other of options(open)) other.setAttribute("aria-selected", String(other === option));
  const wanted = open.querySelector(".wanted");
  if (option) wanted.setAttribute("aria-activedescendant", option.id);
  else wanted.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function show(open, found) {
  const of = layer(open);
  open.querySelector(".found").replaceChildren(...found.map((one, number) => {
    const option = document.createElement("li");
    option.id = `${open.id}-${number}`;
    option.setAttribute("role", "option");
    option.dataset.value = JSON.stringify({ words: present(one.name, one.country), [of]: SENT[of](one) });
    option.dataset.words = present(one.name, one.country);
    const name = document.createElement("bdi");
    name.textContent = one.name;
    const about = document.createElement("small");
    about.dir = "auto";
    about.textContent = ABOUT[of](one);
    option.append(name, " ", about);
    return option;
  }));
  open.querySelector(".wanted").setAttribute("aria-expanded", String(found.length > 0));
  open.querySelector(".told").textContent = found.length ? `${found.length} found; arrow keys and Enter choose.` : asked ? "No such name. Spell it otherwise, or give it by hand." : "";
  mark(open, options(open)[0]);
}

async function look(open) {
  const written = open.querySelector(".wanted").value.trim();
  if (written === asked) return;
  asked = written;
  if (!written) return show(open, []);
  const answer = await fetch(`${open.dataset.from}?${new URLSearchParams({ text: written })}`).catch(() => null);
  if (open.querySelector(".wanted").value.trim() !== written) return;
  if (answer?.ok) show(open, await answer.json());
  else open.querySelector(".told").textContent = "The workbench does not answer. Is it still running?";
}

/** Put it into the field that asked: as the choice of a list, or as one more that is ticked. */
function take(open, words, value) {
  const form = asking.closest("form");
  const target = asking.dataset.target;
  const list = form.querySelector(`select[name="${CSS.escape(target)}"]`);
  let field = list;
  if (list) {
    list.append(new Option(words, value, true, true));
  } else {
    const label = document.createElement("label");
    field = document.createElement("input");
    Object.assign(field, { type: "checkbox", name: target, value, checked: true });
    const name = document.createElement("bdi");
    name.textContent = words;
    label.append(field, " ", name);
    asking.closest("fieldset").querySelector(".choices").append(label);
  }
  open.close();
  field.focus();
}

function byHand(open) {
  const fields = [...open.querySelectorAll(".by-hand input, .by-hand select")];
  if (!fields.every((field) => field.reportValidity())) return;
  const given = Object.fromEntries(fields.filter((f) => f.type !== "checkbox" || f.checked).map((f) => [f.name, f.value.trim()]).filter(([, value]) => value));
  take(open, present(given.name, given.country), JSON.stringify({ words: given.name, [layer(open)]: given }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.pick");
  if (button) {
    asking = button;
    asked = "";
    const open = document.getElementById(`pick-${button.dataset.pick}`);
    for (const field of open.querySelectorAll("input:not([type=checkbox])")) field.value = "";
    show(open, []);
    open.showModal();
    open.querySelector(".wanted").focus();
    return;
  }
  const open = dialog();
  if (!open) return;
  const option = event.target.closest?.("[role=option]");
  if (option) take(open, option.dataset.words, option.dataset.value);
  else if (event.target.closest?.("button.use")) byHand(open);
});

document.addEventListener("input", (event) => {
  if (!event.target.matches?.(".picker .wanted")) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, WAIT, dialog());
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".picker .wanted, .picker .by-hand input")) return;
  const open = dialog();
  if (event.key === "Enter") {
    event.preventDefault();
    const option = chosen(open);
    if (event.target.matches(".by-hand input")) byHand(open);
    else if (option) take(open, option.dataset.words, option.dataset.value);
  } else if (event.target.matches(".wanted") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const all = options(open);
    const at = all.indexOf(chosen(open)) + (event.key === "ArrowDown" ? 1 : -1);
    mark(open, all[(at + all.length) % all.length]);
  }
});
