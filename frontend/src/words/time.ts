/**
 * Clocks and dates. An instant is an ISO string in UTC; it is always shown in the zone of its day, with the reader's own time beside
 * it where the two differ. Nothing here reads the clock.
 */
export type Clock = "24" | "12";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

function parts(at: string | number, zone: string): Record<string, string> {
  const made = format("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return Object.fromEntries(made.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
}

/** "06:12", or with the US clock "6:12A". */
export function clock(at: string | number, zone: string, style: Clock = "24"): string {
  const { hour = "00", minute = "00" } = parts(at, zone);
  return style === "24"
    ? `${hour}:${minute}`
    : `${Number(hour) % 12 || 12}:${minute}${Number(hour) < 12 ? "A" : "P"}`;
}

/** Minutes after midnight (may exceed 1440) on the clock: 1500 is "01:00". */
export function clockOfMinutes(minutes: number, style: Clock = "24"): string {
  const m = ((minutes % 1440) + 1440) % 1440;
  const hour = Math.floor(m / 60);
  const minute = String(m % 60).padStart(2, "0");
  return style === "24"
    ? `${String(hour).padStart(2, "0")}:${minute}`
    : `${hour % 12 || 12}:${minute}${hour < 12 ? "A" : "P"}`;
}

/** The instant's date in that zone, as YYYY-MM-DD. */
export function dateOf(at: string | number, zone: string): string {
  const { year, month, day } = parts(at, zone);
  return `${year}-${month}-${day}`;
}

/** "Fri 11 Apr" in the reader's order of day and month; commas are left to prose. */
export function shortDate(on: string, locale?: string): string {
  const made = format(locale ?? ownLocale(), {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  return made
    .format(new Date(`${on}T12:00:00Z`))
    .replaceAll(",", "")
    .replaceAll(".", "");
}

export function weekday(on: string, length: "short" | "long" | "narrow" = "short", locale?: string): string {
  return format(locale ?? ownLocale(), { timeZone: "UTC", weekday: length })
    .format(new Date(`${on}T12:00:00Z`))
    .replace(".", "");
}

/** "Thu 21:40": an instant with its weekday, in that zone. */
export function dayAndClock(at: string | number, zone: string, style: Clock = "24", locale?: string): string {
  return `${weekday(dateOf(at, zone), "short", locale)} ${clock(at, zone, style)}`;
}

/** What a time belongs to: the day's date, which isn't always the clock's, and its zone. */
export interface OfDay {
  on_date: string;
  zone: string;
}

/** The weekday of a time that isn't of the day's own date, else "". */
export function otherDayAt(at: string | number, { on_date, zone }: OfDay, locale?: string): string {
  const there = dateOf(at, zone);
  return there === on_date ? "" : weekday(there, "short", locale);
}

/** "06:12"; outside the day's own date with the weekday: "01:30 Sat". */
export function clockOn(at: string | number, day: OfDay, style: Clock = "24", locale?: string): string {
  return [clock(at, day.zone, style), otherDayAt(at, day, locale)].filter(Boolean).join(" ");
}

/** Offset of the zone at that instant, minutes east of UTC. */
function offset(at: string | number, zone: string): number {
  const p = parts(at, zone);
  const wall = Date.UTC(
    Number(p.year),
    Number(p.month) - 1,
    Number(p.day),
    Number(p.hour),
    Number(p.minute),
    Number(p.second),
  );
  return Math.round((wall - Math.floor(new Date(at).getTime() / 1000) * 1000) / 60000);
}

/** The reader's own time of the instant where the clock there shows another: "14:12", on another date "Thu 23:12"; else nothing. */
export function ownTime(
  at: string,
  zone: string,
  style: Clock = "24",
  own = ownZone(),
  locale?: string,
): string | null {
  if (offset(at, zone) === offset(at, own)) return null;
  return dateOf(at, own) === dateOf(at, zone) ? clock(at, own, style) : dayAndClock(at, own, style, locale);
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function ownLocale(): string {
  return typeof navigator === "undefined" ? "en" : navigator.language || "en";
}

/** The country of the reader's language (two letters), to be proposed; "" where it names none. */
export function ownCountry(): string {
  return new Intl.Locale(ownLocale()).region ?? "";
}

/** Days from `from` to `to`, both YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** "in 57 min", "in 5 h", "in 6 h 20", "in 3 days"; past: "". */
export function countdown(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes < 0) return "";
  if (minutes === 0) return "now";
  if (minutes < 60) return `in ${minutes} min`;
  if (minutes < 48 * 60) return `in ${duration(minutes)}`;
  return `in ${Math.floor(minutes / 1440)} days`;
}

/** "45 min", "5 h", "9 h 42". */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
}

/** Age of a copy: "7 h old", "57 h old", "12 min old". */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min old`;
  const hours = Math.floor(minutes / 60);
  return hours < 96 ? `${hours} h old` : `${Math.floor(hours / 24)} days old`;
}

/** The instant (ms) of local minutes after midnight of a date in a zone; in a skipped hour, as if it were there. */
export function instantOn(on: string, minutes: number, zone: string): number {
  const wall = Date.parse(`${on}T00:00:00Z`) + minutes * 60_000;
  // the zone's offset is known only at an instant: guess with it twice
  const first = wall - offset(wall, zone) * 60_000;
  return wall - offset(first, zone) * 60_000;
}
