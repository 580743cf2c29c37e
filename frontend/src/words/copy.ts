/** What is said of a saved copy: when it was checked, how old that is, and how far to trust it. */
import type { Hearing } from "../data/connection.svelte";
import { age, type Clock, clock, dateOf, dayAndClock, ownZone } from "./time";

const HOUR = 3_600_000;

export interface CopyWords {
  what: string;
  age: string;
  stale: boolean;
}

/** "Thu 22:04", or only "22:04" when that is today by the reader's own calendar. */
export function when(at: number, now: number, style: Clock, zone = ownZone()): string {
  return dateOf(at, zone) === dateOf(now, zone) ? clock(at, zone, style) : dayAndClock(at, zone, style);
}

export function copyWords(
  hearing: Hearing,
  signedOut: boolean,
  checkedAt: number,
  now: number,
  style: Clock,
  outdated = "A newer sheet may be out.",
): CopyWords {
  const old = now - checkedAt;
  const warning = old > 6 * HOUR ? ` ${outdated}` : "";
  return {
    what: whatIsWrong(hearing, signedOut),
    age: `Saved ${when(checkedAt, now, style)}, ${age(old)}.${warning}`,
    stale: old > 12 * HOUR,
  };
}

function whatIsWrong(hearing: Hearing, signedOut: boolean): string {
  if (signedOut) return "Signed out.";
  if (hearing === "no_signal") return "No signal.";
  if (hearing === "unreachable") return "The server doesn’t answer.";
  return "Saved copy.";
}

export const copy = {
  checkedNow: { what: "Checked.", age: "This is the newest." },
};
