// Choosing, dropping and sending files: some at a time, so that progress is seen and no request grows without end.
import { say, send } from "./workbench.js";

const TOGETHER = 20;
const TOGETHER_BYTES = 32 * 2 ** 20;
const LISTED = 200;

const form = document.getElementById("give-files");
const drop = document.getElementById("drop");
const list = document.getElementById("chosen");
const status = document.getElementById("chosen-said");
const sent = document.getElementById("sent");
const button = form.querySelector("button[type=submit]");
const mostFile = Number(form.dataset.mostFile);
const most = Number(form.dataset.mostWaiting);
const chosen = new Map();

const size = (bytes) => (bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${Math.ceil(bytes / 1024)} KiB`);
const hidden = (path) => path.split("/").some((part) => part.startsWith("."));

function add(file, path) {
  if (hidden(path)) return;
  chosen.set(path, file);
}

function show() {
  list.replaceChildren();
  let all = 0;
  let tooLarge = 0;
  for (const [path, file] of chosen) {
    const large = file.size > mostFile;
    all += large ? 0 : file.size;
    tooLarge += large ? 1 : 0;
    if (list.children.length >= LISTED && !large) continue;
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    const note = document.createElement("span");
    name.textContent = path;
    note.className = large ? "bad" : "soft";
    note.textContent = large ? `${size(file.size)}: too large, left out` : size(file.size);
    item.append(name, note);
    list.append(item);
  }
  const count = chosen.size - tooLarge;
  button.disabled = count === 0 || count > most;
  status.textContent = chosen.size === 0 ? "" : count > most ? `${count} files are too many; ${most} are the most at a time`
    : `${count} ${count === 1 ? "file" : "files"}, ${size(all)}${tooLarge ? `; ${tooLarge} too large` : ""}`;
}

for (const input of form.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    for (const file of input.files) add(file, file.webkitRelativePath || file.name);
    input.value = "";
    show();
  });
}

async function walk(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((give, fail) => entry.file(give, fail));
    add(file, path + file.name);
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((give, fail) => reader.readEntries(give, fail));
    if (some.length === 0) return;
    for (const each of some) await walk(each, `${path}${entry.name}/`);
  }
}

drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length) for (const entry of entries) await walk(entry);
  else for (const file of event.dataTransfer.files) add(file, file.name);
  show();
});

function* parts() {
  let part = [];
  let bytes = 0;
  for (const [path, file] of chosen) {
    if (file.size > mostFile) continue;
    if (part.length && (part.length >= TOGETHER || bytes + file.size > TOGETHER_BYTES)) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push([path, file]);
    bytes += file.size;
  }
  if (part.length) yield part;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  sent.hidden = false;
  sent.max = chosen.size;
  let upload = null;
  let done = 0;
  for (const part of [...parts()]) {
    const data = new FormData();
    if (upload !== null) data.append("upload", upload);
    data.append("source", form.elements.source.value);
    data.append("published", form.elements.published.value);
    for (const [path, file] of part) data.append("files", file, path);
    const answer = await send(form.action, data);
    if (answer === null) {
      status.textContent = `${done} files were taken; the others were not.`;
      button.disabled = false;
      return;
    }
    const said = await answer.json();
    upload = said.upload;
    for (const file of said.refused) say(`${file.name}: ${file.why}`, { bad: true });
    for (const [path] of part) chosen.delete(path);
    done += part.length;
    sent.value = done;
    status.textContent = `${done} sent`;
  }
  window.location.assign(form.action.replace(/files$/, String(upload)));
});

// Left as it was by the browser's way back: nothing is chosen any more.
window.addEventListener("pageshow", show);
