/** Newer versions that are known of but not held: the list of changes has them already. Nobody learns of one before it is out. */
import type { ChangesOut } from "../api/today";

export interface Newer {
  number: number;
  colour: string;
  issued_at: string;
}

/** A day's sheet, as far as it is held. */
interface Held {
  day_id: number;
  version: { number: number; kind: string } | null;
}

/** The newer version of that day's sheet, or undefined: what is held is the newest known. */
export function newerThan(day: Held, changes: ChangesOut | undefined): Newer | undefined {
  const held = day.version?.kind === "final" ? day.version.number : 0;
  if (held === 0) return undefined;
  return changes?.changes
    .filter((change) => change.day_id === day.day_id && change.to.number > held)
    .sort((a, b) => b.to.number - a.to.number)[0]?.to;
}
