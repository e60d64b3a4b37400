// What every map stands on: land, outlines, disputed lines and names, in the colours of the page.
import * as maplibre from "./vendor/maplibre-gl.js";

maplibre.setWorkerUrl(new URL("./vendor/maplibre-gl-worker.js", import.meta.url).href);
// The workers start while the page and the incidents are still being read.
maplibre.prewarm();

const FROM = 4;
const dark = matchMedia("(prefers-color-scheme: dark)");
export const still = matchMedia("(prefers-reduced-motion: reduce)");
const DAY = { sea: "#dfe8ee", land: "#fbfaf6", line: "#8a8f94", area: "#c9c7bf", ink: "#2b2f33", halo: "#ffffff", disputed: "#6b4a4a" };
const NIGHT = { sea: "#12181d", land: "#20272d", line: "#7b858d", area: "#3b444c", ink: "#e6e9eb", halo: "#11161a", disputed: "#d0a6a6" };
const SHADES = { light: ["#e3d9ee", "#c6b1de", "#a283c6", "#7d57a8", "#553083"], dark: ["#3a2f4d", "#574375", "#7a5fa3", "#a487cc", "#d2bdf0"] };

export const isDark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : dark.matches);
export const colours = () => (isDark() ? NIGHT : DAY);
export const shades = () => (isDark() ? SHADES.dark : SHADES.light);
export { maplibre };

export function nameIn(names) {
  if (names === "latin") return ["get", "name"];
  if (names === "arabic") return ["coalesce", ["get", "ar"], ["get", "name"]];
  return ["case", ["boolean", ["get", "local"], false], ["concat", ["get", "name"], "\n", ["get", "ar"]], ["get", "name"]];
}

function names(id, kind, from, to, size, names, extra = {}) {
  const c = colours();
  return {
    id, type: "symbol", source: "labels", minzoom: from, maxzoom: to,
    filter: extra.filter ? ["all", ["==", ["get", "kind"], kind], extra.filter] : ["==", ["get", "kind"], kind],
    layout: {
      "text-field": nameIn(names), "text-size": size, "text-max-width": 8, "text-padding": 4, "text-font": ["sans"],
      "symbol-sort-key": ["get", "rank"], ...extra.layout,
    },
    paint: { "text-color": c.ink, "text-halo-color": c.halo, "text-halo-width": 1.4, "text-opacity": extra.opacity ?? 0.9 },
  };
}

const from = (ground, name) => ({ type: "geojson", data: new URL(`${ground}${name}.json`, location.href).href, maxzoom: 9, buffer: 24, tolerance: 0.5 });

const NOTHING = { type: "FeatureCollection", features: [] };
const LINES = ["interpolate", ["linear"], ["zoom"], 1, 0.6, 6, 1.4];

// Land and lines in a few coarse outlines, and no names yet: it is drawn in a moment. The rest comes after it.
export function style(ground, labels) {
  const c = colours();
  const few = ["<", ["get", "rank"], ["step", ["zoom"], 40, 4, 150, 5, 1200, 6, 4000, 7, 1e9]];
  return {
    version: 8,
    sources: { land: { ...from(ground, "land"), maxzoom: FROM, tolerance: 1 }, disputed: from(ground, "disputed"), labels: { type: "geojson", data: NOTHING, maxzoom: 9, buffer: 24 } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": c.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": c.land, "fill-antialias": false } },
      { id: "lines", type: "line", source: "land", paint: { "line-color": c.line, "line-width": LINES } },
      { id: "disputed", type: "line", source: "disputed", paint: { "line-color": c.disputed, "line-width": 1.6, "line-dasharray": [2.5, 2] } },
      names("town-names", "town", 4, 24, ["interpolate", ["linear"], ["zoom"], 4, 10, 9, 13], labels, { filter: few, layout: { "text-anchor": "top", "text-offset": [0, 0.35] } }),
      names("area-names", "area", 5.2, 9, 12, labels, { opacity: 0.7, layout: { "text-letter-spacing": 0.05 } }),
      names("country-names", "country", 1, 6.5, ["interpolate", ["linear"], ["zoom"], 1, 10, 5, 16], labels),
    ],
  };
}

// The fine outlines come when they are looked for, and once; the coarse ones go when these are there.
function addFine(map, ground) {
  if (map.getSource("countries") || !map.getLayer("lines")) return;
  const c = colours();
  map.addSource("countries", from(ground, "countries"));
  map.addLayer({ id: "land-fine", type: "fill", source: "countries", minzoom: FROM, paint: { "fill-color": c.land, "fill-antialias": false } }, map.getLayer("shade") ? "shade" : "lines");
  map.addLayer({ id: "lines-fine", type: "line", source: "countries", minzoom: FROM, paint: { "line-color": c.line, "line-width": LINES } }, "disputed");
  const there = (event) => {
    if (event.sourceId !== "countries" || !map.isSourceLoaded("countries")) return;
    map.off("sourcedata", there);
    for (const id of ["land", "lines"]) map.setLayerZoomRange(id, 0, FROM);
  };
  map.on("sourcedata", there);
}

export function shadeColour() {
  const s = shades();
  return ["match", ["number", ["feature-state", "shade"], -1], 0, s[0], 1, s[1], 2, s[2], 3, s[3], 4, s[4], "rgba(0,0,0,0)"];
}

// The first-level areas are many: they come when they are looked for, and once.
export function addAreas(map, ground) {
  if (map.getSource("areas") || !map.getLayer("lines")) return;
  const c = colours(), shaded = ["case", [">=", ["number", ["feature-state", "shade"], -1], 0], 0.85, 0];
  map.addSource("areas", from(ground, "areas"));
  map.addLayer({ id: "shade", type: "fill", source: "areas", paint: { "fill-color": shadeColour(), "fill-opacity": shaded } }, "lines");
  map.addLayer({ id: "vague-areas", type: "fill", source: "areas", paint: { "fill-color": c.ink, "fill-opacity": ["case", ["boolean", ["feature-state", "vague"], false], 0.1, 0] } }, "lines");
  map.addLayer({ id: "area-lines", type: "line", source: "areas", minzoom: FROM, paint: { "line-color": c.area, "line-width": 0.8 } }, "lines");
}

const SLOW = 40, SLOW_FRAMES = 3, COARSER = 0.5, REST = 200;

// Where frames come slowly, as they do without a graphics card, the map is drawn coarser while it moves, and whole again after.
function coarserWhileSlow(map) {
  let last = 0, slow = 0, coarse = false, resting = null;
  map.on("render", () => {
    if (!map.isMoving() || coarse) return;
    const now = performance.now();
    slow = last && now - last > SLOW ? slow + 1 : 0;
    last = now;
    if (slow < SLOW_FRAMES) return;
    coarse = true;
    map.setPixelRatio(devicePixelRatio * COARSER);
  });
  map.on("movestart", () => clearTimeout(resting));
  map.on("moveend", () => {
    last = slow = 0;
    clearTimeout(resting);
    if (!coarse) return;
    resting = setTimeout(() => {
      coarse = false;
      map.setPixelRatio(null);
    }, REST);
  });
}

// A map in the element. `again` is called whenever the ground was laid (anew): it adds what stands on it. Until all that it
// begins with is there it is drawn coarser, as each part that comes draws it anew; `data-whole` says that it is drawn whole.
export function mapIn(element, { labels, again, ...how }) {
  const map = new maplibre.Map({
    container: element, style: style(element.dataset.ground, labels), attributionControl: false, maxZoom: 12, minZoom: 0.6,
    renderWorldCopies: true, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
    pixelRatio: devicePixelRatio * COARSER,
    canvasContextAttributes: { preserveDrawingBuffer: Boolean(element.dataset.keep) }, ...how,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl(), "bottom-left");
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom. The tables below say the same.");
  coarserWhileSlow(map);
  const { ground } = element.dataset;
  const near = () => {
    if (!drawn || map.getZoom() < FROM) return;
    addFine(map, ground);
    addAreas(map, ground);
  };
  map.on("zoomend", near);
  let drawn = false;
  const more = () => {
    drawn = true;
    map.getSource("labels").setData(new URL(`${ground}labels.json`, location.href).href);
    near();
    map.once("idle", () => {
      element.dataset.named = "yes";
      performance.mark("map-named");
    });
  };
  const whole = () => {
    map.setPixelRatio(null);
    element.dataset.whole = "yes";
    map.once("idle", more);
  };
  const laid = () => {
    again(map);
    if (drawn) more();
    else map.once("idle", whole);
  };
  map.once("style.load", laid);
  dark.addEventListener("change", () => {
    map.setStyle(style(element.dataset.ground, labels), { diff: false });
    map.once("style.load", laid);
  });
  return map;
}
