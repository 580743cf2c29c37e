/**
 * The order of scans on this phone: a hybrid logical clock over the corrected clock. A stamp is later than the last one of this phone
 * and than the newest event that it knows of the thing.
 */
export interface Stamp {
  ms: number;
  counter: number;
}

const MOST = 65_535;
/** Further ahead than this the server doesn't believe it (trust.md): then the corrected clock starts over. */
const AHEAD_MS = 120_000;

export function later(a: Stamp, b: Stamp): boolean {
  return a.ms > b.ms || (a.ms === b.ms && a.counter > b.counter);
}

function next({ ms, counter }: Stamp): Stamp {
  return counter < MOST ? { ms, counter: counter + 1 } : { ms: ms + 1, counter: 0 };
}

/** `now`: the phone's clock as corrected at the last contact, ms. */
export function stamp(now: number, last: Stamp, known: Stamp): Stamp {
  const floor = last.ms > now + AHEAD_MS ? { ms: 0, counter: 0 } : last;
  const newest = later(floor, known) ? floor : known;
  return now > newest.ms ? { ms: now, counter: 0 } : next(newest);
}

/** A place in this phone's order that no later scan takes again. */
export function seqOf({ ms, counter }: Stamp): number {
  return ms * 1000 + (counter % 1000);
}
