/** Which changes ask for "Got it": of each day the newest that concerns me. What it replaced isn't asked for any more. */
import type { ChangeEntry } from "../api/today";

/** Of `changes`, in their order, those that wait for my word. */
export function asking(changes: readonly ChangeEntry[]): ChangeEntry[] {
  const newest = new Map<number, number>();
  for (const { day_id, to } of changes) newest.set(day_id, Math.max(to.number, newest.get(day_id) ?? 0));
  return changes.filter(
    (change) =>
      change.must_confirm &&
      change.confirmed_at === null &&
      change.state !== "superseded" &&
      change.to.number === newest.get(change.day_id),
  );
}
