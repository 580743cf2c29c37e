declare const self: ServiceWorkerGlobalScope;

/** Written by the build: what it holds, and a hash of all of it. */
declare const PRECACHE: string[];
declare const BUILD: string;

export const scope = self;
export const files = PRECACHE;
export const cacheName = `build-${BUILD}`;
export const build = BUILD;
