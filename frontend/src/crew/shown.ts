/** Which day the page shows, from the stored document: the shared rule fed with the fields of a held day. */
import type { HeldDay, TodayOut } from "../api/today";
import { type DayTimes, type Shown, todayOf } from "../rules/today";

const ms = (at: string | null) => (at === null ? null : Date.parse(at));

export function timesOf(day: HeldDay): DayTimes {
  const issued = day.state !== "not_issued";
  return {
    onDate: day.on_date,
    first: issued ? ms(day.first_at) : null,
    wrapped: ms(day.wrapped_at),
    estimatedWrap: ms(day.estimated_wrap),
    cancelled: day.state === "cancelled",
  };
}

export function shownDay(today: TodayOut, now: number): Shown<HeldDay> {
  return todayOf(today.days, timesOf, now);
}

/** What the empty page can still say: the next day that is announced, and the last one worked. */
export function around(
  today: TodayOut,
  now: number,
): { announced: HeldDay | undefined; last: HeldDay | undefined } {
  const announced = today.days
    .filter((day) => day.state === "not_issued" && Date.parse(`${day.on_date}T23:59:59Z`) > now)
    .sort((a, b) => a.on_date.localeCompare(b.on_date))[0];
  const last = today.days.filter((day) => day.first_at !== null && Date.parse(day.first_at) <= now).at(-1);
  return { announced, last };
}

/** Every instant at which the person must be somewhere, ms. */
export function callInstants(today: TodayOut | undefined): number[] {
  return (today?.days ?? [])
    .flatMap((day) => [day.first_at, ...day.calls.map((c) => c.at)])
    .flatMap((at) => (at ? [Date.parse(at)] : []));
}
