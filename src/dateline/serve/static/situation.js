// The map of the situation: each row of the table of holders that has a place.
import { mapIn, maplibre } from "./map_ground.js";
import { addHolders, holderLayer, holdersOf } from "./map_marks.js";

const element = document.getElementById("map"), held = holdersOf(document.querySelector("table.holdings"));
if (held.features.length) {
  const bounds = new maplibre.LngLatBounds();
  for (const feature of held.features) bounds.extend(feature.geometry.coordinates);
  const map = mapIn(element, {
    labels: "both", bounds, fitBoundsOptions: { padding: 70, maxZoom: 8 }, cooperativeGestures: false,
    again: (on) => {
      addHolders(on);
      on.addSource("held", { type: "geojson", data: held });
      on.addLayer(holderLayer("held"));
    },
  });
  map.scrollZoom.disable();
  map.on("idle", () => {
    if (!element.dataset.whole) return;
    element.dataset.drawn = held.features.length;
    element.dataset.ready = "yes";
  });
} else element.hidden = true;
