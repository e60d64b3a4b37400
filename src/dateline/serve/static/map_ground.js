// What every map stands on: land, outlines, disputed lines and names, in the colours of the page.
import * as maplibre from "./vendor/maplibre-gl.js";

maplibre.setWorkerUrl(new URL("./vendor/maplibre-gl-worker.js", import.meta.url).href);

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

export function style(ground, labels) {
  const c = colours();
  const few = ["<", ["get", "rank"], ["step", ["zoom"], 40, 4, 150, 5, 1200, 6, 4000, 7, 1e9]];
  return {
    version: 8,
    sources: { countries: from(ground, "countries"), disputed: from(ground, "disputed"), labels: from(ground, "labels") },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": c.sea } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": c.land } },
      { id: "lines", type: "line", source: "countries", paint: { "line-color": c.line, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.6, 6, 1.4] } },
      { id: "disputed", type: "line", source: "disputed", paint: { "line-color": c.disputed, "line-width": 1.6, "line-dasharray": [2.5, 2] } },
      names("town-names", "town", 4, 24, ["interpolate", ["linear"], ["zoom"], 4, 10, 9, 13], labels, { filter: few, layout: { "text-anchor": "top", "text-offset": [0, 0.35] } }),
      names("area-names", "area", 5.2, 9, 12, labels, { opacity: 0.7, layout: { "text-letter-spacing": 0.05 } }),
      names("country-names", "country", 1, 6.5, ["interpolate", ["linear"], ["zoom"], 1, 10, 5, 16], labels),
    ],
  };
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

const FROM = 4;

// A map in the element. `again` is called whenever the ground was laid (anew): it adds what stands on it.
export function mapIn(element, { labels, again, ...how }) {
  const map = new maplibre.Map({
    container: element, style: style(element.dataset.ground, labels), attributionControl: false, maxZoom: 12, minZoom: 0.6,
    renderWorldCopies: true, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: still.matches ? 0 : 150,
    canvasContextAttributes: { preserveDrawingBuffer: Boolean(element.dataset.keep) }, ...how,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl(), "bottom-left");
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom. The tables below say the same.");
  const near = () => map.getZoom() >= FROM && addAreas(map, element.dataset.ground);
  map.on("zoomend", near);
  const laid = () => {
    again(map);
    near();
  };
  map.once("load", laid);
  dark.addEventListener("change", () => {
    map.setStyle(style(element.dataset.ground, labels), { diff: false });
    map.once("style.load", laid);
  });
  return map;
}
