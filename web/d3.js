// The parts of d3 that the pages use, as one module.
export * from "d3-array";
export * from "d3-axis";
export * from "d3-brush";
export * from "d3-drag";
export * from "d3-force";
export * from "d3-format";
export * from "d3-interpolate";
export * from "d3-scale";
export * from "d3-selection";
export * from "d3-shape";
export * from "d3-time";
export * from "d3-time-format";
export * from "d3-transition";
export * from "d3-zoom";
