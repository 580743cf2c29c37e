import { expect, test } from "vitest";
import { lackOf } from "../src/desk/sheet/draft";
import { fetched } from "../src/rules/call";

type Called = Parameters<typeof fetched>[0];
const called = (call: number | null, pickup: number | null) => ({ call, pickup }) as Called;

test.each([
  [called(435, 405), { travel_minutes: 30 }],
  [called(435, null), {}],
  [called(null, 405), {}],
  [called(435, 450), { pickup: 450 }],
  [called(1_080, 400), { pickup: 400 }],
])("a pickup stays as far before its call as it was", (line, kept) => {
  expect(fetched(line)).toEqual(kept);
});

test.each([
  ["", { general_call: 372 }],
  ["", { cancelled: true }],
  ["general", { cast: [called(480, null)] }],
  ["general", { crew: [{ ...called(null, null), kind: "on_call" }] }],
  ["all", { crew: [{ ...called(null, null), kind: "will_notify" }] }],
  ["all", {}],
])("a sheet lacks %j", (lacks, has) => {
  const day = { general_call: null, cancelled: false, cast: [], crew: [], ...has };
  expect(lackOf(day as unknown as Parameters<typeof lackOf>[0])).toBe(lacks);
});
