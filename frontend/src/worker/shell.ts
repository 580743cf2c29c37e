/** The app itself, from the phone's own store: first, and with no signal. */
import { cacheName, files, scope } from "./scope";

/** Pages that the server draws. */
export const SERVED = /^\/(api|p|m|c|v|V|trust|schema|health|ready|metrics)(\/|$)/;
const LABEL = /^\/g\/([^/]+)\/?$/i;
const STORED = new Set(files);

export async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Hashed files may come from the browser's cache; the rest must be this build's.
  await cache.addAll(
    files.map((url) => new Request(url, { cache: url.startsWith("/assets/") ? "default" : "reload" })),
  );
}

export async function activate(): Promise<void> {
  for (const key of await caches.keys())
    if (key.startsWith("build-") && key !== cacheName) await caches.delete(key);
  await scope.clients.claim();
}

/** What to answer, or undefined: leave it to the network. */
export function answer(request: Request): Promise<Response> | undefined {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin) return undefined;
  if (request.mode === "navigate") return page(request, url);
  if (STORED.has(url.pathname)) return stored(url.pathname, request);
  if (url.pathname.startsWith("/assets/")) return lazily(url.pathname, request);
  return undefined;
}

function page(request: Request, url: URL): Promise<Response> | undefined {
  if (SERVED.test(url.pathname)) return undefined;
  const label = LABEL.exec(url.pathname);
  // The server decides who sees what behind a label; without it the signed-in app shows what this phone knows.
  if (label) return fetch(request).catch(() => Response.redirect(`/gear/${label[1]}`, 302));
  return stored("/", request);
}

async function stored(path: string, request: Request): Promise<Response> {
  const held = await caches.match(path, { cacheName });
  return held ?? fetch(request);
}

/** Desk pages are kept when first opened. */
async function lazily(path: string, request: Request): Promise<Response> {
  const held = await caches.match(path, { cacheName });
  if (held) return held;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(cacheName)).put(path, response.clone());
  return response;
}
