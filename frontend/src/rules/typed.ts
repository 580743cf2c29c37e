/** What a person types into a call: a time, minutes from the general call, or O/C, N/C, W/N, hold, cancelled. */
export type Typed =
  | { kind: "absolute"; at_minutes: number }
  | { kind: "relative"; offset_minutes: number }
  | { kind: Untimed | "department" };
type Untimed = "on_call" | "no_call" | "will_notify" | "hold" | "cancelled";

const UNTIMED: Record<string, Untimed> = {
  "o/c": "on_call",
  oc: "on_call",
  "n/c": "no_call",
  nc: "no_call",
  "w/n": "will_notify",
  wn: "will_notify",
  h: "hold",
  hold: "hold",
  cancel: "cancelled",
  cancelled: "cancelled",
  canceled: "cancelled",
  cxl: "cancelled",
};

/** Minutes after midnight of "06:12", "6:12", "612", "0612", "6:12A", "6", "25:30", "01:30 +1"; else null. */
export function parseClock(text: string): number | null {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?m?\s*([+−-]1)?$/i.exec(text.trim());
  if (!found) return null;
  const [, h = "", m = "0", half, other] = found;
  let hour = Number(h);
  const minute = Number(m);
  if (minute > 59 || hour > 36) return null;
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  }
  const shift = other ? (other.startsWith("+") ? 1440 : -1440) : 0;
  return hour * 60 + minute + shift;
}

/** A clock's minutes (0 to 1439) as minutes of the day: on a night shoot 00:30 is the next morning's. The nearer to the general call. */
export function besideGeneral(clock: number, general: number | null): number {
  if (general === null) return clock;
  const next = clock + 1440;
  return Math.abs(next - general) < Math.abs(clock - general) ? next : clock;
}

/** The first time after the general call that the clock shows so: a wrap at 01:00 is of the morning after. */
export function afterGeneral(clock: number, general: number | null): number {
  return general !== null && clock < general ? clock + 1440 : clock;
}

/** A day that a time is typed for. `days`: what the day before, the day and the day after are called, "Thu", "Fri", "Sat". */
export interface OnDay {
  general: number | null;
  days: readonly [string, string, string];
}

/** Minutes of the day of what was typed, else null: of the weekday that stands behind it, else as `near` has it. */
export function parseTime(text: string, day: OnDay, near = besideGeneral): number | null {
  const plain = text.trim();
  const named = day.days.findIndex((name) => plain.toLowerCase().endsWith(` ${name.toLowerCase()}`));
  if (named >= 0) {
    const clock = parseClock(plain.slice(0, plain.lastIndexOf(" ")));
    return clock === null || clock < 0 || clock >= 1440 ? null : clock + (named - 1) * 1440;
  }
  const minutes = parseClock(plain);
  // who typed 25:30, or +1, has said which day it is
  if (minutes === null || minutes < 0 || minutes >= 1440 || /[+−-]1$/.test(plain)) return minutes;
  return near(minutes, day.general);
}

/** What was meant, or null. An empty field follows the department. */
export function parseCall(text: string, day: OnDay): Typed | null {
  const plain = text.trim();
  if (plain === "") return { kind: "department" };
  const untimed = UNTIMED[plain.toLowerCase()];
  if (untimed) return { kind: untimed };
  const relative = /^([+−-])(\d{1,3})(?::(\d{2}))?$/.exec(plain);
  if (relative) {
    const [, sign, first = "0", second] = relative;
    const size = second === undefined ? Number(first) : Number(first) * 60 + Number(second);
    if (size > 720) return null;
    return { kind: "relative", offset_minutes: sign === "+" ? size : -size };
  }
  const at = parseTime(plain, day);
  return at === null ? null : { kind: "absolute", at_minutes: at };
}
