// What every page does: the keyboard, what is said when a part of it changes or does not, and where the focus stays.
import { start } from "./keys.js";
import { problemIn, say } from "./workbench.js";

start();

// The server says something by the header `HX-Trigger: {"said": "Saved."}`.
document.body.addEventListener("said", (event) => say(event.detail.value));

document.body.addEventListener("htmx:responseError", (event) => {
  const { responseText, status } = event.detail.xhr;
  say(problemIn(responseText, status), { bad: true });
});
document.body.addEventListener("htmx:sendError", () => say("The workbench does not answer. Is it still running?", { bad: true }));
document.body.addEventListener("htmx:timeout", () => say("The workbench took too long to answer.", { bad: true }));

// Who works by keyboard or listens is not thrown back to the top when the part that they are in is replaced.
let left = null;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  left = event.detail.target?.contains(active) && active !== document.body ? { id: active.id, name: active.name } : null;
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (part.dataset?.said) say(part.dataset.said);
  if (!left || document.activeElement !== document.body) return;
  const again = (left.id && document.getElementById(left.id)) || (left.name && part.querySelector(`[name="${CSS.escape(left.name)}"]`));
  const to = again || part.querySelector("[autofocus]") || part;
  left = null;
  if (!to.matches("a[href], button, input, select, textarea, [tabindex]")) to.tabIndex = -1;
  to.focus();
});

// The menu of a narrow window closes when one leaves it.
const menu = document.querySelector("details.menu");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
