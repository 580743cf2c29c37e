import { expect, test } from "vitest";
import {
  age,
  clock,
  clockOfMinutes,
  clockOn,
  countdown,
  daysBetween,
  duration,
  ownTime,
  shortDate,
} from "../src/words/time";

test("an instant is shown on the day's clock", () => {
  expect(clock("2025-04-11T10:12:00Z", "America/New_York")).toBe("06:12");
  expect(clock("2025-04-11T10:12:00Z", "America/New_York", "12")).toBe("6:12A");
  expect(clock("2025-04-11T16:05:00Z", "America/New_York", "12")).toBe("12:05P");
  expect(clock("2025-04-11T04:05:00Z", "America/New_York", "12")).toBe("12:05A");
});

test("the night of a clock change has the right clock on both sides", () => {
  expect(clock("2026-03-08T06:59:00Z", "America/New_York")).toBe("01:59");
  expect(clock("2026-03-08T07:00:00Z", "America/New_York")).toBe("03:00");
});

test("minutes of a day may run past midnight", () => {
  expect(clockOfMinutes(1500)).toBe("01:00");
  expect(clockOfMinutes(1500, "12")).toBe("1:00A");
});

test("the reader's own time is told only where it differs", () => {
  expect(ownTime("2025-04-11T10:12:00Z", "America/New_York", "24", "America/Toronto")).toBeNull();
  expect(ownTime("2025-04-11T10:12:00Z", "America/New_York", "24", "Europe/London")).toBe("11:12");
});

test("a time after the day's own midnight names its weekday, by the clock where the day is", () => {
  const friday = { on_date: "2025-04-11", zone: "Europe/London" };
  expect(clockOn("2025-04-11T20:30:00Z", friday, "24", "en-GB")).toBe("21:30");
  expect(clockOn("2025-04-12T00:30:00Z", friday, "24", "en-GB")).toBe("01:30 Sat");
  expect(clockOn("2025-04-10T22:15:00Z", friday, "12", "en-GB")).toBe("11:15P Thu");
});

test("the reader's own time names its weekday where it is another date there", () => {
  const at = "2025-04-12T00:30:00Z";
  expect(ownTime(at, "Europe/London", "24", "America/New_York", "en-GB")).toBe("Fri 20:30");
});

test("dates follow the reader's order", () => {
  expect(shortDate("2025-04-11", "en-GB")).toBe("Fri 11 Apr");
  expect(shortDate("2025-04-11", "en-US")).toBe("Fri Apr 11");
});

test("spans of time are told short and exact", () => {
  expect(countdown(57 * 60_000)).toBe("in 57 min");
  expect(countdown(6 * 3_600_000 + 20 * 60_000)).toBe("in 6 h 20");
  expect(countdown(-60_000)).toBe("");
  expect(duration(582)).toBe("9 h 42");
  expect(age(57 * 3_600_000)).toBe("57 h old");
  expect(daysBetween("2025-04-11", "2025-04-14")).toBe(3);
});
