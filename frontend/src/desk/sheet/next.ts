/** Which day the sheet opens on: the next one from today on, else the last. */
import { dateOf } from "../../words/time";
import type { DayLine as Line } from "../opening.svelte";

/** Tomorrow by each day's own clock, else today, else the last there is: the evening's work is the next day's sheet. */
export function nextDay(days: readonly Line[], nowMs: number): number | undefined {
  const open = days.filter((day) => !day.cancelled);
  const is = (day: Line): number => day.on_date.localeCompare(dateOf(nowMs, day.zone));
  return (open.find((day) => is(day) > 0) ?? open.find((day) => is(day) === 0) ?? open.at(-1))?.id;
}
