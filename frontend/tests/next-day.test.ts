import { describe, expect, it } from "vitest";
import type { DayLine as Line } from "../src/desk/opening.svelte";
import { nextDay } from "../src/desk/sheet/next";

const on = (id: number, on_date: string, more: Partial<Line> = {}): Line =>
  ({ id, on_date, zone: "America/New_York", cancelled: false, ...more }) as Line;
const days = [on(1, "2030-04-11"), on(2, "2030-04-12"), on(3, "2030-04-13")];

describe("the sheet opens on", () => {
  // 22:00 on Thursday in New York is already Friday in Greenwich
  it("tomorrow, by the day's own clock", () =>
    expect(nextDay(days, Date.parse("2030-04-12T02:00:00Z"))).toBe(2));
  it("the day after a cancelled one", () =>
    expect(
      nextDay(
        [on(1, "2030-04-11"), on(2, "2030-04-12", { cancelled: true }), on(3, "2030-04-13")],
        Date.parse("2030-04-11T20:00:00Z"),
      ),
    ).toBe(3));
  it("the last day once the shoot is over", () =>
    expect(nextDay(days, Date.parse("2030-06-01T20:00:00Z"))).toBe(3));
  it("nothing where there is no day", () => expect(nextDay([], 0)).toBeUndefined());
});
