/** Which day the sheet opens on: the next one from today on, else the last. */
import { api, must } from "../../api/client";

export async function nextDay(production_id: number, nowMs: number): Promise<number | undefined> {
  const found = await must(
    api.GET("/api/productions/{production_id}/days", { params: { path: { production_id } } }),
  );
  const open = found.filter((day) => !day.cancelled);
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return (open.find((day) => day.on_date > today) ?? open.find((day) => day.on_date === today) ?? open.at(-1))
    ?.id;
}
