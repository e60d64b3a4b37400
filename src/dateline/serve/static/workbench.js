// What the scripts of pages share: `import { say, send, here } from "./workbench.js"`.

const SHOWN_FOR = 8000;

/** The address of something within the project: `here("incidents/i1")`. */
export const here = (path = "") => (document.body.dataset.project ?? "/") + path;

/** The token that every request that changes something carries along. */
export const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRF-Token"] ?? "";

/** Say something below the page, and to those who listen to it. What went wrong stays until it is closed. */
export function say(words, { bad = false } = {}) {
  const said = document.querySelector("body > #said");
  if (!said || !words) return;
  for (const old of said.querySelectorAll(".toast:not(.bad)")) old.remove();
  const toast = document.createElement("p");
  toast.className = bad ? "toast bad" : "toast";
  if (bad) toast.setAttribute("role", "alert");
  const text = document.createElement("span");
  text.dir = "auto";
  text.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.textContent = "Close";
  close.addEventListener("click", () => toast.remove());
  toast.append(text, close);
  said.append(toast);
  if (!bad) setTimeout(() => toast.remove(), SHOWN_FOR);
}

/** What an answer of the server says is wrong: the words of its page, its part of a page, or its problem. */
export function problemIn(text, status) {
  try {
    return JSON.parse(text).title;
  } catch {
    const found = new DOMParser().parseFromString(text, "text/html");
    const words = found.querySelector(".problem, main p") ?? found.body;
    return words.textContent.trim() || `The workbench answered ${status}.`;
  }
}

/** Send something that changes the store. Gives the answer where it went well; else says what is wrong and gives null. */
export async function send(path, data, { method = "POST" } = {}) {
  const form = data instanceof FormData || data instanceof URLSearchParams;
  const headers = { "X-CSRF-Token": token(), "HX-Request": "true" };
  if (data !== undefined && !form) headers["Content-Type"] = "application/json";
  try {
    const answer = await fetch(path, { method, headers, body: form ? data : JSON.stringify(data) });
    if (answer.ok) return answer;
    say(problemIn(await answer.text(), answer.status), { bad: true });
  } catch {
    say("The workbench does not answer. Is it still running?", { bad: true });
  }
  return null;
}
