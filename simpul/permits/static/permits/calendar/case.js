// The page shows every neighbour without this file. Here: a slider over the hours of the case; the
// map and the list say who stands near at that hour.
const bar = document.getElementById("case-hours");
const map = document.getElementById("case-map");

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const HOUR = 3600e3;

function looks(properties) {
  const own = properties.role === "own";
  return {
    color: token(own ? "--amber" : "--wait"),
    weight: own ? 4 : 9,
    dashArray: own || properties.firm ? null : "12 12",
    fillColor: token(own ? "--amber" : "--wait"),
    fillOpacity: own || properties.firm ? 0.5 : 0.1,
  };
}

class Hours {
  constructor(features) {
    this.features = features;
    this.days = JSON.parse(bar.dataset.days).map((text) => Date.parse(text));
    this.slider = bar.querySelector("input");
    this.said = bar.querySelector("[role=status]");
    this.slider.max = String(this.days.length * 24 - 1);
    this.slider.value = String(this.first());
    this.words = new Intl.DateTimeFormat(document.documentElement.lang, {
      weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
      timeZone: bar.dataset.zone,
    });
    this.slider.addEventListener("input", () => this.show());
    for (const button of bar.querySelectorAll("[data-step]"))
      button.addEventListener("click", () => {
        this.slider.value = String(Number(this.slider.value) + Number(button.dataset.step));
        this.show();
      });
    map?.addEventListener("film-map:ready", () => this.show());
    bar.hidden = false;
    this.show();
  }

  // Begin where the case itself begins.
  first() {
    const starts = this.features
      .filter((one) => one.properties.role === "own")
      .map((one) => Date.parse(one.properties.from));
    const begins = Math.min(...starts);
    const day = this.days.findLastIndex((midnight) => midnight <= begins);
    return day < 0 ? 0 : day * 24 + Math.min(23, Math.floor((begins - this.days[day]) / HOUR));
  }

  show() {
    const step = Number(this.slider.value);
    const from = this.days[Math.floor(step / 24)] + (step % 24) * HOUR;
    const stands = (starts, ends) => Date.parse(starts) < from + HOUR && Date.parse(ends) > from;
    const now = this.features.filter(({ properties }) => stands(properties.from, properties.to));
    // Neighbours lie below: of two on one street both are seen.
    now.sort((a, b) => (a.properties.role === "own") - (b.properties.role === "own"));
    const near = new Set(now.map(({ properties }) => properties.uid).filter(Boolean)).size;
    const count = { 0: bar.dataset.none, 1: bar.dataset.one }[near] ?? bar.dataset.many.replace("{n}", near);
    const when = this.words.format(from);
    this.slider.setAttribute("aria-valuetext", when);
    this.said.textContent = `${when}: ${count}`;
    for (const row of document.querySelectorAll("[data-from][data-to]"))
      row.dataset.now = stands(row.dataset.from, row.dataset.to) ? "yes" : "no";
    this.draw(now);
  }

  draw(now) {
    const L = globalThis.L;
    if (!L || !map?.map) return;
    map.shown.clearLayers();
    this.layer?.remove();
    this.layer = L.geoJSON(
      { type: "FeatureCollection", features: now },
      {
        style: (feature) => looks(feature.properties),
        pointToLayer: (feature, place) => L.circleMarker(place, { ...looks(feature.properties), radius: 9 }),
        onEachFeature: ({ properties }, layer) => {
          const content = document.createElement("span");
          content.textContent = [properties.name, properties.kind, properties.state].filter(Boolean).join(" · ");
          layer.bindPopup(content);
        },
      },
    ).addTo(map.map);
  }
}

if (bar) {
  const answer = await fetch(bar.dataset.url, { headers: { accept: "application/geo+json" } });
  if (answer.ok) new Hours((await answer.json()).features);
}
