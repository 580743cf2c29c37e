/** Who doesn't come after all: what is typed, what stands again, and the words of what late notice costs. */
import { describe, expect, it } from "vitest";
import type { HeldDay, MyCall } from "../src/api/today";
import { callNow, timesOf } from "../src/crew/shown";
import { putOff, takenBack } from "../src/desk/sheet/grid/acting";
import {
  applied,
  type CalledOut,
  type DayOut,
  same,
  standing,
  type Typed,
} from "../src/desk/sheet/grid/cells";
import { fetched, whose } from "../src/rules/call";
import { parseCall } from "../src/rules/typed";
import { cancel, type LateNotice, pay } from "../src/words/cancel";
import { value } from "../src/words/changes";
import { callWords, gotIt, isOff, originLine } from "../src/words/today";

const late = (more: Partial<LateNotice>): LateNotice => ({
  called: 6,
  late: 6,
  late_by: 180,
  owed: null,
  percent: null,
  minimum: null,
  ...more,
});

describe("what late notice costs", () => {
  it.each([
    [{ called: 1, late: 0, late_by: 0 }, "Notice is in time."],
    [{ called: 14, late: 0, late_by: 0 }, "14 people called: nobody’s notice comes too late."],
    [{ called: 1, late: 1 }, "Late by 3 h."],
    [{ called: 1, late: 1, owed: 480, percent: 0, minimum: 480 }, "Late by 3 h: 8 h of pay."],
    [{ called: 1, late: 1, owed: 0, percent: 50, minimum: 0 }, "Late by 3 h: half a day’s pay."],
    [{}, "All 6 people, late by up to 3 h."],
    [
      { owed: 2880, percent: 0, minimum: 480 },
      "All 6 people, late by up to 3 h: 8 h of pay each, 48 h of pay in all.",
    ],
    [
      { called: 14, owed: 0, percent: 600, minimum: 0 },
      "6 of 14 people, late by up to 3 h: 6 days’ pay in all.",
    ],
    [
      { owed: 960, percent: 250, minimum: 480 },
      "All 6 people, late by up to 3 h: 16 h of pay and 2½ days’ pay in all.",
    ],
  ] as const)("%o", (found, words) => expect(cancel.notice(late(found))).toBe(words));

  it("a department, with its sum where it may be read", () => {
    expect(cancel.department("Camera", 2, { owed: 960, percent: null })).toBe(
      "Camera: 2 people, 16 h of pay",
    );
    expect(cancel.department("Camera", 1, { owed: null, percent: null })).toBe("Camera: 1 person");
    expect(pay({ owed: 0, percent: 130 })).toBe("1.30 days’ pay");
  });
});

const DAY = { general: 402, days: ["Thu", "Fri", "Sat"] as const };

it.each([
  ["hold", "hold"],
  ["H", "hold"],
  ["Cancelled", "cancelled"],
  ["cancel", "cancelled"],
  ["CXL", "cancelled"],
])("typed %s", (text, kind) => expect(parseCall(text, DAY)).toEqual({ kind }));

const UNTYPED: Typed = {
  kind: "department",
  at_minutes: null,
  over: null,
  offset_minutes: null,
  on_set: null,
  makeup_minutes: null,
  travel_minutes: null,
  pickup: null,
  wardrobe: null,
  rehearsal: null,
  release: null,
  status: "",
  place_id: null,
  remarks: "",
};
const called = (line: Partial<Typed>, role = false): CalledOut =>
  ({
    member_id: role ? null : 7,
    position_id: role ? null : 1,
    element_id: role ? 3 : null,
    department_id: role ? null : 2,
    status: role ? "W" : "",
    line: { ...UNTYPED, ...line },
    call: 372,
    place_id: null,
  }) as CalledOut;
const day = (one: CalledOut): DayOut =>
  ({
    general_call: 402,
    department_calls: [],
    crew: one.element_id ? [] : [one],
    cast: one.element_id ? [one] : [],
  }) as unknown as DayOut;
const ALL = { top: 0, bottom: 0, left: 0, right: 11 };

describe("a call that doesn’t stand", () => {
  it.each([
    [{ kind: "absolute", at_minutes: 372, pickup: 340, wardrobe: 380 }, 372],
    [{ kind: "relative", offset_minutes: -30 }, 372],
    [{}, 402],
    [{ kind: "chain", on_set: 480, makeup_minutes: 45 }, 435],
  ] as const)("keeps %o below it, and has it again", (line, call) => {
    for (const kind of ["hold", "cancelled"] as const) {
      const was = called(line);
      const off = applied(day(was), putOff([was], ALL, kind)).crew[0] as CalledOut;
      expect([off.kind, off.call, off.pickup, off.wardrobe]).toEqual([kind, null, null, null]);
      const back = applied(day(off), takenBack([off], ALL)).crew[0] as CalledOut;
      expect([back.kind, back.call, back.line]).toEqual(["time", call, was.line]);
    }
  });

  it.each(["on_call", "no_call", "will_notify"])("gives back %s, and not the department’s time", (kind) => {
    const was = called({ kind });
    const off = applied(day(was), putOff([was], ALL, "cancelled")).crew[0] as CalledOut;
    const held = applied(day(off), putOff([off], ALL, "hold")).crew[0] as CalledOut;
    const back = applied(day(held), takenBack([held], ALL)).crew[0] as CalledOut;
    expect([back.kind, back.call, back.line]).toEqual([kind, null, was.line]);
  });

  it("keeps what was typed below it when a time is typed from the phone", () => {
    const role = called(
      { kind: "absolute", at_minutes: 372, wardrobe: 380, release: 1_080, travel_minutes: 30 },
      true,
    );
    const off = applied(day(role), putOff([role], ALL, "hold")).cast[0] as CalledOut;
    expect(whose({ ...off, typed: "hold" })).toMatchObject({ status: "", wardrobe: 380, release: 1_080 });
    expect(fetched({ ...off, typed: "hold" })).toEqual({ travel_minutes: 30 });
  });

  it("a role on hold is H, a cancelled one nothing", () => {
    const role = called({ kind: "absolute", at_minutes: 372 }, true);
    const status = (kind: "hold" | "cancelled") =>
      applied(day(role), putOff([role], ALL, kind)).cast[0]?.status;
    expect([status("hold"), status("cancelled")]).toEqual(["H", ""]);
  });

  it("cancelled twice is nothing to do, and nobody else is taken back", () => {
    const off = called({ kind: "cancelled", at_minutes: 372 });
    expect(standing(off.line, "call")).toEqual({ kind: "cancelled", minutes: 372, over: "absolute" });
    expect(putOff([off], ALL, "cancelled").cells).toEqual([]);
    expect(takenBack([called({})], ALL).cells).toEqual([]);
    expect(same({ kind: "hold" }, { kind: "cancelled" })).toBe(false);
  });
});

const held = (...kinds: MyCall["kind"][]): HeldDay =>
  ({
    on_date: "2030-04-12",
    zone: "America/New_York",
    state: "issued",
    first_at: null,
    general_call: "2030-04-12T10:42:00Z",
    calls: kinds.map((kind) => ({ kind, at: null, pickup: null, origin: "absolute" })),
    change: null,
  }) as unknown as HeldDay;
const READER = { words: "us", clock: "24", now: 0 } as const;

describe("on the phone", () => {
  it.each([
    ["cancelled", "Not called", "Your call is cancelled. You don’t come in.", "Got it: not called"],
    [
      "hold",
      "Hold",
      "You are on hold: stay reachable. You don’t come in unless you are called.",
      "Got it: hold",
    ],
    ["will_notify", "Will notify", "You will be told your time: stay reachable.", "Got it: will notify"],
  ] as const)("%s", (kind, large, means, agreed) => {
    const one = held(kind);
    const call = one.calls[0] as MyCall;
    expect([callWords(call), originLine(one, call, "", READER), gotIt(one, READER)]).toEqual([
      large,
      means,
      agreed,
    ]);
  });

  it.each([
    ["not_called", "Not called"],
    ["hold", "Hold"],
    ["to_come", "To come"],
    [null, "–"],
    ["2030-04-12T10:42:00Z", "06:42"],
  ])("a change of the call to %s", (to, words) => {
    const field = { field: "call", old: null, new: to, instant: true } as const;
    expect(value(field, "new", held("timed"), "24")).toBe(words);
  });

  it("stands on Today when one would have come; a hold is a day, a cancelled call only where none comes", () => {
    const at = Date.parse("2030-04-12T10:42:00Z");
    expect([timesOf(held("cancelled")), timesOf(held("hold"))].map((t) => [t.first, t.cancelled])).toEqual([
      [at, true],
      [at, false],
    ]);
    expect(timesOf(held("will_notify")).first).toBeNull();
    expect([isOff(held("hold", "timed")), isOff(held())]).toEqual([false, false]);
  });
});

it.each([
  [["timed", "cancelled"], "timed"],
  [["on_call", "hold"], "on_call"],
  [["cancelled"], "cancelled"],
] as const)("of %j the one that stands is large, also once it began", (kinds, shown) => {
  const calls = held(...kinds).calls.map((call) => ({
    ...call,
    at: call.kind === "timed" ? "2030-04-12T10:12:00Z" : null,
  }));
  expect(callNow(calls, Date.parse("2030-04-12T11:00:00Z"))?.kind).toBe(shown);
});
