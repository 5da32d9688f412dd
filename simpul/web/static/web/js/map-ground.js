// What lies beneath the drawing where no tile service is set: the city's own outlines and names,
// and a fine grid that tells how far things are.
const STEPS = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];
const LABELS = 40;

export function graticule(L, map) {
  map.createPane("grid").style.zIndex = "210";
  const layer = L.layerGroup().addTo(map);
  const options = { className: "map-grid", interactive: false, pane: "grid" };
  const redraw = () => {
    layer.clearLayers();
    const box = map.getBounds();
    const width = box.getEast() - box.getWest();
    const step = STEPS.find((size) => width / size > 6) ?? STEPS.at(-1);
    const from = (value) => Math.floor(value / step) * step;
    for (let lon = from(box.getWest()); lon <= box.getEast(); lon += step)
      layer.addLayer(L.polyline([[box.getSouth(), lon], [box.getNorth(), lon]], options));
    for (let lat = from(box.getSouth()); lat <= box.getNorth(); lat += step)
      layer.addLayer(L.polyline([[lat, box.getWest()], [lat, box.getEast()]], options));
  };
  map.on("moveend", redraw);
}

export function ground(L, map, data, given) {
  map.createPane("ground").style.zIndex = "220";
  map.createPane("names").style.zIndex = "230";
  const names = L.layerGroup().addTo(map);
  const outlines = L.geoJSON(null, {
    pane: "ground",
    interactive: false,
    filter: (feature) => feature.geometry && feature.geometry.type !== "Point",
    style: () => ({ className: "map-base", interactive: false }),
  }).addTo(map);
  let points = [];
  const take = (collection) => {
    outlines.addData(collection);
    points = points.concat((collection.features ?? []).filter((f) => f.geometry?.type === "Point" && f.properties?.name));
    label();
  };
  // Only as many names as can be read; the larger places first.
  const label = () => {
    names.clearLayers();
    const view = map.getBounds();
    const taken = [];
    const level = (feature) => Number(feature.properties.rank ?? 9);
    for (const feature of [...points].sort((a, b) => level(a) - level(b))) {
      const [lon, lat] = feature.geometry.coordinates;
      if (!view.contains([lat, lon]) || (level(feature) > 1 && map.getZoom() < 13)) continue;
      const at = map.latLngToContainerPoint([lat, lon]);
      if (taken.some((other) => Math.abs(other.x - at.x) < 95 && Math.abs(other.y - at.y) < 26)) continue;
      taken.push(at);
      const text = document.createElement("span");
      text.className = "map-label";
      text.textContent = feature.properties.name;
      const icon = L.divIcon({ className: "", html: text, iconSize: [0, 0] });
      names.addLayer(L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "names" }));
      if (taken.length >= LABELS) break;
    }
  };
  map.on("moveend", label);
  const load = (address) =>
    fetch(address).then((answer) => answer.ok && answer.json().then(take)).catch(() => {});
  if (given) take(given);
  else if (data.baseUrl) load(data.baseUrl);
  if (data.namesUrl && !data.tiles) load(data.namesUrl);
  return outlines;
}
