/* Checks a permit's signed code on this telephone: signature, key, days, hours. How such a
   page works: web/js/check-page.js. The rules are those of simpul/permits/issuing/standing.py. */

import { checks, language, link, locale, root, row, say, show, slot } from "../../web/js/check-page.js";

// --- days and hours, on the city's clock -------------------------------------------------------

function cityClock(zone, moment) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(moment);
  const of = (type) => parts.find((part) => part.type === type).value;
  return { day: of("year") + of("month") + of("day"), clock: of("hour") + of("minute") };
}

function dayAfter(first, offset) {
  const day = new Date(Date.UTC(+first.slice(0, 4), +first.slice(4, 6) - 1, +first.slice(6, 8) + offset));
  return day.toISOString().slice(0, 10).replace(/-/g, "");
}

function offsets(text) {
  return text.split(",").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, n) => from + n);
  });
}

function daysOf(payload) {
  return payload.d
    .flatMap(([place, from, to, ranges]) => offsets(ranges).map((offset) => {
      const day = dayAfter(payload.f, offset);
      const last = to <= from ? dayAfter(payload.f, offset + 1) : day;
      return { place, from, to, day, starts: day + from, ends: last + to, overnight: to <= from };
    }))
    .sort((a, b) => (a.starts < b.starts ? -1 : 1));
}

function standing(payload, moment) {
  const days = daysOf(payload);
  const here = cityClock(payload.z || "Asia/Jakarta", moment);
  const now = here.day + here.clock;
  const today = days.filter((d) => d.day === here.day || (d.starts <= now && now < d.ends));
  const last = days.reduce((most, d) => (d.ends > most ? d.ends : most), "");
  const next = days.find((d) => d.day > here.day);
  let code = "valid";
  if (here.day < days[0].day) code = "not_yet";
  else if (now >= last && !today.length) code = "expired";
  else if (!today.length) code = "not_today";
  return { code, days, today, next: today.length ? null : next };
}

// --- words ---------------------------------------------------------------------------------------

function dayWords(day, shape = "short") {
  const date = new Date(Date.UTC(+day.slice(0, 4), +day.slice(4, 6) - 1, +day.slice(6, 8)));
  return new Intl.DateTimeFormat(locale, {
    timeZone: "UTC", weekday: shape === "long" ? "long" : "short", day: "numeric", month: "short", year: "numeric",
  }).format(date);
}

function hoursWords(row) {
  const dot = language === "id" ? "." : ":";
  const clock = (text) => text.slice(0, 2) + dot + text.slice(2);
  const next = row.overnight ? ` ${words().dataset.nextMorning}` : "";
  return `${clock(row.from)}–${clock(row.to)}${next}`;
}

const words = () => root.querySelector("[data-words]");
const nameOf = (code) => root.querySelector(`[data-code="${CSS.escape(code)}"]`)?.textContent ?? code;
const letter = (place) => (place < 0 ? "•" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place % 26] + (place > 25 ? Math.floor(place / 26) : ""));

// --- the page ------------------------------------------------------------------------------------

function list(name, texts) {
  lines(name, texts, root);
  row(name, texts.length > 0);
}

function lines(name, texts, within) {
  for (const element of slot(name, within)) {
    element.replaceChildren(...texts.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
    element.hidden = !texts.length;
  }
}

function next(words, within) {
  for (const element of slot("next", within)) {
    element.hidden = !words;
    element.querySelector("span").textContent = words;
  }
}

function fillBoard(board, answer, payload) {
  const rows = answer.today.map((d) => [hoursWords(d), payload.p?.[d.place] ?? ""].join("  "));
  lines("today", answer.code === "valid" ? rows : [], board);
  next(answer.next ? dayWords(answer.next.day, "long") : "", board);
}

function fillFacts(payload, answer) {
  say("number", payload.n);
  say("version", String(payload.r));
  for (const [name, value] of [["title", payload.t], ["company", payload.w], ["people", payload.q]]) {
    say(name, value === undefined ? "" : String(value));
    row(name, value !== undefined);
  }
  list("held", (payload.h ?? []).map(nameOf));
  list("allowed", (payload.a ?? []).map(nameOf));
  list("forbidden", (payload.x ?? []).map(nameOf));
  list("conditions", []);
  row("more", Boolean(payload.m));
  for (const element of slot("days")) {
    element.replaceChildren(...answer.days.map((d) => {
      const item = document.createElement("li");
      const sign = document.createElement("span");
      sign.className = "letter";
      sign.textContent = letter(d.place);
      const text = document.createElement("p");
      const strong = document.createElement("strong");
      strong.textContent = `${dayWords(d.day)}, ${hoursWords(d)}`;
      const where = document.createElement("span");
      where.className = "quiet";
      where.textContent = payload.p?.[d.place] ?? "";
      text.append(strong, where);
      item.append(sign, text);
      return item;
    }));
  }
  link(root.dataset.permit, payload.c);
}

/* The server knows more: suspended, revoked, cancelled, replaced; conditions; and the right time,
   where this telephone's clock is wrong. */
function fillLive(view) {
  const board = show(view.state === "valid" && !view.today.length ? "not_today" : view.state);
  lines("today", (view.state === "valid" ? view.today : []).map((d) => `${d.hours}  ${d.place}`), board);
  next(view.next_day ?? "", board);
  say("checked", view.checked_at);
  for (const element of slot("reason", board)) {
    element.textContent = [view.reason, view.law && `(${view.law})`].filter(Boolean).join(" ");
    element.hidden = !view.reason;
  }
  for (const element of slot("newest", board)) {
    element.hidden = !view.newest;
    if (view.newest) element.querySelector("a").href = view.newest.address;
  }
  if (view.title) { say("title", view.title); row("title", true); }
  if (view.company) { say("company", view.company); row("company", true); }
  if (view.secret) { row("title", false); row("company", false); }
  list("conditions", (view.conditions ?? []).map((c) => `${c.text} — ${c.authority}`));
}

checks("check", (payload) => {
  const answer = standing(payload, new Date());
  fillFacts(payload, answer);
  fillBoard(show(answer.code), answer, payload);
  return {
    query: "?dari=qr",
    fill: fillLive,
    bad: (view) => Boolean(view.state) && !["valid", "not_yet", "expired"].includes(view.state),
  };
});
