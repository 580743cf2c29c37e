/**
 * Which day Today shows: worked out on the phone from what it holds, over all productions and units of the person. The same rule
 * runs on the server; `tests/cases/today.json` holds both to one table.
 */
const HOUR = 3_600_000;

/** Instants in ms; null: unknown or none. */
export interface DayTimes {
  /** The day's date, YYYY-MM-DD: not the clock's. */
  onDate: string;
  /** The person's first time of that day: earliest pickup or call. null: not called (nothing timed). */
  first: number | null;
  /** Their logged wrap, as far as the phone knows it. */
  wrapped: number | null;
  /** The day's estimated wrap. */
  estimatedWrap: number | null;
  cancelled: boolean;
}

export interface Shown<D> {
  /** The day on the page; null: nothing is held. */
  day: D | null;
  why: "running" | "next" | "none";
  /** While the next day is shown: the running one, one tap away. */
  running: D | null;
  /** While the running day is shown: the next one. */
  next: D | null;
}

/** Without an estimated wrap a day is taken to last so long from its first time. */
const USUAL_DAY = 12 * HOUR;

/**
 * The running day from the person's first time of that day until the earliest of: their logged wrap, estimated wrap + 3 h, 8 h before
 * their next call. Then the next call. Who has begun a later day has left the earlier one. A second day of the same date (main until
 * lunch, then splinter) takes the page at its first time, not 8 h before it. A cancelled day is never running, but it is the next one
 * if nothing else is: one must see it.
 */
export function todayOf<D>(days: readonly D[], times: (day: D) => DayTimes, now: number): Shown<D> {
  const timed = days
    .map((day) => ({ day, t: times(day) }))
    .filter((d): d is { day: D; t: Timed } => d.t.first !== null)
    .sort((a, b) => a.t.first - b.t.first || Number(a.t.cancelled) - Number(b.t.cancelled));
  const begun = timed.filter(({ t }) => t.first <= now && !t.cancelled).at(-1);
  const running = begun && now < endOf(begun.t) ? begun : null;
  const coming = timed.filter(({ t }) => t.first > now);
  const next = coming.find(({ t }) => !t.cancelled) ?? coming[0] ?? null;
  if (running && !(next && makesRoom(running.t, next.t, now))) {
    return { day: running.day, why: "running", running: null, next: next?.day ?? null };
  }
  if (next) return { day: next.day, why: "next", running: running?.day ?? null, next: null };
  return { day: null, why: "none", running: null, next: null };
}

type Timed = DayTimes & { first: number };

function endOf(t: Timed): number {
  const estimated = (t.estimatedWrap ?? t.first + USUAL_DAY) + 3 * HOUR;
  return Math.min(t.wrapped ?? Number.POSITIVE_INFINITY, estimated);
}

function makesRoom(running: Timed, next: Timed, now: number): boolean {
  return !next.cancelled && next.onDate !== running.onDate && now >= next.first - 8 * HOUR;
}
