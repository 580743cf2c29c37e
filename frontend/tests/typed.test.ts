import { describe, expect, it } from "vitest";
import { afterGeneral, besideGeneral, parseCall as parse, parseClock, parseTime } from "../src/rules/typed";

describe("a typed time", () => {
  it.each([
    ["06:12", 372],
    ["6:12", 372],
    ["612", 372],
    ["0612", 372],
    ["6", 360],
    ["6:12A", 372],
    ["12:05a", 5],
    ["1:30 PM", 810],
    ["25:30", 1530],
    ["01:30 +1", 1530],
    ["23:00 −1", -60],
  ])("%s is %i minutes after midnight", (typed, minutes) => expect(parseClock(typed)).toBe(minutes));

  it.each(["", "6:75", "abc", "40:00", "13:00P", "6:1"])("%s is no time", (typed) =>
    expect(parseClock(typed)).toBeNull(),
  );
});

const FRIDAY = { general: null, days: ["Thu", "Fri", "Sat"] } as const;
const NIGHT = { general: 1080, days: ["Thu", "Fri", "Sat"] } as const;
const parseCall = (text: string) => parse(text, FRIDAY);

describe("a time typed for a night that begins at 18:00 on Friday", () => {
  it.each([
    ["00:30", 1470],
    ["12:30A", 1470],
    ["17:30", 1050],
    ["00:30 Sat", 1470],
    ["00:30 fri", 30],
    ["23:00 Thu", -60],
    ["25:30", 1530],
    ["05:00 +1", 1740],
  ])("%s is %i minutes after Friday's midnight", (typed, minutes) =>
    expect(parseTime(typed, NIGHT)).toBe(minutes),
  );
  it("is a call of that night in the grid too", () =>
    expect(parse("00:30", NIGHT)).toEqual({ kind: "absolute", at_minutes: 1470 }));
  it("is the next morning's where the day ends", () => {
    expect(parseTime("07:00", NIGHT, afterGeneral)).toBe(1860);
    expect(parseTime("01:00", { ...NIGHT, general: 420 }, afterGeneral)).toBe(1500);
  });
  it("refuses a weekday that isn't beside it", () => expect(parseTime("00:30 Mon", NIGHT)).toBeNull());
});

describe("a typed call", () => {
  it("counts from the general call with a sign", () => {
    expect(parseCall("-30")).toEqual({ kind: "relative", offset_minutes: -30 });
    expect(parseCall("−0:30")).toEqual({ kind: "relative", offset_minutes: -30 });
    expect(parseCall("+1:15")).toEqual({ kind: "relative", offset_minutes: 75 });
  });
  it("knows the trade's three words for no time", () => {
    expect(parseCall("O/C")).toEqual({ kind: "on_call" });
    expect(parseCall("n/c")).toEqual({ kind: "no_call" });
    expect(parseCall("W/N")).toEqual({ kind: "will_notify" });
  });
  it("follows the department when it is emptied", () => {
    expect(parseCall("  ")).toEqual({ kind: "department" });
  });
  it("refuses what isn't any of these", () => {
    expect(parseCall("early")).toBeNull();
    expect(parseCall("+900")).toBeNull();
  });
});

describe("a time chosen on a phone's clock", () => {
  it.each([
    ["00:30 on a night that begins at 18:00", 30, 1080, 1470],
    ["02:00 after a call at 15:00", 120, 900, 1560],
    ["05:00 before a call at 15:00", 300, 900, 300],
    ["23:00 on a day that begins at 06:00", 1380, 360, 1380],
    ["00:30 where the general call is after midnight too", 30, 1500, 1470],
    ["00:30 without a general call", 30, null, 30],
  ])("%s", (_, clock, general, minutes) => expect(besideGeneral(clock, general)).toBe(minutes));
});
