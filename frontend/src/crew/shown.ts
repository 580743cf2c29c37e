/** Which day the page shows, from the stored document: the shared rule fed with the fields of a held day. */
import type { HeldDay, MyCall, TodayOut } from "../api/today";
import { type DayTimes, type Shown, todayOf } from "../rules/today";
import { type Section, sectionOf } from "../rules/week";
import { dateOf, type OfDay } from "../words/time";
import { isOff } from "../words/today";

const ms = (at: string | null) => (at === null ? null : Date.parse(at));

export function timesOf(day: HeldDay): DayTimes {
  const issued = day.state !== "not_issued";
  // who is on hold or isn't called any more must see it, when they would have come
  const off = issued && isOff(day);
  return {
    onDate: day.on_date,
    first: issued ? ms(day.first_at ?? (off ? day.general_call : null)) : null,
    wrapped: ms(day.wrapped_at),
    estimatedWrap: ms(day.estimated_wrap),
    cancelled: day.state === "cancelled" || (off && !day.calls.some(({ kind }) => kind === "hold")),
  };
}

export function shownDay(today: TodayOut, now: number): Shown<HeldDay> {
  return todayOf(today.days, timesOf, now);
}

/** Where a day stands among my days: by the date where it is shot; a night that is still worked isn't behind anybody. */
export function sectionAt(
  day: OfDay & { day_id: number },
  shown: Shown<HeldDay> | undefined,
  now: number,
): Section {
  const running = shown?.why === "running" ? shown.day : shown?.running;
  return day.day_id === running?.day_id ? "today" : sectionOf(day.on_date, dateOf(now, day.zone));
}

/** What the empty page can still say: the next day that is announced, and the last one worked. */
export function around(
  today: TodayOut,
  now: number,
): { announced: HeldDay | undefined; last: HeldDay | undefined } {
  const announced = today.days
    .filter((day) => day.state === "not_issued" && Date.parse(`${day.on_date}T23:59:59Z`) > now)
    .sort((a, b) => a.on_date.localeCompare(b.on_date))[0];
  const last = today.days
    .filter((day) => !isOff(day) && day.first_at !== null && Date.parse(day.first_at) <= now)
    .at(-1);
  return { announced, last };
}

/** The call that counts now: the first one still to come, else the last that stands; one that doesn't only where none does. */
export function callNow(calls: readonly MyCall[], now: number): MyCall | undefined {
  const stand = calls.filter(({ kind }) => kind !== "hold" && kind !== "cancelled" && kind !== "no_call");
  return calls.find(({ at }) => at !== null && Date.parse(at) > now) ?? stand.at(-1) ?? calls.at(-1);
}

/** Every instant at which the person must be somewhere, ms. */
export function callInstants(today: TodayOut | undefined): number[] {
  return (today?.days ?? [])
    .flatMap((day) => [day.first_at, ...day.calls.map((c) => c.at)])
    .flatMap((at) => (at ? [Date.parse(at)] : []));
}
