// First-level areas: which outline an area of the incidents has, and how dark each is shaded.
import { addAreas, shadeColour } from "./map_ground.js";
import { COUNTS, TWICE } from "./map_points.js";

export class Areas {
  constructor(ground) {
    this.ground = ground;
    this.found = new Map();
    this.coloured = new Set();
    this.vague = new Set();
  }

  async load() {
    this.names ??= fetch(`${this.ground}area-names.json`).then((answer) => (answer.ok ? answer.json() : {}));
    return this.names;
  }

  // The number of the outline of each area of the incidents, by its name, or else by where its incidents are.
  async outlines(points) {
    if (this.found.has(points)) return this.found.get(points);
    const names = await this.load(), { areas } = points;
    const found = areas.map((key) => names[key] ?? -1);
    const unknown = new Set(found.flatMap((id, n) => (id < 0 && areas[n] ? [n] : [])));
    if (unknown.size) {
      const middles = middlesOf(points, unknown);
      this.shapes ??= await fetch(`${this.ground}areas.json`).then((answer) => answer.json());
      const boxed = this.shapes.features.map((shape) => ({ shape, box: boxOf(shape.geometry) }));
      for (const [n, at] of middles) found[n] = boxed.find(({ shape, box }) => holds(shape.geometry, box, at))?.shape.id ?? -1;
    }
    this.found = new Map([[points, found]]);
    return found;
  }

  // Shade the areas by what is counted; the lowest number of each shade.
  async shade(map, points, chosen, what) {
    if (map.getSource("areas")) for (const id of this.coloured) map.setFeatureState({ source: "areas", id }, { shade: -1 });
    this.coloured.clear();
    if (what === "none") return null;
    addAreas(map, this.ground);
    map.setPaintProperty("shade", "fill-color", shadeColour());
    const outlines = await this.outlines(points), { killed, flags, spot } = points, { area } = points.spots, sums = new Map();
    for (const n of chosen) {
      const id = outlines[area[spot[n]]];
      if (!(flags[n] & COUNTS) || id === undefined || id < 0) continue;
      const value = what === "incidents" ? 1 : flags[n] & TWICE ? 0 : Math.max(killed[n], 0);
      sums.set(id, (sums.get(id) ?? 0) + value);
    }
    const classes = classesOf([...sums.values()]);
    for (const [id, value] of sums) {
      if (!value) continue;
      map.setFeatureState({ source: "areas", id }, { shade: classes.findLastIndex((low) => value >= low) });
      this.coloured.add(id);
    }
    return { classes, most: Math.max(0, ...sums.values()), sums };
  }

  async outline(map, points, wanted) {
    if (map.getSource("areas")) for (const id of this.vague) map.setFeatureState({ source: "areas", id }, { vague: false });
    this.vague.clear();
    if (!wanted.size) return;
    addAreas(map, this.ground);
    const outlines = await this.outlines(points);
    for (const n of wanted) if (outlines[n] >= 0) this.vague.add(outlines[n]);
    for (const id of this.vague) map.setFeatureState({ source: "areas", id }, { vague: true });
  }
}

// Up to five classes with as many areas in each as can be; the lowest number of each.
export function classesOf(values) {
  const told = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (!told.length) return [];
  return [...new Set([0, 0.2, 0.4, 0.6, 0.8].map((part) => told[Math.floor(part * told.length)]))];
}

function middlesOf(points, wanted) {
  const sums = new Map(), { area, lat, lon } = points.spots;
  for (let n = 0; n < points.spots.length; n++) {
    if (!wanted.has(area[n])) continue;
    const sum = sums.get(area[n]) ?? sums.set(area[n], { n: 0, lat: 0, lon: 0 }).get(area[n]);
    sum.n += 1;
    sum.lat += lat[n];
    sum.lon += lon[n];
  }
  return [...sums].map(([key, sum]) => [key, [sum.lon / sum.n, sum.lat / sum.n]]);
}

const ringsOf = (geometry) => (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat());

function boxOf(geometry) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of ringsOf(geometry))
    for (const [x, y] of ring) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  return box;
}

function holds(geometry, [west, south, east, north], [x, y]) {
  if (x < west || x > east || y < south || y > north) return false;
  let inside = false;
  for (const ring of ringsOf(geometry))
    for (let a = 0, b = ring.length - 1; a < ring.length; b = a++)
      if (ring[a][1] > y !== ring[b][1] > y && x < ((ring[b][0] - ring[a][0]) * (y - ring[a][1])) / (ring[b][1] - ring[a][1]) + ring[a][0])
        inside = !inside;
  return inside;
}
