// The incidents as they were sent: columns of numbers, with the spots where they are; and what of them a window of days holds.

export const COUNTS = 1, REVIEWED = 2, TWICE = 4;
const DAY = 86400000;

export class Points {
  constructor(sent, late) {
    const { columns, spots } = sent;
    this.late = late;
    this.length = columns.number.length;
    this.areas = sent.areas;
    this.start = Date.parse(`${sent.start}T00:00:00Z`);
    for (const name of ["number", "first", "last", "kind", "grade", "spot", "killed", "flags"]) this[name] = Int32Array.from(columns[name]);
    this.spots = {
      length: spots.lat.length, precision: spots.precision, area: spots.area,
      lat: Float64Array.from(spots.lat, (degrees) => degrees / 1e4), lon: Float64Array.from(spots.lon, (degrees) => degrees / 1e4),
    };
    this.latest = 0;
    for (const first of this.first) if (first > this.latest) this.latest = first;
    this.everything = Uint32Array.from({ length: this.length }, (_, n) => n);
  }

  static async from(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the incidents could not be had (${answer.status})`);
    return new Points(await answer.json(), answer.headers.has("x-late"));
  }

  dayOf(iso) { return Math.round((Date.parse(`${iso}T00:00:00Z`) - this.start) / DAY); }

  isoOf(day) { return new Date(this.start + day * DAY).toISOString().slice(0, 10); }

  // The numbers of the incidents that may have happened in the `days` days that end with `day`; all where `day` is null.
  within(day, days) {
    if (day === null) return this.everything;
    const low = days ? day - days + 1 : -Infinity;
    return this.everything.filter((n) => this.first[n] <= day && this.first[n] + this.last[n] >= low);
  }
}

// The middle and radius of each area, and the first-level areas, in which an incident may have happened whose place is vague.
export function vagueOf(points, chosen, radii) {
  const circles = [], areas = new Set(), { precision, lat, lon, area } = points.spots, seen = new Uint8Array(points.spots.length);
  for (const n of chosen) {
    const spot = points.spot[n];
    if (seen[spot]) continue;
    seen[spot] = 1;
    if (precision[spot] === 4) areas.add(area[spot]);
    else if (radii[precision[spot]]) circles.push(circle(lon[spot], lat[spot], radii[precision[spot]]));
  }
  return { circles: { type: "FeatureCollection", features: circles }, areas };
}

function circle(lon, lat, km) {
  const ring = [], high = km / 110.57, wide = high / Math.max(Math.cos((lat * Math.PI) / 180), 0.05);
  for (let n = 0; n <= 48; n++) {
    const turn = (n / 48) * Math.PI * 2;
    ring.push([lon + Math.cos(turn) * wide, lat + Math.sin(turn) * high]);
  }
  return { type: "Feature", properties: { km }, geometry: { type: "Polygon", coordinates: [ring] } };
}
