// <film-map>: shows GeoJSON, and draws a point, a line or an area into a text field.
// Leaflet and terra-draw come as plain script files from this server; styles are set through the
// style objects of elements, never as style text, so that the page's policy allows them.
import { words } from "./map-words.js";
import { toGeoJSON } from "./map-text.js";
import { ground, graticule } from "./map-ground.js";
import { aroundLook } from "./map-around.js";

const JAKARTA = [
  [-6.37, 106.69],
  [-6.09, 106.97],
];
const loading = new Map();

function script(address) {
  if (!loading.has(address))
    loading.set(
      address,
      new Promise((done, failed) => {
        const element = document.createElement("script");
        element.src = address;
        element.onload = done;
        element.onerror = failed;
        document.head.append(element);
      }),
    );
  return loading.get(address);
}

function sheet(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const parsed = (text) => (text && text !== "null" ? JSON.parse(text) : null);

class FilmMap extends HTMLElement {
  async connectedCallback() {
    if (this.map) return;
    const data = this.dataset;
    this.field = data.input ? document.getElementById(data.input) : null;
    this.say = words();
    sheet(data.leafletStyle);
    await script(data.leaflet);
    if (data.draw) {
      await script(data.terra);
      await script(data.adapter);
    }
    this.open();
  }

  open() {
    const L = globalThis.L;
    const picture = this.querySelector("svg");
    const frame = document.createElement("div");
    frame.className = "map-frame";
    frame.style.height = "100%";
    picture?.remove();
    this.append(frame);
    this.map = L.map(frame, { zoomSnap: 0.5, attributionControl: Boolean(this.dataset.tiles) });
    this.map.zoomControl.setPosition("topleft");
    L.control.scale({ imperial: false }).addTo(this.map);
    if (this.dataset.tiles) L.tileLayer(this.dataset.tiles, { maxZoom: 19 }).addTo(this.map);
    else graticule(L, this.map);
    this.map.fitBounds(JAKARTA);
    this.base = ground(L, this.map, this.dataset, parsed(this.dataset.base));
    this.shown = L.geoJSON(null, this.look(L)).addTo(this.map);
    this.show(parsed(this.dataset.features));
    if (this.dataset.draw) this.tools();
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", this.dataset.label || this.say.map);
    this.dispatchEvent(new CustomEvent("film-map:ready", { bubbles: true }));
  }

  look(L) {
    return {
      style: (feature) => aroundLook(feature, colour) ?? {
        color: colour("--ink"), weight: 3, fillColor: colour("--amber"), fillOpacity: 0.35,
      },
      pointToLayer: (feature, place) =>
        L.circleMarker(place, aroundLook(feature, colour) ?? {
          radius: 8, color: colour("--ink"), weight: 2.5, fillColor: colour("--amber"), fillOpacity: 1,
        }),
      onEachFeature: (feature, layer) => {
        const { name, href, number } = feature.properties ?? {};
        if (number) {
          const mark = document.createElement("span");
          mark.textContent = number;
          layer.bindTooltip(mark, { permanent: true, direction: "top", className: "map-number" });
        }
        if (!name) return;
        const content = document.createElement(href ? "a" : "span");
        content.textContent = name;
        if (href) content.href = href;
        layer.bindPopup(content);
      },
    };
  }

  show(geojson) {
    this.shown.clearLayers();
    if (!geojson) return;
    this.shown.addData(geojson);
    const box = this.shown.getBounds();
    if (box.isValid()) this.map.fitBounds(box.pad(0.35), { maxZoom: 17 });
  }

  // What lies around a drawing: neighbours in time, streets that it follows. The view stays.
  around(geojson) {
    this.near ??= globalThis.L.geoJSON(null, this.look(globalThis.L)).addTo(this.map);
    this.near.clearLayers();
    if (geojson) this.near.addData(geojson);
  }

  tools() {
    const terra = globalThis.terraDraw;
    const { TerraDrawLeafletAdapter } = globalThis.terraDrawLeafletAdapter;
    const adapter = new TerraDrawLeafletAdapter({ lib: globalThis.L, map: this.map });
    adapter.createPaneStyleSheet = (name, level) => {
      const pane = this.map.getPane(name) ?? this.map.createPane(name);
      pane.style.zIndex = String(600 + level);
      return { remove: () => {} };
    };
    this.draw = new terra.TerraDraw({ adapter, modes: this.modes(terra) });
    this.draw.start();
    this.bar();
    this.draw.on("finish", () => this.finished());
    this.field?.addEventListener("change", () => this.read());
    this.read();
  }

  modes(terra) {
    const line = { lineStringColor: colour("--ink"), lineStringWidth: 4 };
    const area = {
      fillColor: "#ffb224", fillOpacity: 0.35, outlineColor: colour("--ink"), outlineWidth: 3,
    };
    const flags = { feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } } };
    const kinds = {
      point: () =>
        new terra.TerraDrawPointMode({
          styles: { pointColor: "#ffb224", pointOutlineColor: colour("--ink"), pointOutlineWidth: 3, pointWidth: 9 },
        }),
      line: () => new terra.TerraDrawLineStringMode({ styles: line }),
      polygon: () => new terra.TerraDrawPolygonMode({ styles: area }),
    };
    this.kinds = this.dataset.draw.split(/\s+/).filter((kind) => kinds[kind]);
    return [
      ...this.kinds.map((kind) => kinds[kind]()),
      new terra.TerraDrawSelectMode({ flags: { point: { feature: { draggable: true } }, linestring: flags, polygon: flags } }),
    ];
  }

  bar() {
    const bar = document.createElement("div");
    bar.className = "map-tools";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", this.say.draw);
    const button = (label, act) => {
      const element = document.createElement("button");
      element.type = "button";
      element.textContent = label;
      element.addEventListener("click", () => act(element));
      bar.append(element);
      return element;
    };
    this.buttons = new Map();
    for (const kind of this.kinds) this.buttons.set(kind, button(this.say[kind], () => this.mode(kind)));
    this.buttons.set("select", button(this.say.change, () => this.mode("select")));
    button(this.say.clear, () => {
      this.draw.clear();
      this.write(null);
      this.mode(this.kinds[0]);
    });
    this.append(bar);
    this.voice = document.createElement("p");
    this.voice.className = "map-say";
    this.voice.setAttribute("role", "status");
    this.append(this.voice);
    globalThis.L.DomEvent.disableClickPropagation(bar);
  }

  mode(kind) {
    this.draw.setMode({ line: "linestring" }[kind] ?? kind);
    for (const [name, button] of this.buttons) button.setAttribute("aria-pressed", String(name === kind));
    this.voice.textContent = this.say[`${kind}How`] ?? "";
  }

  // One place, one drawing: what was there before gives way to the new one.
  finished() {
    const drawn = this.draw.getSnapshot().filter((feature) => this.isDrawing(feature));
    const last = drawn.at(-1);
    if (!last) return;
    if (drawn.length > 1) this.draw.removeFeatures(drawn.slice(0, -1).map((feature) => feature.id));
    this.write(last.geometry);
  }

  isDrawing(feature) {
    return ["point", "linestring", "polygon"].includes(feature.properties.mode);
  }

  write(geometry) {
    if (!this.field) return;
    this.field.value = geometry ? JSON.stringify(geometry) : "";
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.dispatchEvent(new CustomEvent("film-map:drawn", { bubbles: true, detail: geometry }));
  }

  read() {
    const geometry = toGeoJSON(this.field?.value);
    this.draw.clear();
    const mode = { Point: "point", LineString: "linestring", Polygon: "polygon" }[geometry?.type];
    if (mode && this.kinds.includes(mode === "linestring" ? "line" : mode)) {
      this.draw.addFeatures([{ type: "Feature", geometry, properties: { mode } }]);
      const box = globalThis.L.geoJSON(geometry).getBounds();
      this.map.fitBounds(box.pad(0.35), { maxZoom: 17 });
      this.mode("select");
    } else this.mode(this.kinds[0]);
  }
}

customElements.define("film-map", FilmMap);
