// The planner works without this file. Here: errors appear at their fields while somebody types,
// links to a field open what hides it, and a map is measured again when its place is shown.
function mark(answer) {
  const form = document.getElementById("plan-form");
  if (!form || !answer) return;
  const errors = JSON.parse(answer.dataset.errors || "{}");
  for (const slot of form.querySelectorAll(".field-error[id$='_error']")) {
    const name = slot.id.slice(3, -"_error".length);
    const texts = Object.entries(errors)
      .filter(([key]) => key === name || key.startsWith(`${name}-`))
      .flatMap(([, found]) => found);
    slot.textContent = texts.join(" ");
    slot.closest(".field")?.classList.toggle("field-bad", texts.length > 0);
    const input = document.getElementById(`id_${name}`);
    if (texts.length) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
  }
}

function jump(event) {
  const link = event.target.closest?.("a[data-jump]");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  target.closest("details")?.setAttribute("open", "");
  target.scrollIntoView({ block: "center" });
  const input = target.matches("input, select, textarea")
    ? target
    : target.querySelector("input, select, textarea");
  input?.focus({ preventScroll: true });
}

function changed(event) {
  const row = event.target.closest(".plan-row");
  if (!row) return;
  if (event.target.name.endsWith("-way")) {
    row.dataset.way = event.target.value;
    // Leaflet measures its frame on this event; a hidden map had no size.
    globalThis.dispatchEvent(new Event("resize"));
  }
  if (event.target.name.endsWith("-code")) row.dataset.code = event.target.value;
}

// On a slow line somebody goes on typing while the form is on its way: what was typed since the
// request left is put back into the new form.
let sent = null;
let since = [];
let sentNames = [];

function typed() {
  const form = document.getElementById("plan-form");
  const fields = form ? [...form.elements] : [];
  const texts = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea";
  return new Map(fields.filter((f) => f.name && f.matches(texts)).map((f) => [f.name, f.value]));
}

function leaves(event) {
  if (event.detail.target?.id !== "planner") return;
  sent = typed();
  sentNames = [...sent.keys()];
}

function arrives(event) {
  if (event.detail.target?.id !== "planner" || !sent) return;
  since = [...typed()].filter(([name, value]) => sent.has(name) && sent.get(name) !== value);
  sent = null;
}

function putBack() {
  const now = typed();
  for (const [name, value] of since) {
    const part = name.split("-")[0];
    const rows = (names) => [...names].filter((key) => key.startsWith(`${part}-`)).length;
    // A row was taken out meanwhile: the numbers in the names no longer mean the same rows.
    if (!now.has(name) || rows(now.keys()) < rows(sentNames)) continue;
    const field = document.getElementById("plan-form").elements[name];
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  since = [];
}

function swapped(event) {
  const target = event.detail.target;
  if (target.id === "planner" && since.length) putBack();
  if (target.id === "answer") mark(document.getElementById("answer"));
  const place = document.getElementById("planner")?.dataset.place;
  if (target.id !== "planner" || !place) return;
  const row = document.getElementById(place);
  row?.scrollIntoView({ block: place === "answer" ? "nearest" : "start" });
  row?.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
}

// Leaving a field says again what typing in it has said already: that is not asked twice, and what
// somebody opened in the answer meanwhile stays open.
let asked = null;

function askOnce(event) {
  const form = document.getElementById("plan-form");
  if (event.detail.target?.id === "planner") forget(); // a button changes what is in the form
  if (event.detail.target?.id !== "answer" || event.detail.elt !== form) return;
  const now = new URLSearchParams(new FormData(form)).toString();
  if (now === asked) event.preventDefault();
  asked = now;
}

function forget() {
  asked = null;
}

// The maps on which somebody draws show who else is there on those days, and the streets a closure
// follows: the answer brings both.
function around() {
  const told = document.getElementById("answer")?.dataset.around;
  for (const map of document.querySelectorAll("#plan-form film-map"))
    if (map.map) map.around(told ? JSON.parse(told) : null);
}

document.addEventListener("film-map:ready", around);
document.addEventListener("htmx:afterSettle", around);
document.addEventListener("click", jump);
document.addEventListener("change", changed);
document.addEventListener("htmx:beforeRequest", askOnce);
document.addEventListener("htmx:responseError", forget);
document.addEventListener("htmx:sendError", forget);
document.addEventListener("htmx:beforeRequest", leaves);
document.addEventListener("htmx:beforeSwap", arrives);
document.addEventListener("htmx:afterSettle", swapped);
