/** How long a copy may stay on the phone: 12 h after the last call it holds, at least 36 h, at most 10 days from its last check. */
const HOUR = 3_600_000;

/** @param lastCall instant of the latest call held, or null. @param checkedAt last time the server was heard about it; both ms. */
export function leaseEnd(lastCall: number | null, checkedAt: number): number {
  const wanted = lastCall === null ? 0 : lastCall + 12 * HOUR;
  return Math.min(Math.max(wanted, checkedAt + 36 * HOUR), checkedAt + 240 * HOUR);
}
