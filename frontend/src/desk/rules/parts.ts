/** A rule pack as the page edits it: one table of what each rule holds, and values as they are typed. */
import type { components } from "../../api/schema";

export type Pack = components["schemas"]["Pack"];

/** How a value is typed: a span or a clock as hours:minutes, money in whole units with cents, a count, words. */
export type Unit =
  | "span"
  | "clock"
  | "money"
  | "count"
  | "times"
  | "months"
  | "text"
  | "yes"
  | "until"
  | "ladder";

export interface ValueField {
  key: string;
  unit: Unit;
  /** May stay blank: not known, or not asked for. */
  blank?: boolean;
  start?: unknown;
}
export interface RuleTable {
  key: string;
  most: number;
  fields: readonly ValueField[];
}
export interface RulePart {
  part: keyof Pack & string;
  fields: readonly ValueField[];
  table?: RuleTable;
  /** Kept and shown; nothing on the sheet is worked out of it. */
  unused?: boolean;
}

const may = (key: string, unit: Unit): ValueField => ({ key, unit, blank: true });
const must = (key: string, unit: Unit, start: unknown): ValueField => ({ key, unit, start });
const REDUCTION = [
  must("minutes", "span", 600),
  must("when", "text", ""),
  may("first_call_from", "clock"),
  may("once_in", "count"),
  must("exteriors", "yes", false),
  may("times_a_week", "count"),
  must("apart", "yes", false),
];
const WEEKLY_REDUCTION = [
  must("minutes", "span", 3240),
  must("when", "text", ""),
  may("first_call_from", "clock"),
];

export const PARTS: readonly RulePart[] = [
  {
    part: "rest",
    fields: [must("minutes", "span", 660), must("until", "until", "call")],
    table: { key: "reductions", most: 8, fields: REDUCTION },
  },
  {
    part: "weekly_rest",
    fields: [may("two_days_off", "span"), may("one_day_off", "span")],
    table: { key: "reductions", most: 8, fields: WEEKLY_REDUCTION },
  },
  {
    part: "forced_call",
    fields: [must("day_performer_cents", "money", 0), must("weekly_cents", "money", 0)],
  },
  {
    part: "meal",
    fields: [
      must("first_within", "span", 360),
      may("next_within", "span"),
      may("min_length", "span"),
      must("ladder_cents", "ladder", []),
      may("ladder_unit", "span"),
    ],
  },
  {
    part: "overtime",
    fields: [must("unit", "span", 15), may("night_from", "clock"), may("sixth_day_times", "times")],
    table: { key: "steps", most: 8, fields: [may("after", "span"), must("times", "times", 1.5)] },
  },
  { part: "consecutive_days", fields: [must("at_most", "count", 6)] },
  { part: "rest_after_night", fields: [must("minutes", "span", 960), may("night_from", "clock")] },
  { part: "drop", fields: [must("more_than_days", "count", 14), may("domestic_days", "count")] },
  {
    part: "minor",
    fields: [
      must("meal", "span", 30),
      must("earliest", "clock", 300),
      must("latest", "clock", 1320),
      must("latest_before_no_school", "clock", 1470),
    ],
    table: {
      key: "spans",
      most: 12,
      fields: [
        must("under_months", "months", 216),
        may("from_days", "count"),
        must("at_place", "span", 600),
        must("at_work", "span", 360),
        may("at_work_no_school", "span"),
        may("school", "span"),
      ],
    },
  },
  {
    part: "cancellation",
    fields: [
      must("deadline", "text", ""),
      must("deadline_on_day_off", "clock", 960),
      must("minimum", "span", 480),
    ],
    table: { key: "notice", most: 4, fields: [must("under", "span", 1440), must("percent", "count", 100)] },
  },
  { part: "weekly_average", fields: [must("minutes", "span", 2880)], unused: true },
];

/** A rule with nothing typed yet. */
export function blankPart({ fields, table }: RulePart): Record<string, unknown> {
  return { ...blankRow(fields), ...(table ? { [table.key]: [] } : {}), source: "", note: "" };
}

export function blankRow(fields: readonly ValueField[]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ key, start, blank }) => [key, blank ? null : start]));
}

export const WRONG = Symbol("wrong");

const hours = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

/** A value as it stands in its field; blank where there is none. */
export function shown(value: unknown, unit: Unit): string {
  if (value === null || value === undefined) return "";
  if (unit === "span" || unit === "clock") return hours(value as number);
  if (unit === "money") return ((value as number) / 100).toFixed(2);
  if (unit === "ladder") return (value as number[]).map((cents) => shown(cents, "money")).join(", ");
  return String(value);
}

/** What was typed as a value; null for a blank, WRONG for what can't be read. */
export function read(text: string, unit: Unit): unknown {
  const typed = text.trim();
  if (unit === "text") return typed;
  if (unit === "ladder") {
    const steps = typed === "" ? [] : typed.split(",").map((one) => read(one, "money"));
    return steps.some((one) => one === WRONG || one === null) ? WRONG : steps;
  }
  if (typed === "") return null;
  if (unit === "span" || unit === "clock") {
    const found = /^(\d{1,3})(?:[:.](\d{2}))?$/.exec(typed);
    const minutes = Number(found?.[2] ?? 0);
    return found && minutes < 60 ? Number(found[1]) * 60 + minutes : WRONG;
  }
  const plain = unit === "money" ? /^\d+(\.\d{1,2})?$/ : unit === "times" ? /^\d+(\.\d+)?$/ : /^\d+$/;
  if (!plain.test(typed)) return WRONG;
  return unit === "money" ? Math.round(Number(typed) * 100) : Number(typed);
}
