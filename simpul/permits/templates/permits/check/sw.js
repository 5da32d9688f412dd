/* Keeps the check page for use without network. Made by the server: the list is what the page needs. */
const OWN = "{{ cache|escapejs }}-";
const VERSION = `${OWN}{{ version }}`;
const PAGE = "{{ page|escapejs }}";
const KEYS = "{{ keys|escapejs }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(VERSION)
      .then((cache) => cache.addAll([PAGE, KEYS, ...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(
        names.filter((name) => name.startsWith(OWN) && name !== VERSION)
          .map((name) => caches.delete(name)),
      ))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) {
    // A typed code must be answered by the server; only the bare page has a kept answer.
    event.respondWith(address.search ? fetch(request).catch(() => kept(PAGE)) : fresh(request, PAGE));
  } else if (address.pathname === KEYS) {
    event.respondWith(fresh(request, KEYS));
  } else if (FILES.includes(address.pathname)) {
    const newest = renewed(request, address.pathname);
    event.waitUntil(newest.catch(() => undefined));
    event.respondWith(kept(address.pathname).then((found) => found || newest));
  }
});

function kept(name) {
  return caches.open(VERSION).then((cache) => cache.match(name));
}

async function renewed(request, name) {
  const response = await fetch(request);
  if (response.ok) await (await caches.open(VERSION)).put(name, response.clone());
  return response;
}

/* From the network, and kept; from the cache where the network is gone or too slow. */
async function fresh(request, name) {
  const cache = await caches.open(VERSION);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(request.url, { signal: stop.signal, credentials: "same-origin" });
    if (response.ok && !response.redirected) {
      await cache.put(name, response.clone());
      return response;
    }
    return (await cache.match(name)) || response;
  } catch (error) {
    const found = await cache.match(name);
    if (found) return found;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
