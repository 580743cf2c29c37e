import { expect, test } from "vitest";
import { leaseEnd } from "../src/rules/lease";
import { newerOf, withPush } from "../src/rules/newer";
import { day5, pushOf, todayWith, version } from "./cast";

test("a fetched answer that a push overtook doesn't undo the push", () => {
  const stored = todayWith([day5({ version: version(3, "pink") })]);
  const fetched = todayWith([day5({ version: version(2, "blue") })]);
  expect(newerOf(stored, fetched).days[0]?.version?.colour).toBe("pink");
});

test("a day that is no longer in the answer goes", () => {
  const stored = todayWith([day5({ version: version(3, "pink") })]);
  expect(newerOf(stored, todayWith([])).days).toEqual([]);
});

test("what another account's phone held is never kept", () => {
  const stored = { ...todayWith([day5({ version: version(3, "pink") })]), account_id: 99 };
  const fetched = todayWith([day5({ version: version(2, "blue") })]);
  expect(newerOf(stored, fetched).days[0]?.version?.colour).toBe("blue");
});

test("a push corrects the day and leaves what it doesn't name", () => {
  const stored = todayWith([day5({ version: version(2, "blue"), first_at: "2025-04-11T10:42:00Z" })]);
  const day = withPush(stored, pushOf({ version: version(3, "pink"), first_at: "2025-04-11T10:12:00Z" }))
    .days[0];
  expect([day?.first_at, day?.version?.number, day?.people[0]?.name]).toEqual([
    "2025-04-11T10:12:00Z",
    3,
    "Mei Whitfield",
  ]);
});

test("a push of an older version than the stored one changes nothing", () => {
  const stored = todayWith([day5({ version: version(3, "pink") })]);
  expect(withPush(stored, pushOf({ version: version(2, "blue") }))).toBe(stored);
});

test("a preliminary stands below every final version", () => {
  const stored = todayWith([day5({ version: version(1, "white") })]);
  const p2 = { ...version(2, ""), kind: "preliminary" as const };
  expect(withPush(stored, pushOf({ version: p2 }))).toBe(stored);
});

test("a day that the phone didn't hold yet is there after the push", () => {
  const after = withPush(todayWith([]), pushOf({ version: version(1, "white") }));
  expect(after.days.map((day) => day.day_id)).toEqual([5]);
});

test("a copy stays 12 h after its last call, at least 36 h, at most 10 days", () => {
  const hour = 3_600_000;
  const checked = Date.parse("2025-04-11T20:00:00Z");
  expect(leaseEnd(null, checked)).toBe(checked + 36 * hour);
  expect(leaseEnd(checked + 58 * hour, checked)).toBe(checked + 70 * hour);
  expect(leaseEnd(checked + 400 * hour, checked)).toBe(checked + 240 * hour);
});
