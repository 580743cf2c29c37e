/**
 * The live feed: one stream a browser. The tab that holds the lock listens and tells the others; a hidden page holds neither lock nor
 * stream, so a phone in a pocket keeps nothing open.
 */
import { type Fact, hear, tell } from "./bus";

class Live {
  up = $state(false);
  /** Phone's time of the last word from the feed, ms. */
  wordAt = $state(0);
}

export const live = new Live();

const listeners = new Set<(fact: Fact) => void>();
const resets = new Set<() => void>();
let last = "";

export function onFact(listener: (fact: Fact) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The feed can't say what was missed (it keeps 90 days): everything on the page is fetched again. */
export function onReset(listener: () => void): () => void {
  resets.add(listener);
  return () => resets.delete(listener);
}

function heardFact(fact: Fact): void {
  live.wordAt = Date.now();
  for (const listener of listeners) listener(fact);
}

function setUp(up: boolean): void {
  live.up = up;
  if (up) live.wordAt = Date.now();
}

function stream(url: string): EventSource {
  const source = new EventSource(last ? `${url}?after=${encodeURIComponent(last)}` : url);
  source.onopen = () => {
    setUp(true);
    tell({ kind: "live", up: true });
  };
  source.onerror = () => {
    setUp(false);
    tell({ kind: "live", up: false });
  };
  source.addEventListener("fact", (event) => {
    const fact = JSON.parse((event as MessageEvent<string>).data) as Fact;
    last = (event as MessageEvent<string>).lastEventId || last;
    heardFact(fact);
    tell({ kind: "fact", fact });
  });
  source.addEventListener("reset", () => {
    for (const listener of resets) listener();
  });
  return source;
}

let stop: (() => void) | undefined;

function lead(url: string): void {
  if (stop || document.visibilityState === "hidden") return;
  const ended = new AbortController();
  let finish: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  stop = () => {
    ended.abort();
    finish();
    stop = undefined;
    setUp(false);
  };
  const work = async () => {
    if (ended.signal.aborted) return;
    const source = stream(url);
    await held;
    source.close();
  };
  if (navigator.locks)
    navigator.locks.request("callboard-live", { signal: ended.signal }, work).catch(() => undefined);
  else void work();
}

/** Follows the feed while the page is visible. Gives back how to stop. */
export function follow(url: string): () => void {
  const onVisible = () => (document.visibilityState === "hidden" ? stop?.() : lead(url));
  document.addEventListener("visibilitychange", onVisible);
  const unhear = hear((told) => {
    if (told.kind === "fact") heardFact(told.fact);
    if (told.kind === "live") setUp(told.up);
  });
  lead(url);
  return () => {
    document.removeEventListener("visibilitychange", onVisible);
    unhear();
    stop?.();
  };
}
