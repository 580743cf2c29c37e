/** Weeks begin on Monday. Dates are YYYY-MM-DD; nothing here knows a zone. */
const DAY = 86_400_000;

function at(on: string): number {
  return Date.parse(`${on}T00:00:00Z`);
}

export function addDays(on: string, days: number): string {
  return new Date(at(on) + days * DAY).toISOString().slice(0, 10);
}

/** The seven dates of the week in which `on` lies. */
export function weekOf(on: string): string[] {
  const monday = addDays(on, -((new Date(at(on)).getUTCDay() + 6) % 7));
  return Array.from({ length: 7 }, (_, n) => addDays(monday, n));
}

export type Section = "past" | "today" | "tomorrow" | "this" | "next" | "later";

/** Where a day stands in the list, seen from `today`. */
export function sectionOf(on: string, today: string): Section {
  if (on < today) return "past";
  if (on === today) return "today";
  if (on === addDays(today, 1)) return "tomorrow";
  const monday = weekOf(today)[0] ?? today;
  if (on < addDays(monday, 7)) return "this";
  return on < addDays(monday, 14) ? "next" : "later";
}
