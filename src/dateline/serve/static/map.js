// The map page: the marks, the layers, the days; all that is chosen stands in the address.
import { Areas } from "./map_areas.js";
import { colours, mapIn, nameIn, shades, still } from "./map_ground.js";
import { addHolders, addMarks, drawLegend, holderLayer, holdersOf } from "./map_marks.js";
import { Groups, leaves } from "./map_groups.js";
import { Points, vagueOf } from "./map_points.js";
import { Days } from "./map_days.js";

const byId = (id) => document.getElementById(id);
const element = byId("map"), layers = byId("layers"), words = byId("map-words");
const radii = JSON.parse(element.dataset.radii), areas = new Areas(element.dataset.ground);
const NOTHING = { type: "FeatureCollection", features: [] };
const state = { points: null, chosen: [], ready: false, turn: 0 };
const SOON = 500, LATE = 3000;
const usual = { shade: "none", names: "both", marks: "on", vague: "on", control: "off" };

function chosenLayers() {
  const on = (name) => (layers.elements[name].checked ? "on" : "off");
  return { marks: on("marks"), vague: on("vague"), control: on("control"), shade: layers.elements.shade.value, names: layers.elements.names.value };
}

function startsAt(bounds) {
  if (!bounds) return { center: [25, 20], zoom: 1.2 };
  const [west, south, east, north] = bounds.split(",").map(Number);
  return { bounds: [[west - 0.4, Math.max(south - 0.4, -80)], [east + 0.4, Math.min(north + 0.4, 82)]], fitBoundsOptions: { padding: 40, maxZoom: 8 } };
}

const days = new Days({ changed: () => shown(), rested: () => tablesAnew() });
document.addEventListener("htmx:afterSwap", (event) => event.detail.target.id === "found" && load());
document.addEventListener("htmx:historyRestore", () => location.reload());

// The incidents come first, if they come soon: then the map is laid once, with them.
const asked = load();
await Promise.race([asked, new Promise((soon) => setTimeout(soon, SOON))]);
const at = element.dataset.at ? element.dataset.at.split(",").map(Number) : null;
const map = mapIn(element, {
  labels: chosenLayers().names, again: addLayers,
  ...(at ? { center: [at[1], at[0]], zoom: at[2] } : startsAt(element.dataset.bounds)),
});
window.datelineMap = map;

function addLayers() {
  const c = colours();
  addMarks(map);
  addHolders(map);
  const empty = () => ({ type: "geojson", data: NOTHING });
  map.addSource("vague", empty());
  map.addSource("held", empty());
  map.addSource("incidents", { ...empty(), buffer: 48 });
  map.addLayer({ id: "vague", type: "fill", source: "vague", paint: { "fill-color": c.ink, "fill-opacity": 0.05 } }, "town-names");
  map.addLayer({ id: "vague-lines", type: "line", source: "vague", paint: { "line-color": c.ink, "line-width": 1.1, "line-dasharray": [1.5, 2], "line-opacity": 0.7 } }, "town-names");
  const groups = ["has", "point_count"];
  map.addLayer({
    id: "groups", type: "circle", source: "incidents", filter: groups,
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "point_count"]], 0.3, 12, 2, 19, 4, 28, 5, 34],
      "circle-color": c.ink, "circle-opacity": 0.86, "circle-stroke-color": c.halo, "circle-stroke-width": 2,
    },
  });
  map.addLayer({
    id: "counts", type: "symbol", source: "incidents", filter: groups,
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 13, "text-font": ["sans"], "text-allow-overlap": true, "icon-allow-overlap": true },
    paint: { "text-color": c.halo },
  });
  map.addLayer({
    id: "marks", type: "symbol", source: "incidents", filter: ["!", groups],
    layout: { "icon-image": ["get", "i"], "icon-size": ["get", "s"], "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["-", ["get", "k"]] },
  });
  map.addLayer(holderLayer("held"));
  drawLegend();
  state.ready = true;
  layersChanged();
}

// --- what is shown ---

async function load() {
  const address = byId("found").dataset.points;
  if (address === state.address) return;
  state.address = address;
  clearTimeout(state.again);
  words.textContent = "Fetching the incidents …";
  let points;
  try {
    points = await Points.from(address);
  } catch (error) {
    state.failed = true;
    words.textContent = `The map has no incidents: ${error.message}. Load the page again.`;
    return;
  }
  if (address !== state.address) return;
  state.points = points;
  if (points.late) state.again = setTimeout(anew, LATE);
  const { day, days: length } = byId("found").dataset;
  days.over(state.points, day || null, length);
  shown();
}

// Incidents have changed, and the server is reading them: ask again for them and for the tables.
function anew() {
  const day = days.day === null ? "" : state.points.isoOf(days.day);
  Object.assign(byId("found").dataset, { day, days: days.length ?? "" });
  state.address = null;
  load();
  tablesAnew();
}

function shown() {
  if (!state.points || !state.ready) return;
  const { points } = state, view = chosenLayers();
  state.chosen = points.within(days.day, days.length);
  state.groups = new Groups(points, view.marks === "on" ? state.chosen : []);
  grouped();
  element.dataset.drawn = state.chosen.length;
  const when = days.words();
  words.textContent = `${state.chosen.length.toLocaleString("en")} incidents on the map${when ? `, ${when}` : ""}${points.late ? ", as before a change of a moment ago" : ""}.`;
  shaded();
  const vague = vagueOf(points, view.vague === "on" ? state.chosen : [], radii);
  map.getSource("vague").setData(vague.circles);
  areas.outline(map, points, vague.areas);
  if (view.control === "on") controlAnew();
  remember();
}

// The groups of the zoom. While the map moves they stay, unless the view leaves what was drawn.
function grouped() {
  const zoom = Math.floor(map.getZoom()), { data, box } = state.groups.drawn(zoom, map.getBounds().toArray().flat());
  Object.assign(state, { zoom, box });
  map.getSource("incidents").setData(data);
}

function moved() {
  if (!state.groups) return;
  if (Math.floor(map.getZoom()) !== state.zoom || leaves(state.box, map.getBounds().toArray().flat())) grouped();
}

async function shaded() {
  const view = chosenLayers(), box = byId("shades"), turn = ++state.turn;
  const made = await areas.shade(map, state.points, state.chosen, Number(element.dataset.areas) ? view.shade : "none");
  if (turn !== state.turn) return;
  box.hidden = !made;
  if (!made) return;
  byId("shades-heading").textContent = view.shade === "incidents" ? "Incidents by first-level area" : "People killed by first-level area";
  const rows = made.classes.map((low, n) => {
    const high = n + 1 < made.classes.length ? made.classes[n + 1] - 1 : made.most;
    const item = document.createElement("li"), swatch = document.createElement("span");
    swatch.className = "swatch";
    swatch.style.setProperty("background-color", shades()[n]);
    item.append(swatch, low >= high ? low.toLocaleString("en") : `${low.toLocaleString("en")}–${high.toLocaleString("en")}`);
    return item;
  });
  box.querySelector("ul").replaceChildren(...rows);
}

function layersChanged() {
  const view = chosenLayers();
  const show = (id, on) => map.setLayoutProperty(id, "visibility", on ? "visible" : "none");
  for (const id of ["groups", "counts", "marks"]) show(id, view.marks === "on");
  show("held", view.control === "on");
  for (const id of ["town-names", "area-names", "country-names"]) map.setLayoutProperty(id, "text-field", nameIn(view.names));
  if (view.control !== "on") byId("control").replaceChildren();
  shown();
}

// --- who is said to hold what ---

let address = null, waiting = null;
function controlAnew() {
  const on = days.day === null ? "" : state.points.isoOf(days.day);
  const part = new URLSearchParams(byId("found").dataset.query);
  if (on) part.set("on", on);
  const wanted = `${byId("control").dataset.url}?${part}`;
  if (address === wanted && byId("held")) return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    address = wanted;
    await htmx.ajax("GET", wanted, { target: "#control", swap: "innerHTML" });
    map.getSource("held")?.setData(holdersOf(byId("control").querySelector("table")));
  }, days.playing ? 0 : 200);
}

// --- the address, and the tables ---

function remember() {
  const address = new URL(location.href), view = chosenLayers(), part = address.searchParams;
  const set = (name, value, plain) => (value === plain || value === null || value === "" ? part.delete(name) : part.set(name, value));
  for (const name of Object.keys(usual)) set(name, view[name], usual[name]);
  set("day", days.day === null ? null : state.points?.isoOf(days.day), null);
  set("days", days.day === null ? null : days.length, null);
  if (state.moved) {
    const { lat, lng } = map.getCenter();
    set("at", `${lat.toFixed(3)},${lng.toFixed(3)},${map.getZoom().toFixed(2)}`, null);
  }
  part.delete("after");
  history.replaceState(history.state, "", address);
  const form = document.querySelector("form.filters");
  for (const name of [...Object.keys(usual), "day", "days", "at"]) {
    let field = form.querySelector(`input[type=hidden][name="${name}"]`);
    if (!part.has(name)) field?.remove();
    else {
      if (!field) {
        field = Object.assign(document.createElement("input"), { type: "hidden", name });
        form.append(field);
      }
      field.value = part.get(name);
    }
  }
}

function tablesAnew() {
  const part = new URL(location.href).searchParams;
  part.delete("at");
  htmx.ajax("GET", `${byId("found").dataset.tables}?${part}`, { target: "#tables", select: "#tables", swap: "outerHTML" });
}

// --- what is chosen on the map ---

async function card(numbers) {
  const box = byId("card");
  await htmx.ajax("GET", `${byId("found").dataset.card}?numbers=${numbers.join(",")}`, { target: "#card", swap: "innerHTML" });
  box.hidden = false;
  box.querySelector("a")?.focus({ preventScroll: innerWidth > 900 });
}

async function chosen(event) {
  const [found] = map.queryRenderedFeatures([[event.point.x - 5, event.point.y - 5], [event.point.x + 5, event.point.y + 5]], { layers: ["marks", "groups"] });
  if (!found) return;
  if (!found.properties.cluster) return card([found.properties.n]);
  const { cluster_id: id, zoom: at } = found.properties, zoom = state.groups.apart(at, id, map.getMaxZoom());
  if (zoom === null) return card(state.groups.numbers(at, id, 30));
  map.easeTo({ center: found.geometry.coordinates, zoom, animate: !still.matches });
}

map.on("click", chosen);
map.on("mousemove", (event) => {
  if (!state.ready || map.isMoving()) return;
  map.getCanvas().classList.toggle("over", map.queryRenderedFeatures(event.point, { layers: ["marks", "groups"] }).length > 0);
});
map.on("move", moved);
map.on("moveend", (event) => {
  if (event.originalEvent || state.settled) state.moved = true;
  if (state.moved) remember();
});
map.on("idle", () => {
  if (state.settled || !element.dataset.whole || !(state.points || state.failed)) return;
  state.settled = true;
  element.dataset.ready = "yes";
  performance.mark("map-ready");
});
layers.addEventListener("change", () => state.ready && layersChanged());
layers.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-close=card]")) return;
  byId("card").hidden = true;
  map.getCanvas().focus();
});
