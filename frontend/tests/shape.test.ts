import { expectTypeOf, test } from "vitest";
import type { components } from "../src/api/schema";
import type { ChangesOut, ScheduleOut, TodayOut } from "../src/api/today";

type Server = components["schemas"];

/** The schema says `string` where the phone knows the words, and calls a field with a default optional: it is always written. */
type Loose<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends object
      ? { [K in keyof T]-?: Loose<T[K]> }
      : T;

test("the documents that the phone keeps are those that the server writes", () => {
  expectTypeOf<Loose<Server["TodayOut"]>>().toExtend<Loose<TodayOut>>();
  expectTypeOf<Loose<Server["ScheduleOut"]>>().toExtend<Loose<ScheduleOut>>();
  expectTypeOf<Loose<Server["ChangesOut"]>>().toExtend<Loose<ChangesOut>>();
});
