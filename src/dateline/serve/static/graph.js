// The relations of an actor as a drawing beside their list. The list says everything; the drawing only shows it.
import * as d3 from "./vendor/d3.js";

const WIDTH = 560, HEIGHT = 420, LONGEST = 26;
const SVG = "http://www.w3.org/2000/svg";
const figure = document.getElementById("graph");
const held = document.getElementById("graph-data");
if (figure && held) draw(JSON.parse(held.textContent));

function make(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

function draw({ self, nodes, links }) {
  const simulation = d3.forceSimulation(nodes)
    .force("link", d3.forceLink(links).id((node) => node.id).distance(150))
    .force("charge", d3.forceManyBody().strength(-420))
    .force("x", d3.forceX(WIDTH / 2).strength(0.08))
    .force("y", d3.forceY(HEIGHT / 2).strength(0.12))
    .force("collide", d3.forceCollide(56))
    .stop();
  for (let n = 0; n < 300; n += 1) simulation.tick();
  for (const node of nodes) {
    node.x = Math.min(Math.max(node.x, 70), WIDTH - 70);
    node.y = Math.min(Math.max(node.y, 24), HEIGHT - 30);
  }
  const svg = make("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": "Drawing of the relations; the list says the same" }, figure.firstElementChild);
  const edges = links.map((link) => ({
    one: link.source.id, other: link.target.id,
    element: make("line", { class: `edge ${link.kind === "fights" ? "fights" : "told"}`, x1: link.source.x, y1: link.source.y, x2: link.target.x, y2: link.target.y }, svg),
  }));
  const drawn = nodes.map((node) => drawNode(svg, node, self));
  drawn.forEach((link, n) => {
    link.tabIndex = n === 0 ? 0 : -1;
    link.addEventListener("keydown", (event) => move(event, drawn, n));
    for (const kind of ["focus", "pointerenter"]) link.addEventListener(kind, () => light(nodes[n].id, null, edges, drawn, nodes));
    for (const kind of ["blur", "pointerleave"]) link.addEventListener(kind, () => light(null, null, edges, drawn, nodes));
  });
  for (const item of document.querySelectorAll("#ties > li")) {
    for (const kind of ["focusin", "pointerenter"]) item.addEventListener(kind, () => light(item.dataset.one, item.dataset.other, edges, drawn, nodes));
    for (const kind of ["focusout", "pointerleave"]) item.addEventListener(kind, () => light(null, null, edges, drawn, nodes));
  }
  figure.hidden = false;
}

function drawNode(svg, node, self) {
  const link = make("a", { href: document.body.dataset.project + node.path, class: node.id === self ? "node self" : "node", "aria-label": node.name }, svg);
  make("circle", { cx: node.x, cy: node.y, r: node.id === self ? 11 : 8 }, link);
  const text = make("text", { x: node.x, y: node.y + 22, "text-anchor": "middle", direction: "ltr" }, link);
  const name = [...node.name];
  text.textContent = name.length > LONGEST ? `${name.slice(0, LONGEST - 1).join("")}…` : node.name;
  make("title", {}, link).textContent = node.name;
  return link;
}

function move(event, drawn, from) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const to = (from + step + drawn.length) % drawn.length;
  drawn[from].tabIndex = -1;
  drawn[to].tabIndex = 0;
  drawn[to].focus();
}

// One actor with all its ties, or the tie between two.
function light(one, other, edges, drawn, nodes) {
  for (const edge of edges) {
    const on = one !== null && (other === null ? edge.one === one || edge.other === one : edge.one === one && edge.other === other);
    edge.element.classList.toggle("lit", on);
  }
  drawn.forEach((link, n) => link.classList.toggle("lit", nodes[n].id === one || (other !== null && nodes[n].id === other)));
}
