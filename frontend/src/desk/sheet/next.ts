/** Which day the sheet opens on: the next one from today on, else the last. */
import { api, must } from "../../api/client";
import type { components } from "../../api/schema";
import { dateOf } from "../../words/time";

type Line = components["schemas"]["DayLineOut"];

/** All days of the production, cancelled ones too. */
export function readDays(production_id: number): Promise<Line[]> {
  const query = { first: "2000-01-01", last: "2099-12-31" };
  return must(
    api.GET("/api/productions/{production_id}/days", { params: { path: { production_id }, query } }),
  );
}

/** Tomorrow by each day's own clock, else today, else the last there is: the evening's work is the next day's sheet. */
export function nextDay(days: readonly Line[], nowMs: number): number | undefined {
  const open = days.filter((day) => !day.cancelled);
  const is = (day: Line): number => day.on_date.localeCompare(dateOf(nowMs, day.zone));
  return (open.find((day) => is(day) > 0) ?? open.find((day) => is(day) === 0) ?? open.at(-1))?.id;
}
