declare const PRECACHE: string[];
declare const BUILD: string;
declare const self: ServiceWorkerGlobalScope;
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(`build-${BUILD}`).then((cache) => cache.addAll(PRECACHE)));
});

export {};
