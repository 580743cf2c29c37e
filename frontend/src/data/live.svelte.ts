/**
 * The live feed: one reader a browser, with one stream for each production of the person. The tab that holds the lock listens and tells the others; a hidden page holds neither lock nor
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
/** Number of the last fact heard, by production. */
const last = new Map<number, string>();

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

function stream(production_id: number): EventSource {
  const after = last.get(production_id);
  const url = `/api/productions/${production_id}/live`;
  const source = new EventSource(after ? `${url}?after=${encodeURIComponent(after)}` : url);
  source.onopen = () => {
    setUp(true);
    tell({ kind: "live", up: true });
  };
  source.onerror = () => {
    setUp(false);
    tell({ kind: "live", up: false });
  };
  source.addEventListener("fact", (event) => {
    const { data, lastEventId } = event as MessageEvent<string>;
    const fact: Fact = { production_id, ...(JSON.parse(data) as Omit<Fact, "production_id">) };
    if (lastEventId) last.set(production_id, lastEventId);
    heardFact(fact);
    tell({ kind: "fact", fact });
  });
  source.addEventListener("reset", (event) => {
    last.set(production_id, (event as MessageEvent<string>).data);
    for (const listener of resets) listener();
    tell({ kind: "reset" });
  });
  return source;
}

let stop: (() => void) | undefined;

function lead(productions: readonly number[]): void {
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
    const sources = productions.map(stream);
    await held;
    for (const source of sources) source.close();
  };
  if (navigator.locks)
    navigator.locks.request("callboard-live", { signal: ended.signal }, work).catch(() => undefined);
  else void work();
}

/** Follows the feed of these productions while the page is visible. Gives back how to stop. */
export function follow(productions: readonly number[]): () => void {
  const onVisible = () => (document.visibilityState === "hidden" ? stop?.() : lead(productions));
  document.addEventListener("visibilitychange", onVisible);
  const unhear = hear((told) => {
    if (told.kind === "fact") heardFact(told.fact);
    if (told.kind === "live") setUp(told.up);
    if (told.kind === "reset") for (const listener of resets) listener();
  });
  lead(productions);
  return () => {
    document.removeEventListener("visibilitychange", onVisible);
    unhear();
    stop?.();
  };
}
