import { describe, expect, it } from "vitest";
import table from "../../tests/cases/today.json";
import { type DayTimes, todayOf } from "../src/rules/today";

interface Held {
  id: string;
  on_date: string;
  first: string | null;
  wrapped: string | null;
  estimated_wrap: string | null;
  cancelled: boolean;
}
interface Case {
  name: string;
  now: string;
  days: Held[];
  shows: { day: string | null; why: string; running: string | null; next: string | null };
}

const CASES: Case[] = table.cases;
const ms = (at: string | null) => (at === null ? null : Date.parse(at));

function timesOf(day: Held): DayTimes {
  return {
    onDate: day.on_date,
    first: ms(day.first),
    wrapped: ms(day.wrapped),
    estimatedWrap: ms(day.estimated_wrap),
    cancelled: day.cancelled,
  };
}

describe("which day Today shows, by the table shared with the server", () => {
  it.each(CASES)("$name", ({ now, days, shows }) => {
    const shown = todayOf(days, timesOf, Date.parse(now));
    expect({
      day: shown.day?.id ?? null,
      why: shown.why,
      running: shown.running?.id ?? null,
      next: shown.next?.id ?? null,
    }).toEqual(shows);
  });
});
