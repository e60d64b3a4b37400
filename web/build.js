// Bundles what the pages use into the folder that is named: `node build.js FOLDER`. Nothing in it asks another address.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2];
const shared = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", target: "es2022", charset: "utf8" };

// htmx stands in the page as a global; the others are modules.
await build({ ...shared, entryPoints: ["node_modules/htmx.org/dist/htmx.js"], bundle: false, outfile: join(folder, "htmx.js") });
await build({ ...shared, entryPoints: ["d3.js"], format: "esm", outfile: join(folder, "d3.js") });
for (const name of ["maplibre-gl", "maplibre-gl-worker"]) {
  const whole = readFileSync(`node_modules/maplibre-gl/dist/${name}.mjs`, "utf8");
  // It is minified as published. Its map of sources is not carried, so nothing may point to it.
  writeFileSync(join(folder, `${name}.js`), whole.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
}
await build({
  ...shared, entryPoints: ["node_modules/maplibre-gl/dist/maplibre-gl.css"], outfile: join(folder, "maplibre-gl.css"),
  external: ["data:*"],
});

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const parts = [];
for (const [path, about] of Object.entries(lock.packages)) {
  if (!path || about.dev || about.optional) continue;
  const file = readdirSync(path).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file ? readFileSync(join(path, file), "utf8").trim() : `Licence: ${about.license}`;
  parts.push(`${path.replace(/^.*node_modules\//, "")} ${about.version} (${about.license})\n\n${text}\n`);
}
writeFileSync(join(folder, "LICENSES.txt"), parts.join(`\n${"-".repeat(72)}\n\n`));
