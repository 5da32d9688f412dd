/* Reads a signed code on this telephone: shape, use, key, signature. The rules are those of
   simpul/papers/tokens.py. Forged: not ours or changed. Unsure: the keys are not at hand. */

const SHAPE = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const MOST = 2200;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export class Forged extends Error {}
export class Unsure extends Error {}

function bytes(text) {
  let raw;
  try {
    raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  } catch {
    throw new Forged("base64");
  }
  const spelled = btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  if (spelled !== text) throw new Forged("spelling");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

function object(text) {
  let found;
  try {
    found = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(text)));
  } catch {
    throw new Forged("json");
  }
  if (found === null || typeof found !== "object" || Array.isArray(found)) throw new Forged("object");
  return found;
}

function lowForm(signature) {
  if (signature.length !== 64) return false;
  let s = 0n;
  for (const byte of signature.slice(32)) s = (s << 8n) | BigInt(byte);
  return s <= ORDER / 2n;
}

async function keyNamed(kid, address) {
  let answer;
  try {
    answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    answer = await answer.json();
  } catch {
    throw new Unsure("keys");
  }
  const jwk = answer.keys.find((key) => key.kid === kid);
  if (!jwk && !navigator.onLine) throw new Unsure("key not kept");
  if (!jwk) throw new Forged("key");
  return crypto.subtle.importKey(
    "jwk",
    { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y },
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["verify"],
  );
}

/* The payload of a code made for `use`; `keys`: the address of the public keys. */
export async function read(token, use, keys) {
  if (token.length > MOST || !SHAPE.test(token)) throw new Forged("shape");
  const [head, body, tail] = token.split(".");
  const header = object(head);
  const names = Object.keys(header).sort().join();
  if (names !== "alg,kid,typ" || header.alg !== "ES256" || header.typ !== use) {
    throw new Forged("header");
  }
  const payload = object(body);
  const signature = bytes(tail);
  if (!lowForm(signature)) throw new Forged("signature");
  if (!globalThis.crypto?.subtle) throw new Unsure("no Web Crypto");
  const key = await keyNamed(header.kid, keys);
  const good = await crypto.subtle.verify(
    { name: "ECDSA", hash: "SHA-256" },
    key,
    signature,
    new TextEncoder().encode(`${head}.${body}`),
  );
  if (!good) throw new Forged("signature");
  return payload;
}

/* What was known of a code's state before, for a time without network. */
const STATES = "simpul-states";
const MOST_STATES = 50;

export async function keep(address, view) {
  try {
    const cache = await caches.open(STATES);
    await cache.put(address, new Response(JSON.stringify(view), { headers: { "Content-Type": "application/json" } }));
    const names = await cache.keys();
    for (const old of names.slice(0, Math.max(0, names.length - MOST_STATES))) await cache.delete(old);
  } catch { /* no room: the next check asks again */ }
}

export async function remembered(address) {
  try {
    const found = await (await caches.open(STATES)).match(address);
    return found ? await found.json() : null;
  } catch {
    return null;
  }
}

/* Register the worker that keeps the page for use without network. */
export async function keepPage(worker, scope, done) {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(worker, { scope });
    await navigator.serviceWorker.ready;
    done.hidden = false;
    document.documentElement.dataset.kept = "yes";
  } catch { /* private windows have none: the page still works with network */ }
}
