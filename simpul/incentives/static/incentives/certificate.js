/* Checks a certificate's signed code on this device: signature, use, last day. No network needed once
   the page was opened. What happened after signing is asked from the server when there is one. */

import { checks, language, link, locale, root, row, say, show } from "../web/js/check-page.js";

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
  link(root.dataset.public, payload.c);
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

checks("certificate", (payload) => {
  fill(payload);
  show(standing(payload));
  return { fill: fillLive, bad: (view) => !["valid", "rehearsal", "expired"].includes(view.verdict) };
});
