/* Checks a certificate's signed code on this device: signature, use, last day. No network needed once
   the page was opened. What happened after signing is asked from the server when there is one. */

import { Forged, Unsure, keep, keepPage, read, remembered } from "../web/js/signed-code.js";

const root = document.getElementById("check");
const start = document.getElementById("start");
const language = document.documentElement.lang || "id";
const locale = language === "en" ? "en-GB" : language;

function say(name, text) {
  for (const place of root.querySelectorAll(`[data-slot="${name}"]`)) place.textContent = text ?? "";
}

function row(name, there) {
  for (const element of root.querySelectorAll(`[data-row="${name}"]`)) element.hidden = !there;
}

function show(code) {
  root.hidden = false;
  start.hidden = true;
  for (const board of root.querySelectorAll("[data-verdict]")) {
    board.hidden = board.dataset.verdict !== code;
    if (!board.hidden) document.title = board.querySelector(".verdict-word").textContent;
  }
}

function live(state) {
  const line = root.querySelector(".live");
  line.dataset.live = state === "old" ? "no" : state;
  for (const words of line.querySelectorAll("[data-live-say]")) words.hidden = words.dataset.liveSay !== state;
}

function amountWords(text, currency) {
  const [whole, cents] = text.split(".");
  const number = new Intl.NumberFormat(locale).format(BigInt(whole));
  const point = language === "en" ? "." : ",";
  return `${currency === "IDR" ? "Rp" : currency}\u00a0${number}${cents ? point + cents : ""}`;
}

function dayWords(text) {
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" }).format(date);
}

function named(name, value) {
  say(name, value);
  row(name, Boolean(value));
}

function fill(payload) {
  say("number", payload.n);
  say("amount", amountWords(payload.a, payload.u));
  for (const words of root.querySelectorAll("[data-kind]")) words.hidden = words.dataset.kind !== payload.k;
  named("day", payload.v && dayWords(payload.v));
  named("title", payload.t);
  named("company", payload.w);
  for (const link of root.querySelectorAll('[data-slot="full"]')) {
    link.href = root.dataset.public.replace("KODE", encodeURIComponent(payload.c));
  }
}

/* The city's own clock decides on which day a certificate ends. */
function today() {
  return new Intl.DateTimeFormat("en-CA", { timeZone: root.dataset.zone }).format(new Date());
}

function standing(payload) {
  if (payload.x) return "rehearsal";
  return payload.v && payload.v < today() ? "expired" : "valid";
}

function fillLive(view) {
  show(view.verdict);
  if (view.secret) { row("title", false); row("company", false); }
}

async function askLive(payload) {
  const address = root.dataset.state.replace("KODE", encodeURIComponent(payload.c));
  try {
    const response = await fetch(address, {
      cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000),
    });
    if (response.status !== 404 && !response.ok) throw new Error(String(response.status));
    const view = await response.json();
    fillLive(view);
    live("yes");
    await keep(address, view);
  } catch {
    const before = await remembered(address);
    // Bad news stays known without network; good news is never repeated as if it were fresh.
    if (before && !["valid", "rehearsal", "expired"].includes(before.verdict)) {
      fillLive(before);
      live("old");
    } else {
      live("no");
    }
  }
}

async function checkToken() {
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
    const payload = await read(token, "certificate", root.dataset.keys);
    fill(payload);
    show(standing(payload));
    live("wait");
    await askLive(payload);
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

addEventListener("hashchange", checkToken);
addEventListener("online", checkToken);
keepPage(root.dataset.worker, location.pathname, document.getElementById("kept"));
checkToken();
