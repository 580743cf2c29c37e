/**
 * Which day Today shows: worked out on the phone from what it holds, over all productions and units of the person. The same rule
 * runs on the server; `tests/cases/today.json` holds both to one table.
 */
const HOUR = 3_600_000;

/** Instants in ms; null: unknown or none. */
export interface DayTimes {
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
 * their next call. Then the next call. A cancelled day is never running, but it is the next one if nothing else is: one must see it.
 */
export function todayOf<D>(days: readonly D[], times: (day: D) => DayTimes, now: number): Shown<D> {
  const timed = days
    .map((day) => ({ day, t: times(day) }))
    .filter((d): d is { day: D; t: DayTimes & { first: number } } => d.t.first !== null)
    .sort((a, b) => a.t.first - b.t.first);
  const running = timed.filter(({ t }) => t.first <= now && now < endOf(t) && !t.cancelled).at(-1) ?? null;
  const next =
    timed.find(({ t }) => t.first > now && !t.cancelled) ?? timed.find(({ t }) => t.first > now) ?? null;
  if (running && (next === null || next.t.cancelled || now < next.t.first - 8 * HOUR)) {
    return { day: running.day, why: "running", running: null, next: next?.day ?? null };
  }
  if (next) return { day: next.day, why: "next", running: running?.day ?? null, next: null };
  return { day: null, why: "none", running: null, next: null };
}

function endOf(t: DayTimes & { first: number }): number {
  const estimated = (t.estimatedWrap ?? t.first + USUAL_DAY) + 3 * HOUR;
  return Math.min(t.wrapped ?? Number.POSITIVE_INFINITY, estimated);
}
