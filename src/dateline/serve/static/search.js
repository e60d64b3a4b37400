// Names of actors, places and sources are suggested while they are typed, from those in the store.
import { here } from "./workbench.js";

const ASKED = { actor: "actor", cited: "actor", place: "place", source: "source" };
const WAIT = 150;

function suggesting(input) {
  const list = document.createElement("datalist");
  list.id = `suggest-${input.name}`;
  input.after(list);
  input.setAttribute("list", list.id);
  let waiting = null;
  let last = "";
  const ask = async (start) => {
    const query = new URLSearchParams({ what: ASKED[input.name], q: start });
    const answer = await fetch(here(`search/suggest?${query}`)).catch(() => null);
    if (!answer?.ok || input.value.trim() !== start) return;
    last = start;
    list.replaceChildren(...(await answer.json()).map((name) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    }));
  };
  const typed = () => {
    clearTimeout(waiting);
    const start = input.value.trim();
    if (start && start !== last) waiting = setTimeout(ask, WAIT, start);
  };
  input.addEventListener("input", typed);
  if (input.value !== input.defaultValue) typed(); // before this script was there
}

for (const input of document.querySelectorAll(".filters input")) if (input.name in ASKED) suggesting(input);
