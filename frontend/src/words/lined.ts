/** Words of the one-liner and the day-out-of-days. */
import { pages } from "./eighths";
import { ownLocale } from "./time";

const scenes = (n: number) => (n === 1 ? "1 scene" : `${n} scenes`);
const length = (eighths: number) => `${pages(eighths)} pages`;

export const lined = {
  views: "Views of the schedule",
  days: "Days",
  one: "One-liner",
  out: "Day out of days",
  csv: "CSV",
  pdf: "PDF",
  uss: "USS",
  ussName: "USS, to import elsewhere",
  of: (file: string, what: string) => `${what} as ${file}`,
  total: (n: number, eighths: number) => `${scenes(n)} · ${length(eighths)}`,
  roles: (roles: number, days: number) =>
    `${roles === 1 ? "1 role" : `${roles} roles`} · ${days === 1 ? "1 day" : `${days} days`}`,
  day: (n: number | null, of: number, title: string) => (n === null ? title : `Day ${n} of ${of}`),
  endOf: (n: number | null, title: string, many: number) =>
    `End of ${n === null ? title : `day ${n}`}: ${scenes(many)}`,
  columns: ["Scene", "I/E", "Set", "D/N", "Pages", "Cast"],
  cast: (numbers: readonly string[]) => numbers.join(", "),
  nothing: "No scene on this day.",
  none: "No day yet.",
  noneNext: "Import a schedule and make its days, or add one by hand.",
  noRoles: "The schedule names no cast.",
  noRolesNext: "Roles come with a schedule’s import, each with its scenes.",
  role: "Cast",
  minor: "minor",
  number: (n: number) => `Day ${n}`,
  totals: ["Work", "Hold", "Travel", "Other", "Total", "Start", "Finish"],
  working: "Working",
  legend:
    "S start · P pick-up · W work · H hold · T travel · R rehearsal · FT fitting · TS test · D drop · F finish",
};

const MONTH_DAY = new Intl.DateTimeFormat(ownLocale(), { timeZone: "UTC", day: "numeric", month: "short" });

/** "11 Apr" in the reader's order. */
export function monthDay(on: string): string {
  return MONTH_DAY.format(new Date(`${on}T12:00:00Z`)).replaceAll(".", "");
}
