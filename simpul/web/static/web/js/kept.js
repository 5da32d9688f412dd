// A form that was sent after the session was over: its words go back into it. Nothing is sent.
const NOT_FILLED = new Set(["hidden", "file", "password", "submit", "button", "reset", "image"]);

export function kept(root) {
  const note = root.querySelector("[data-kept-form][data-action]:not([data-done])");
  if (!note) return;
  note.dataset.done = "yes";
  const values = new Map();
  for (const { dataset } of note.querySelectorAll("[data-name]"))
    values.set(dataset.name, [...(values.get(dataset.name) ?? []), dataset.value]);
  const form = [...document.forms]
    .filter((one) => sentTo(one, note.dataset.action) && !note.contains(one))
    .map((one) => [likeness(one, values), one])
    .sort(([a], [b]) => b - a)
    .find(([score]) => score > 0)?.[1];
  if (!form) return;
  fill(form, values);
  note.querySelector("[data-kept-filled]").hidden = false;
  note.querySelector("[data-kept-plain]").hidden = true;
}

function sentTo(form, path) {
  return form.method === "post" && new URL(form.getAttribute("action") || location.href, location).pathname === path;
}

// Several forms of a page may go to one address; what is hidden in them tells them apart.
function likeness(form, values) {
  let score = 0;
  for (const { name, type, value } of form.elements) {
    if (!values.has(name)) continue;
    if (type === "hidden") score += values.get(name).includes(value) ? 2 : -2;
    else if (!NOT_FILLED.has(type)) score += 1;
  }
  return score;
}

function fill(form, values) {
  const left = new Map([...values].map(([name, list]) => [name, [...list]]));
  for (const input of form.elements) {
    if (NOT_FILLED.has(input.type) || !input.name || (!values.has(input.name) && !box(input))) continue;
    const said = values.get(input.name) ?? [];
    if (box(input)) input.checked = said.includes(input.value);
    else if (input.type === "select-multiple")
      for (const option of input.options) option.selected = said.includes(option.value);
    else input.value = left.get(input.name).shift() ?? "";
    for (let fold = input.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (!form.matches("[data-on-change]")) input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function box(input) {
  return input.type === "checkbox" || input.type === "radio";
}
