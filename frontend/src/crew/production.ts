/** Of which production a day is: from what the phone holds, else by asking those where one may change days. */
import { api } from "../api/client";
import { schedule, today } from "../data/own.svelte";
import { session } from "../data/session.svelte";

export async function productionOf(day_id: number, right: string): Promise<number | undefined> {
  const held = [...(today.body?.days ?? []), ...(schedule.body?.days ?? [])].find(
    (day) => day.day_id === day_id,
  );
  if (held) return held.production_id;
  const may = session.memberships.filter((m) => m.may.includes(right)).map((m) => m.production_id);
  if (may.length === 1) return may[0];
  for (const production_id of may) {
    const { response } = await api.GET("/api/productions/{production_id}/days/{day_id}", {
      params: { path: { production_id, day_id } },
    });
    if (response.ok) return production_id;
  }
  return undefined;
}
