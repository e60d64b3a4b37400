// The incidents as they were sent: columns of numbers; and what of them a window of days holds.
import { sizeOf } from "./map_marks.js";

export const COUNTS = 1, REVIEWED = 2, TWICE = 4;
const DAY = 86400000;

export class Points {
  constructor(sent) {
    this.sent = sent;
    this.columns = sent.columns;
    this.length = sent.columns.number.length;
    this.start = Date.parse(`${sent.start}T00:00:00Z`);
    this.first = 0;
    this.last = 0;
    for (const first of this.columns.first) if (first > this.last) this.last = first;
  }

  static async from(address) {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`the incidents could not be had (${answer.status})`);
    return new Points(await answer.json());
  }

  dayOf(iso) { return Math.round((Date.parse(`${iso}T00:00:00Z`) - this.start) / DAY); }

  isoOf(day) { return new Date(this.start + day * DAY).toISOString().slice(0, 10); }

  // The numbers of the incidents that may have happened in the `days` days that end with `day`; all where `day` is null.
  within(day, days) {
    const { first, last } = this.columns, found = [];
    const low = days ? day - days + 1 : -Infinity;
    for (let n = 0; n < this.length; n++)
      if (day === null || (first[n] <= day && first[n] + last[n] >= low)) found.push(n);
    return found;
  }

  features(chosen) {
    const c = this.columns;
    return {
      type: "FeatureCollection",
      features: chosen.map((n) => ({
        type: "Feature",
        properties: {
          n: c.number[n], k: Math.max(c.killed[n], 0), x: c.grade[n] === 3 ? 1 : 0,
          i: `m${c.kind[n]}-${c.grade[n]}-${c.killed[n] < 0 ? 0 : 1}`, s: sizeOf(c.killed[n]),
        },
        geometry: { type: "Point", coordinates: [c.lon[n] / 1e4, c.lat[n] / 1e4] },
      })),
    };
  }
}

// The middle and radius of each area, and the first-level areas, in which an incident may have happened whose place is vague.
export function vagueOf(points, chosen, radii) {
  const circles = new Map(), areas = new Set(), { precision, lat, lon, area } = points.columns;
  for (const n of chosen) {
    if (precision[n] === 4) areas.add(area[n]);
    else if (radii[precision[n]]) circles.set(`${lat[n]},${lon[n]},${precision[n]}`, n);
  }
  const features = [...circles.values()].map((n) => circle(lon[n] / 1e4, lat[n] / 1e4, radii[precision[n]]));
  return { circles: { type: "FeatureCollection", features }, areas };
}

function circle(lon, lat, km) {
  const ring = [], high = km / 110.57, wide = high / Math.max(Math.cos((lat * Math.PI) / 180), 0.05);
  for (let n = 0; n <= 48; n++) {
    const turn = (n / 48) * Math.PI * 2;
    ring.push([lon + Math.cos(turn) * wide, lat + Math.sin(turn) * high]);
  }
  return { type: "Feature", properties: { km }, geometry: { type: "Polygon", coordinates: [ring] } };
}
