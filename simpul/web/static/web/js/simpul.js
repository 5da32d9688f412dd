// Every page works without this file; it only makes things quicker or kinder.
import { theme } from "./theme.js";
import { once } from "./once.js";
import { drops } from "./drops.js";
import { copying } from "./copying.js";
import { autosave } from "./autosave.js";
import { kept } from "./kept.js";

function focusSummary(root) {
  root.querySelector("[data-focus]")?.focus();
}

// A link to a field moves the caret into it, also into a group of radio buttons.
function followErrors(event) {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  const input = target.matches("input, select, textarea, film-map")
    ? target
    : target.querySelector("input, select, textarea");
  (input ?? target).focus();
  target.scrollIntoView({ block: "center" });
}

function maps(root) {
  const first = root.querySelector("film-map");
  if (first && !customElements.get("film-map")) import(first.dataset.script);
}

function submitOnChange(event) {
  if (event.target.closest("form[data-on-change]")) event.target.form.requestSubmit();
}

export function enhance(root) {
  drops(root);
  copying(root);
  autosave(root);
  maps(root);
  kept(root);
  focusSummary(root);
}

theme(document);
once(document);
document.addEventListener("click", followErrors);
document.addEventListener("change", submitOnChange);
document.addEventListener("htmx:afterSwap", (event) => enhance(event.target));
document.addEventListener("simpul:swapped", (event) => enhance(event.target));
enhance(document);
