/** How long a held issue can still be stopped. */
import { untrack } from "svelte";

interface Held {
  release_at: string;
}

/** Whole seconds until `release_at` by the server's clock, which said `serverAt` when the answer came: a device whose
    own clock is wrong counts the same. Made while a component is. */
export class Countdown {
  left = $state(0);

  constructor(held: () => { hold: Held; serverAt: string } | undefined, ended: () => void) {
    $effect(() => {
      const now = held();
      if (!now) return;
      const ahead = Date.parse(now.serverAt) - Date.now();
      const tick = (): void => {
        this.left = secondsLeft(now.hold.release_at, Date.now() + ahead);
        if (this.left > 0) return;
        clearInterval(timer);
        untrack(ended);
      };
      const timer = setInterval(tick, 1_000);
      this.left = secondsLeft(now.hold.release_at, Date.parse(now.serverAt));
      if (this.left === 0) tick();
      return () => clearInterval(timer);
    });
  }
}

export function secondsLeft(release_at: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(release_at) - nowMs) / 1000));
}
