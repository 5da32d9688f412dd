/* A page that checks a signed code on this device: its boards (one for each verdict), its rows, the
   line that says whether the server was asked, and the way from the code to an answer. No network
   needed once the page was opened. */

import { Forged, Unsure, keep, keepPage, read, remembered } from "./signed-code.js";

export const root = document.getElementById("check");
export const language = document.documentElement.lang || "id";
export const locale = language === "en" ? "en-GB" : language;

const start = document.getElementById("start");

export function slot(name, within = root) {
  return within.querySelectorAll(`[data-slot="${name}"]`);
}

export function say(name, text, within = root) {
  for (const place of slot(name, within)) place.textContent = text ?? "";
}

export function row(name, there) {
  for (const element of root.querySelectorAll(`[data-row="${name}"]`)) element.hidden = !there;
}

export function link(address, code) {
  for (const element of slot("full")) element.href = address.replace("KODE", encodeURIComponent(code));
}

/* Show the board of a verdict, and no other; gives it. */
export function show(code) {
  root.hidden = false;
  start.hidden = true;
  for (const board of root.querySelectorAll("[data-verdict]")) {
    board.hidden = board.dataset.verdict !== code;
    if (!board.hidden) document.title = board.querySelector(".verdict-word").textContent;
  }
  root.dataset.shown = code;
  return root.querySelector(`[data-verdict="${code}"]`);
}

function live(state) {
  const line = root.querySelector(".live");
  line.dataset.live = state === "old" ? "no" : state;
  for (const words of line.querySelectorAll("[data-live-say]")) words.hidden = words.dataset.liveSay !== state;
}

/* Ask the server what happened after signing. `query`: what is put behind the address; `fill(view)`
   shows it; `bad(view)`: is this news that stays known without network? Good news is never repeated
   as if it were fresh. */
async function askLive(code, { query = "", fill, bad }) {
  const address = root.dataset.state.replace("KODE", encodeURIComponent(code));
  try {
    const response = await fetch(address + query, {
      cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000),
    });
    if (response.status !== 404 && !response.ok) throw new Error(String(response.status));
    const view = await response.json();
    fill(view);
    live("yes");
    await keep(address, view);
  } catch {
    const before = await remembered(address);
    if (before && bad(before)) {
      fill(before);
      live("old");
    } else {
      live("no");
    }
  }
}

async function check(use, open) {
  const token = decodeURIComponent(location.hash.slice(1));
  if (!token) {
    root.hidden = true;
    start.hidden = false;
    return;
  }
  delete root.dataset.done;
  const parts = root.querySelector(".check-parts");
  parts.hidden = false;
  try {
    const payload = await read(token, use, root.dataset.keys);
    const asked = open(payload);
    live("wait");
    await askLive(payload.c, asked);
  } catch (error) {
    parts.hidden = true;
    show(error instanceof Unsure ? "unsure" : "forged");
    start.hidden = false;
    start.querySelector("h1").hidden = true;
    if (!(error instanceof Forged || error instanceof Unsure)) throw error;
  } finally {
    root.dataset.done = "yes";
  }
}

/* Check the code in the address now and whenever it or the network changes, and keep the page.
   `use`: what the code was made for; `open(payload)` fills the page and says how to ask the server. */
export function checks(use, open) {
  const again = () => check(use, open);
  addEventListener("hashchange", again);
  addEventListener("online", again);
  keepPage(root.dataset.worker, location.pathname, document.getElementById("kept"));
  again();
}
