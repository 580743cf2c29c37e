import { connection } from "../data/connection.svelte";

/** The page's clock: countdowns and ages follow it. Stands still while hidden, and catches up at once when seen again. */
class Now {
  /** The phone's own: what the age of a copy is counted by. */
  ms = $state(Date.now());

  /** By the server's clock as it was heard last: what calls are compared with, for phones that go wrong. */
  get real(): number {
    return this.ms + connection.offset;
  }
}

export const now = new Now();

const STEP_MS = 10_000;
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now.ms = Date.now();
}

function follow(): void {
  clearInterval(timer);
  if (document.visibilityState === "hidden") return;
  tick();
  timer = setInterval(tick, STEP_MS);
}

export function keepTime(): void {
  document.addEventListener("visibilitychange", follow);
  follow();
}
