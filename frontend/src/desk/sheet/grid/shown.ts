/** A value of a cell in words, where two stand beside each other. */
import { grid as words } from "../../../words/grid";
import { sheet, timeWords } from "../../../words/prep";
import type { Clock } from "../../../words/time";
import type { CallTime, DayOut, Value } from "./cells";
import { type Column, SPANS, TIMES } from "./columns";

export function valueText(part: string, value: Value | undefined, day: DayOut, clock: Clock): string {
  if (value === null || value === undefined || value === "") return words.clash.nothing;
  if (typeof value === "object") return callText(value, day, clock);
  if (part === "place")
    return day.places.find((place) => place.place_id === value)?.name ?? words.clash.nothing;
  if (typeof value === "string" || SPANS.has(part as Column)) return String(value);
  return TIMES.has(part as Column) ? timeWords(value, clock, day.on_date) : String(value);
}

interface Asked {
  kind: string;
  minutes?: number | null;
  offset_minutes?: number | null;
  at_minutes?: number | null;
}

/** Of a person's call or a department's. */
export function callText(call: CallTime | Asked, day: DayOut, clock: Clock): string {
  const asked = call as Asked;
  const offset = asked.offset_minutes ?? asked.minutes ?? 0;
  if (asked.kind === "absolute")
    return timeWords(asked.at_minutes ?? asked.minutes ?? null, clock, day.on_date);
  if (asked.kind === "relative")
    return day.general_call === null
      ? `${offset < 0 ? "−" : "+"}${Math.abs(offset)}`
      : timeWords(day.general_call + offset, clock, day.on_date);
  return sheet.kinds[asked.kind] ?? words.clash.nothing;
}
