// The days that are shown: a slider for the last one, how many they are, and playing them one after another.
import { still } from "./map_ground.js";

const byId = (id) => document.getElementById(id);
const STEPS = 120;

export class Days {
  constructor({ changed, rested }) {
    this.changed = changed;
    this.rested = rested;
    this.day = null;
    this.length = null;
    this.playing = null;
    this.slider = byId("day");
    this.slider.addEventListener("input", () => this.to(Number(this.slider.value)));
    byId("days").addEventListener("change", () => this.to(this.day ?? this.points.latest));
    byId("play").addEventListener("click", () => (this.playing ? this.stop() : this.play()));
    byId("all-days").addEventListener("click", () => {
      this.stop();
      this.day = this.length = null;
      byId("days").value = "";
      this.slider.value = this.points.latest;
      this.#said();
    });
  }

  // The days of these incidents; `day` (ISO 8601) and `length` as the address has them.
  over(points, day, length) {
    this.points = points;
    this.slider.max = Math.max(points.latest, 1);
    this.day = day === null ? null : points.dayOf(day);
    this.length = day === null || !length ? null : Number(length);
    this.slider.value = this.day ?? points.latest;
    byId("time").hidden = points.length === 0;
    this.#words();
  }

  to(day) {
    this.day = Math.min(Math.max(day, 0), Math.max(this.points.latest, 1));
    this.length = Number(byId("days").value) || null;
    this.slider.value = this.day;
    this.#said();
  }

  // By days where they are few, by larger steps where there are years of them; slower for who wants little movement.
  play() {
    const step = Math.max(1, Math.round(this.points.latest / (STEPS * 5)));
    if (this.day === null || this.day >= this.points.latest) {
      if (!byId("days").value) byId("days").value = "7";
      this.day = -step;
    }
    const next = () => {
      if (this.day >= this.points.latest) return this.stop();
      this.to(this.day + step);
    };
    this.playing = setInterval(next, still.matches ? 1000 : 400);
    this.#button();
    next();
  }

  stop() {
    clearInterval(this.playing);
    this.playing = null;
    this.#button();
    this.#rest();
  }

  words() {
    if (this.day === null) return "";
    const until = plain(this.points.isoOf(this.day));
    if (!this.length) return `until ${until}`;
    return this.length === 1 ? `on ${until}` : `from ${plain(this.points.isoOf(this.day - this.length + 1))} until ${until}`;
  }

  #said() {
    this.#words();
    this.changed();
    if (!this.playing) this.#rest();
  }

  #words() {
    const words = this.words() || "all days";
    byId("day-words").value = words;
    this.slider.setAttribute("aria-valuetext", words);
  }

  #rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rested(), 350);
  }

  #button() {
    const button = byId("play");
    button.textContent = this.playing ? "Stop" : "Play";
    button.setAttribute("aria-pressed", String(Boolean(this.playing)));
  }
}

const plain = (iso) => new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
