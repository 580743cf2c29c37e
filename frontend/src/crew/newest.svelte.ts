/** Newer versions that are known of but not held: the feed named them, or the list of changes has them already. */
import type { ChangesOut, HeldDay } from "../api/today";
import { onFact } from "../data/live.svelte";

export interface Newer {
  number: number;
  colour: string;
  issued_at: string | null;
}

class Newest {
  byDay = $state.raw<Record<string, number>>({});
}

const newest = new Newest();

onFact((fact) => {
  if (fact.kind !== "sheet_published" || fact.revision === null) return;
  newest.byDay = { ...newest.byDay, [fact.subject_id]: fact.revision };
});

/** The newer version of that day's sheet, or undefined: what is held is the newest known. */
export function newerThan(day: HeldDay, changes: ChangesOut | undefined): Newer | undefined {
  const held = day.version?.kind === "final" ? day.version.number : 0;
  if (held === 0) return undefined;
  const listed = changes?.changes
    .filter((change) => change.day_id === day.day_id && change.to.number > held)
    .sort((a, b) => b.to.number - a.to.number)[0];
  if (listed) return listed.to;
  const told = newest.byDay[String(day.day_id)] ?? 0;
  return told > held ? { number: told, colour: "", issued_at: null } : undefined;
}
