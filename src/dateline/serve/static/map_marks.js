// Marks: a colour and a shape for what happened, a ring for how well it is founded, hollow where no figure is known.
import { colours, isDark } from "./map_ground.js";

const TURN = Math.PI * 2;
export const kinds = JSON.parse(document.getElementById("kinds")?.textContent ?? "[]");

function outline(context, shape, x, y, r) {
  const corners = { triangle: [3, -0.25], square: [4, 0.125], diamond: [4, 0], hexagon: [6, 0] }[shape];
  context.beginPath();
  if (shape === "circle") context.arc(x, y, r * 0.9, 0, TURN);
  else if (shape === "star" || shape === "plus") {
    const points = shape === "star" ? 8 : 4;
    for (let n = 0; n < points * 2; n++) {
      const far = n % 2 ? r * (shape === "star" ? 0.55 : 0.42) : r * 1.05;
      const turn = (n / (points * 2)) * TURN - TURN / 4;
      context.lineTo(x + Math.cos(turn) * far, y + Math.sin(turn) * far);
    }
  } else {
    for (let n = 0; n < corners[0]; n++) {
      const turn = (n / corners[0] + corners[1]) * TURN - (shape === "triangle" ? 0 : TURN / 4);
      context.lineTo(x + Math.cos(turn) * r, y + Math.sin(turn) * r);
    }
  }
  context.closePath();
}

// Draws one mark around the middle of a square of `size` pixels; `r` is the radius of the shape.
export function draw(context, size, r, { colour, shape, grade, known }) {
  const middle = size / 2, c = colours();
  context.lineJoin = "round";
  outline(context, shape, middle, middle, r);
  context.lineWidth = r * 0.3;
  context.strokeStyle = known ? (isDark() ? "#0c1013" : "#ffffff") : colour;
  context.fillStyle = known ? colour : c.halo;
  context.stroke();
  context.fill();
  if (!known) context.stroke();
  context.strokeStyle = c.ink;
  const ring = (far, width) => {
    context.beginPath();
    context.lineWidth = r * width;
    context.arc(middle, middle, r * far, 0, TURN);
    context.stroke();
  };
  if (grade === 0) ring(1.42, 0.26);
  if (grade === 1) ring(1.42, 0.1);
  if (grade === 3) { ring(1.36, 0.1); ring(1.66, 0.1); }
  if (grade === 4) {
    context.lineWidth = r * 0.22;
    context.beginPath();
    context.moveTo(middle - r * 1.3, middle + r * 1.3);
    context.lineTo(middle + r * 1.3, middle - r * 1.3);
    context.stroke();
  }
}

const SIZE = 64, RADIUS = 17;

function picture(paint) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  paint(context);
  return context.getImageData(0, 0, SIZE, SIZE);
}

export function addMarks(map) {
  for (let kind = 0; kind < kinds.length; kind++)
    for (let grade = 0; grade < 5; grade++)
      for (const known of [0, 1]) {
        const id = `m${kind}-${grade}-${known}`;
        if (!map.hasImage(id)) map.addImage(id, picture((c) => draw(c, SIZE, RADIUS, { ...kinds[kind], grade, known })), { pixelRatio: 2 });
      }
}

const HOLDERS = ["#0072B2", "#D55E00", "#009E73", "#B5497F", "#B98600", "#3A8FC7", "#6B6B6B"];
const SHAPES = ["circle", "square", "triangle", "diamond", "star", "hexagon", "plus"];

export function addHolders(map) {
  for (let holder = 0; holder < HOLDERS.length; holder++)
    for (const state of ["held", "contested", "left"]) {
      const id = `h${holder}-${state}`;
      const paint = (context) => {
        if (state === "left") {
          context.strokeStyle = HOLDERS[holder];
          context.lineWidth = 7;
          context.beginPath();
          for (const [x, y] of [[-12, -12], [-12, 12]]) { context.moveTo(32 + x, 32 + y); context.lineTo(32 - x, 32 - y); }
          context.stroke();
        } else draw(context, SIZE, 20, { colour: HOLDERS[holder], shape: SHAPES[holder], grade: 2, known: state === "held" });
      };
      if (!map.hasImage(id)) map.addImage(id, picture(paint), { pixelRatio: 2 });
    }
}

export function drawLegend() {
  for (const canvas of document.querySelectorAll("canvas[data-kind]")) {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, 44, 44);
    draw(context, 44, 11, { ...kinds[canvas.dataset.kind], grade: Number(canvas.dataset.grade), known: true });
  }
  for (const canvas of document.querySelectorAll("canvas[data-sizes]")) {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, canvas.width, canvas.height);
    [[-1, 18], [1, 52], [10, 90], [100, 140]].forEach(([killed, x]) => {
      context.save();
      context.translate(x - 26, 0);
      draw(context, 52, RADIUS * sizeOf(killed), { ...kinds[1], grade: 2, known: killed >= 0 });
      context.restore();
    });
  }
}

// The size of a mark by the people killed: its area grows with the figure, up to a hundred.
export const sizeOf = (killed) => (killed < 0 ? 0.55 : 0.55 + Math.min(Math.sqrt(killed), 10) * 0.075);

// The table of holders as features: each row that has a place is one.
export function holdersOf(table) {
  const rows = [...(table?.querySelectorAll("tr[data-lat]") ?? [])];
  return {
    type: "FeatureCollection",
    features: rows.map((row) => ({
      type: "Feature",
      properties: { icon: `h${row.dataset.holderNumber}-${row.dataset.state}`, holder: row.dataset.holder, place: row.dataset.place, state: row.dataset.state },
      geometry: { type: "Point", coordinates: [Number(row.dataset.lon), Number(row.dataset.lat)] },
    })),
  };
}

export function holderLayer(source) {
  const c = colours();
  return {
    id: source, type: "symbol", source,
    layout: {
      "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-size": 1, "text-field": ["concat", ["get", "place"], "\n", ["get", "holder"]],
      "text-font": ["sans"], "text-size": 11.5, "text-offset": [0, 0.9], "text-anchor": "top", "text-optional": true, "text-max-width": 14,
    },
    paint: { "text-color": c.ink, "text-halo-color": c.halo, "text-halo-width": 1.6 },
  };
}
