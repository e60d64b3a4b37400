// The timeline: draws what the page holds as data, and asks for the page of another range as one zooms and moves.
import * as d3 from "./vendor/d3.js";
import { problemIn, say } from "./workbench.js";

const MARGIN = { left: 52, right: 12, top: 8, bottom: 28 };
const SHORTEST = 6 * 3600e3;
const svg = d3.select("#timeline");
const chart = document.getElementById("chart");
const time = (text) => new Date(text.includes("T") ? text : `${text}T00:00:00`);
const written = (moment) => d3.timeFormat(moment.getHours() || moment.getMinutes() ? "%Y-%m-%dT%H:%M" : "%Y-%m-%d")(moment);

let data, base, asked = 0, waiting = null;

/** What the tables on the page hold, as data. */
const read = () => JSON.parse(document.getElementById("timeline-data").textContent);

const zoom = d3.zoom().filter((event) => !event.button && (event.type !== "wheel" || !event.shiftKey)).on("zoom", moved).on("end", ended);

function inner() {
  const { width, height } = svg.node().getBoundingClientRect();
  return { left: MARGIN.left, right: Math.max(width - MARGIN.right, MARGIN.left + 50), top: MARGIN.top, bottom: height - MARGIN.bottom };
}

/** Draw the data anew, with its own range as the whole width. */
function show() {
  data = read();
  chart.hidden = false;
  const { left, right } = inner();
  base = d3.scaleTime([time(data.from), time(data.to)], [left, right]);
  const span = base.domain()[1] - base.domain()[0];
  zoom.scaleExtent([0.02, Math.max(span / SHORTEST, 1)]);
  svg.on(".zoom", null).property("__zoom", d3.zoomIdentity).call(zoom);
  draw(base);
}

function moved(event) {
  if (event.sourceEvent) draw(event.transform.rescaleX(base));
}

function ended(event) {
  if (!event.sourceEvent || (event.transform.k === 1 && event.transform.x === 0)) return;
  const [from, to] = event.transform.rescaleX(base).domain();
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const address = new URL(location.href);
    address.searchParams.set("from", written(d3.timeMinute.round(from)));
    address.searchParams.set("to", written(d3.timeMinute.round(to)));
    go(address);
  }, 200);
}

/** Ask for the page of an address, and put its part in the place of this one's. */
async function go(address, { push = true } = {}) {
  const mine = ++asked;
  let text, answer;
  try {
    answer = await fetch(address);
    text = await answer.text();
  } catch {
    return say("The workbench does not answer. Is it still running?", { bad: true });
  }
  if (mine !== asked) return;
  if (!answer.ok) {
    say(problemIn(text, answer.status), { bad: true });
    return show();
  }
  const found = new DOMParser().parseFromString(text, "text/html").getElementById("found");
  const focused = document.activeElement?.closest("#found")?.contains(document.activeElement) && document.activeElement.dataset.shortcut;
  const open = [...document.querySelectorAll("#found details")].map((part) => part.open);
  document.getElementById("found").replaceWith(found);
  [...found.querySelectorAll("details")].forEach((part, n) => (part.open = open[n] ?? false));
  if (focused) found.querySelector(`[data-shortcut="${CSS.escape(focused)}"]`)?.focus();
  if (push) history.pushState(null, "", address);
  // The filters go on with the range that is shown.
  for (const name of ["from", "to"]) {
    const field = document.querySelector(`form.filters input[name="${name}"]`);
    if (field) field.value = new URL(address, location.href).searchParams.get(name) ?? written(time(read()[name]));
  }
  show();
  say(found.querySelector(".steps p").textContent.trim().replace(/\s+/g, " "));
}

function draw(x) {
  const { left, right, top, bottom } = inner();
  svg.selectAll("*").remove();
  svg.append("defs").append("clipPath").attr("id", "inside").append("rect")
    .attr("x", left).attr("y", 0).attr("width", right - left).attr("height", bottom + MARGIN.bottom);
  const high = bottom - top;
  const lanes = [
    { y: top, height: high * 0.44, words: "Incidents", draw: incidents },
    { y: top + high * 0.47, height: high * 0.14, words: "Statements", draw: statements },
    { y: top + high * 0.64, height: high * 0.36, words: "Figures", draw: figures },
  ];
  for (const lane of lanes) {
    const g = svg.append("g");
    g.append("text").attr("class", "lane").attr("x", 4).attr("y", lane.y + 11).text(lane.words);
    g.append("line").attr("class", "rule").attr("x1", left).attr("x2", right).attr("y1", lane.y + lane.height).attr("y2", lane.y + lane.height);
    lane.draw(g, g.append("g").attr("clip-path", "url(#inside)"), x, lane.y + 22, lane.y + lane.height);
  }
  const ticks = Math.max(2, Math.round((right - left) / 110));
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${bottom})`).call(d3.axisBottom(x).ticks(ticks).tickFormat(tick(x)).tickSizeOuter(0));
}

/** Ticks in words that are read the same everywhere: "3 Dec", "Dec 2024", "06:00". */
function tick(x) {
  const span = x.domain()[1] - x.domain()[0];
  if (span < 4 * 864e5) return (moment) => d3.timeFormat(moment.getHours() || moment.getMinutes() ? "%H:%M" : "%-d %b")(moment);
  if (span < 500 * 864e5) return (moment) => d3.timeFormat(moment.getMonth() === 0 && moment.getDate() === 1 ? "%Y" : moment.getDate() === 1 ? "%b" : "%-d %b")(moment);
  return (moment) => d3.timeFormat(moment.getMonth() === 0 ? "%Y" : "%b %Y")(moment);
}

const across = (x, [first, last]) => [x(time(first)), Math.max(x(time(last)) - x(time(first)), 2)];

function linked(parent, item, words) {
  // The tables below hold the same links for those who go from one to the next by keyboard.
  const a = parent.append("a").attr("href", item.link).attr("aria-label", words).attr("tabindex", -1);
  a.append("title").text(words);
  return a;
}

function incidents(g, clip, x, top, bottom) {
  const colour = new Map(data.kinds.map((kind) => [kind.id, kind]));
  if (data.items?.length) return drawn(clip, x, top, bottom, colour);
  if (!data.bins.length) return nothing(g, top, bottom);
  const stacks = d3.groups(data.bins, (bin) => bin.days[0]);
  const y = d3.scaleLinear([0, d3.max(stacks, ([, bins]) => d3.sum(bins, (bin) => bin.n))], [bottom, top]).nice(3);
  scale(g, y);
  const order = data.kinds.map((kind) => kind.id);
  for (const [, bins] of stacks) {
    let below = 0;
    for (const bin of bins.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))) {
      const [at, width] = across(x, bin.days);
      const kind = colour.get(bin.kind);
      clip.append("rect").attr("class", "tile").attr("x", at).attr("width", width).attr("fill", kind.colour)
        .attr("y", y(below + bin.n)).attr("height", y(below) - y(below + bin.n))
        .append("title").text(`${bin.days[0]}: ${bin.n} ${kind.words}`);
      below += bin.n;
    }
  }
}

/** Incidents one by one: rows are filled from the top, so that none lies on another. */
function drawn(clip, x, top, bottom, colour) {
  const ends = [];
  const placed = data.items.map((item) => {
    const [at, width] = across(x, item.days);
    let row = ends.findIndex((end) => end <= at);
    if (row < 0) row = ends.length;
    ends[row] = at + Math.max(width, 5) + 1;
    return { item, at, width: Math.max(width - 1, 4), row };
  });
  const height = Math.min((bottom - top) / ends.length, 22);
  for (const { item, at, width, row } of placed) {
    const kind = colour.get(item.kind);
    const a = linked(clip, item, `${item.title} (${kind.words}, ${item.grade})`);
    a.append("rect").attr("x", at).attr("y", top + row * height).attr("width", width).attr("height", Math.max(height - 1.5, 1.5))
      .attr("rx", 2).attr("fill", kind.colour);
  }
}

function statements(g, clip, x, top, bottom) {
  if (data.said?.length) {
    const days = d3.groups(data.said, (item) => item.day);
    const most = d3.max(days, ([, items]) => items.length);
    const step = Math.min((bottom - top) / most, 12);
    for (const [day, items] of days) {
      items.forEach((item, n) => {
        const middle = (x(time(day)) + x(d3.timeDay.offset(time(day), 1))) / 2;
        linked(clip, item, item.words).append("circle").attr("class", "word").attr("cx", middle).attr("cy", bottom - step * (n + 0.5)).attr("r", Math.max(Math.min(step / 2 - 0.5, 5), 1.5));
      });
    }
    return;
  }
  if (!data.spoken.length) return nothing(g, top, bottom);
  const y = d3.scaleLinear([0, d3.max(data.spoken, (bin) => bin.n)], [bottom, top]).nice(2);
  scale(g, y, 2);
  for (const bin of data.spoken) {
    const [at, width] = across(x, bin.days);
    clip.append("rect").attr("class", "spoken").attr("x", at).attr("width", Math.max(width - 0.5, 1)).attr("y", y(bin.n)).attr("height", bottom - y(bin.n))
      .append("title").text(`${bin.days[0]}: ${bin.n} statements`);
  }
}

function figures(g, clip, x, top, bottom) {
  const points = data.running.map((step) => ({ ...step, at: time(step.day) }));
  const top_ = d3.max([...points, ...data.claimed], (d) => Math.max(d.high ?? 0, d.best ?? 0, d.low ?? 0)) || 0;
  if (!top_) return nothing(g, top, bottom);
  const y = d3.scaleLinear([0, top_], [bottom, top]).nice(3);
  scale(g, y);
  if (points.length) {
    // The sum stands until it grows again, and to the end of the range.
    points.push({ ...points.at(-1), at: d3.max([points.at(-1).at, x.domain()[1]]) });
    const along = (d) => x(d.at);
    clip.append("path").attr("class", "sum-band").attr("d", d3.area().curve(d3.curveStepAfter).x(along).y0((d) => y(d.low)).y1((d) => y(d.high))(points));
    clip.append("path").attr("class", "sum").attr("d", d3.line().curve(d3.curveStepAfter).x(along).y((d) => y(d.best))(points));
  }
  for (const claim of data.claimed) {
    const at = x(time(claim.day));
    const figure = claim.best ?? claim.high ?? claim.low ?? 0;
    const a = linked(clip, claim, `Count over time: ${figure}. ${claim.words}`);
    if (claim.low !== null && claim.high !== null && claim.low !== claim.high)
      a.append("line").attr("class", "reach").attr("x1", at).attr("x2", at).attr("y1", y(claim.low)).attr("y2", y(claim.high));
    a.append("circle").attr("class", "claimed").attr("cx", at).attr("cy", y(figure)).attr("r", 5);
  }
}

function scale(g, y, ticks = 3) {
  g.append("g").attr("class", "axis").attr("transform", `translate(${MARGIN.left},0)`).call(d3.axisLeft(y).ticks(ticks, "~s").tickSizeOuter(0));
}

function nothing(g, top, bottom) {
  g.append("text").attr("class", "soft").attr("x", MARGIN.left + 8).attr("y", (top + bottom) / 2).text("none in this range");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".steps a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(new URL(link.href));
});
addEventListener("popstate", () => go(new URL(location.href), { push: false }));
addEventListener("resize", () => base && show());
show();
