// Incidents put together where they would stand on one another: for one zoom at a time, and of many only those near the view.
// A hundred thousand incidents are at far fewer spots, so that this takes a few milliseconds and the map is given little.
import { sizeOf } from "./map_marks.js";

const RADIUS = 44, TILE = 512, MOST = 2500, BESIDE = 1;

export class Groups {
  constructor(points, chosen) {
    this.points = points;
    const { spots } = points, counts = new Int32Array(spots.length + 1);
    for (const n of chosen) counts[points.spot[n] + 1]++;
    for (let spot = 0; spot < spots.length; spot++) counts[spot + 1] += counts[spot];
    this.starts = counts;
    this.members = new Uint32Array(chosen.length);
    const next = counts.slice();
    for (const n of chosen) this.members[next[points.spot[n]]++] = n;
    this.x = Float64Array.from(spots.lon, (lon) => (lon + 180) / 360);
    this.y = Float64Array.from(spots.lat, northing);
    this.taken = [...Array(spots.length).keys()].filter((spot) => this.#count(spot)).sort((a, b) => this.#count(b) - this.#count(a));
    this.kept = new Map();
  }

  #count(spot) { return this.starts[spot + 1] - this.starts[spot]; }

  // The spots of each group at a zoom: those near the spot with the most incidents, and so on.
  at(zoom) {
    if (!this.kept.has(zoom)) this.kept.set(zoom, this.#together(this.taken, zoom));
    return this.kept.get(zoom);
  }

  #together(spots, zoom) {
    const reach = RADIUS / (TILE * 2 ** zoom), across = Math.ceil(1 / reach) + 2, cells = new Map(), { x, y } = this;
    const cellOf = (spot) => (Math.floor(y[spot] / reach) + 1) * across + Math.floor(x[spot] / reach) + 1;
    for (const spot of spots) {
      const cell = cells.get(cellOf(spot));
      if (cell) cell.push(spot);
      else cells.set(cellOf(spot), [spot]);
    }
    const done = new Uint8Array(this.points.spots.length), found = [];
    for (const seed of spots) {
      if (done[seed]) continue;
      const group = [], middle = cellOf(seed);
      for (const row of [-across, 0, across])
        for (const cell of [middle + row - 1, middle + row, middle + row + 1])
          for (const spot of cells.get(cell) ?? []) {
            if (done[spot] || (x[spot] - x[seed]) ** 2 + (y[spot] - y[seed]) ** 2 > reach ** 2) continue;
            done[spot] = 1;
            group.push(spot);
          }
      found.push(group);
    }
    return found;
  }

  // What the map draws at a zoom: where there are very many, those in the view and beside it; `box` says then what that is.
  drawn(zoom, bounds) {
    const groups = this.at(zoom), all = groups.length <= MOST, box = all ? null : around(bounds);
    const features = [];
    groups.forEach((spots, id) => {
      const made = this.#feature(spots, id, zoom, box);
      if (made) features.push(made);
    });
    return { data: { type: "FeatureCollection", features }, box };
  }

  #feature(spots, id, zoom, box) {
    let count = 0, x = 0, y = 0;
    for (const spot of spots) {
      const n = this.#count(spot);
      count += n;
      x += n * this.x[spot];
      y += n * this.y[spot];
    }
    const at = [(x / count) * 360 - 180, latitude(y / count)];
    if (box && !holds(box, at)) return null;
    const geometry = { type: "Point", coordinates: at };
    if (count === 1) return { type: "Feature", geometry, properties: this.#mark(this.members[this.starts[spots[0]]]) };
    const properties = { cluster: true, cluster_id: id, zoom, point_count: count, point_count_abbreviated: short(count) };
    return { type: "Feature", geometry, properties };
  }

  #mark(n) {
    const { number, kind, grade, killed } = this.points;
    return { n: number[n], k: Math.max(killed[n], 0), i: `m${kind[n]}-${grade[n]}-${killed[n] < 0 ? 0 : 1}`, s: sizeOf(killed[n]) };
  }

  // The running numbers of the first incidents of a group.
  numbers(zoom, id, most) {
    const found = [];
    for (const spot of this.at(zoom)[id])
      for (let n = this.starts[spot]; n < this.starts[spot + 1] && found.length < most; n++) found.push(this.points.number[this.members[n]]);
    return found;
  }

  // The zoom at which a group comes apart; null where it does not up to the deepest.
  apart(zoom, id, deepest) {
    const spots = this.at(zoom)[id];
    for (let deeper = zoom + 1; deeper <= deepest; deeper++) if (this.#together(spots, deeper).length > 1) return deeper;
    return null;
  }
}

const EDGE = 85.051129;

function northing(lat) {
  const sine = Math.sin((Math.max(-EDGE, Math.min(EDGE, lat)) * Math.PI) / 180);
  return 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
}

const latitude = (y) => (360 / Math.PI) * Math.atan(Math.exp((180 - y * 360) * (Math.PI / 180))) - 90;

const short = (count) => (count >= 10000 ? `${Math.round(count / 1000)}k` : count >= 1000 ? `${(count / 1000).toFixed(1)}k` : String(count));

// The view with as much again on each side: west, south, east, north. What lies in it may be given round the globe once more.
function around(bounds) {
  const [west, south, east, north] = bounds, wide = (east - west) * BESIDE, high = (north - south) * BESIDE;
  return [west - wide, south - high, east + wide, north + high];
}

const holds = ([west, south, east, north], [lon, lat]) =>
  lat >= south && lat <= north && [-360, 0, 360].some((turn) => lon + turn >= west && lon + turn <= east);

export const leaves = (box, [west, south, east, north]) => box && (west < box[0] || south < box[1] || east > box[2] || north > box[3]);
