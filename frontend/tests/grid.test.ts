import { expect, test } from "vitest";
import { settled, without } from "../src/desk/sheet/acts.svelte";
import {
  asText,
  block,
  cleared,
  filled,
  looksNamed,
  pasted,
  pastedByName,
  shifted,
} from "../src/desk/sheet/grid/acting";
import {
  applied,
  type CalledOut,
  type Cell,
  type DayOut,
  resolve,
  reused,
  type Typed,
  typedInto,
  type Value,
} from "../src/desk/sheet/grid/cells";
import { COLUMNS, read, textOf } from "../src/desk/sheet/grid/columns";
import { moved, one, rangeOf, rows, tabbed } from "../src/desk/sheet/grid/selection";

const GENERAL = 402;
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

function called(id: number, name: string, line: Partial<Typed> = {}, role = false): CalledOut {
  const typed = { ...UNTYPED, ...(role ? { kind: "will_notify" } : {}), ...line };
  const times = resolve(GENERAL, undefined, typed);
  return {
    member_id: id,
    position_id: role ? null : id,
    element_id: role ? id : null,
    department_id: role ? null : 1,
    department: "Camera",
    title: role ? `ROLE ${id}` : "Loader",
    name,
    number: "",
    moves: typed.kind === "department" || typed.kind === "relative",
    line: typed,
    typed: typed.kind,
    status: "",
    remarks: "",
    place_id: null,
    wardrobe: null,
    rehearsal: null,
    release: null,
    ...times,
  } as unknown as CalledOut;
}

const day = (...lines: CalledOut[]): DayOut =>
  ({
    general_call: GENERAL,
    department_calls: [],
    cast: lines.filter((line) => line.element_id !== null),
    crew: lines.filter((line) => line.element_id === null),
  }) as unknown as DayOut;

const lines = [
  called(1, "Sara Lind", { kind: "chain", on_set: 480, makeup_minutes: 45, travel_minutes: 30 }, true),
  called(2, "Hana Vasquez"),
  called(3, "Ada Åkerström", { kind: "relative", offset_minutes: -30 }),
  called(4, "Omar Diaz", { kind: "absolute", at_minutes: 420 }),
  called(5, "Lena Brandt", { kind: "on_call" }),
];
const reads = {
  day: { general: GENERAL, days: ["Thu", "Fri", "Sat"] as [string, string, string] },
  places: new Map([[7, "Base camp"]]),
};
const range = (top: number, bottom: number, left: number, right = left) => ({ top, bottom, left, right });
const CALL = COLUMNS.indexOf("call");
const values = (act: { cells?: readonly { cell: string; value?: unknown }[] }) =>
  (act.cells ?? []).map(({ cell, value }) => [cell, value]);

const SIZE = { rows: 5, columns: 12 };
const key = (name: string, more: { ctrl?: boolean; shift?: boolean } = {}) => ({
  key: name,
  ctrl: false,
  shift: false,
  ...more,
});

test("the arrows go from cell to cell and stop at the edge; with Ctrl they go there at once", () => {
  const here = one({ row: 1, column: 1 });
  expect(moved(here, key("ArrowDown"), SIZE)?.at).toEqual({ row: 2, column: 1 });
  expect(moved(one({ row: 0, column: 0 }), key("ArrowLeft"), SIZE)?.at).toEqual({ row: 0, column: 0 });
  expect(moved(here, key("ArrowDown", { ctrl: true }), SIZE)?.at).toEqual({ row: 4, column: 1 });
  expect(moved(here, key("End"), SIZE)?.at).toEqual({ row: 1, column: 11 });
  expect(moved(here, key("Home", { ctrl: true }), SIZE)?.at).toEqual({ row: 0, column: 0 });
  expect(moved(here, key("x"), SIZE)).toBeUndefined();
});

test("with Shift what is chosen grows from where one began", () => {
  const grown = moved(
    moved(one({ row: 2, column: 2 }), key("ArrowUp", { shift: true }), SIZE) as never,
    key("ArrowRight", { shift: true }),
    SIZE,
  );
  expect(grown && rangeOf(grown)).toEqual(range(1, 2, 2, 3));
  expect(grown && moved(grown, key("ArrowUp"), SIZE)?.from).toEqual({ row: 0, column: 3 });
});

test("Tab goes on to the next row and leaves after the last cell; a whole column is all rows of it", () => {
  expect(tabbed({ row: 0, column: 11 }, false, SIZE)).toEqual({ row: 1, column: 0 });
  expect(tabbed({ row: 4, column: 11 }, false, SIZE)).toBeUndefined();
  expect(tabbed({ row: 0, column: 0 }, true, SIZE)).toBeUndefined();
  expect(rangeOf(rows(one({ row: 2, column: 3 }), 0, 4, SIZE))).toEqual(range(0, 4, 3));
});

test("each call moves by its own origin", () => {
  expect(values(shifted(lines, range(0, 4, CALL), 15, GENERAL))).toEqual([
    ["on_set", 495],
    ["call", { kind: "relative", minutes: 15 }],
    ["call", { kind: "relative", minutes: -15 }],
    ["call", { kind: "absolute", minutes: 435 }],
  ]);
});

test("a chain that is chosen as a whole moves once", () => {
  const all = shifted(lines, range(0, 0, CALL, COLUMNS.indexOf("pickup")), 10, GENERAL);
  expect(all.cells?.filter((one) => one.cell === "on_set")).toHaveLength(1);
  expect(values(all)).toEqual([["on_set", 490]]);
  const [after] = applied(day(...lines), all).cast;
  expect([after?.pickup, after?.call, after?.on_set]).toEqual([415, 445, 490]);
});

test("spans grow only where nothing but spans is chosen", () => {
  const [makeup, travel] = [COLUMNS.indexOf("makeup"), COLUMNS.indexOf("travel")];
  expect(values(shifted(lines, range(0, 0, makeup, travel), 10, GENERAL))).toEqual([
    ["makeup", 55],
    ["travel", 40],
  ]);
  expect(values(shifted(lines, range(0, 0, makeup, travel + 1), 10, GENERAL))).toEqual([["pickup", 415]]);
});

test("filling down writes the first row into the others, as it was typed", () => {
  expect(values(filled(lines, range(2, 4, CALL)))).toEqual([
    ["call", { kind: "relative", minutes: -30 }],
    ["call", { kind: "relative", minutes: -30 }],
  ]);
  expect(values(filled(lines, range(3, 3, CALL)))).toEqual([["call", { kind: "relative", minutes: -30 }]]);
  expect(values(filled(lines, range(0, 1, CALL)))).toEqual([["call", { kind: "absolute", minutes: 435 }]]);
});

test("clearing leaves what is empty alone, and says of each cell what stood there", () => {
  const act = cleared(lines, range(1, 3, CALL));
  expect(values(act)).toEqual([
    ["call", { kind: "department", minutes: null }],
    ["call", { kind: "department", minutes: null }],
  ]);
  expect(act.cells?.[1]?.was).toEqual({ kind: "absolute", minutes: 420 });
});

test.each<[Cell, string, Value | undefined]>([
  ["call", "0630", { kind: "absolute", minutes: 390 }],
  ["call", "6:30a", { kind: "absolute", minutes: 390 }],
  ["call", "-30", { kind: "relative", minutes: -30 }],
  ["call", "O/C", { kind: "on_call", minutes: null }],
  ["call", "n/c", { kind: "no_call", minutes: null }],
  ["call", "W/N", { kind: "will_notify", minutes: null }],
  ["call", "", { kind: "department", minutes: null }],
  ["call", "seven", undefined],
  ["makeup", "45 min", 45],
  ["makeup", "1:15", 75],
  ["makeup", "1h", 60],
  ["makeup", "45x", undefined],
  ["travel", "601", undefined],
  ["status", "swf", "SWF"],
  ["place", "base", 7],
  ["place", "the moon", undefined],
  ["on_set", "8", 480],
  ["remarks", " Dolly ", "Dolly"],
])("%s of %j is read as %j", (column, text, value) => {
  expect(read(lines[0] as CalledOut, column, text, reads)).toEqual(value);
});

test("rows of a spreadsheet go in line by line; what can't be read is marked, and nothing of it is lost", () => {
  const rowsPasted = block("0630\tx\r\nseven\t\r\n-15\t\r\nO/C\r\n7:00\r\n");
  const { act, unread, left } = pasted(rowsPasted, lines, range(1, 1, CALL), reads);
  expect(values(act)).toEqual([
    ["call", { kind: "absolute", minutes: 390 }],
    ["call", { kind: "relative", minutes: -15 }],
  ]);
  expect(unread.map(({ line, column, text }) => [line.name, column, text])).toEqual([
    ["Hana Vasquez", "on_set", "x"],
    ["Ada Åkerström", "call", "seven"],
  ]);
  expect(left).toEqual(["7:00"]);
});

test("one value goes into all that is chosen", () => {
  expect(values(pasted([["0700"]], lines, range(1, 3, CALL), reads).act)).toEqual([
    ["call", { kind: "absolute", minutes: 420 }],
    ["call", { kind: "absolute", minutes: 420 }],
  ]);
});

test("rows that start with a name are matched by it, in any order, accents and turned names read too", () => {
  const found = block("Ada Akerstrom\t0600\nVasquez, Hana\t0610\nNobody\t0620\nrole 1\t0630");
  expect(looksNamed(found, lines)).toBe(3);
  const { act, left } = pastedByName(found, lines, CALL, reads);
  expect(act.cells?.map((one) => [one.member_id, (one.value as { minutes: number }).minutes])).toEqual([
    [3, 360],
    [2, 370],
    [1, 390],
  ]);
  expect(left).toEqual(["Nobody  0620"]);
  expect(looksNamed(block("0600\t45\n0610\t30"), lines)).toBe(0);
});

test("cells with line breaks and quotes are one cell", () => {
  expect(block('a\t"b\nc ""d"""\ne\tf')).toEqual([
    ["a", 'b c "d"'],
    ["e", "f"],
  ]);
  expect(asText([["a\tb", "c"]])).toBe("a b\tc");
});

test("what one typed stands at once, as the server will have it", () => {
  const before = day(...lines);
  const cells = (name: Cell, value: Value) => [
    { member_id: 1, position_id: null, element_id: 1, cell: name, value },
  ];
  const [role] = applied(before, { cells: cells("makeup", 60) }).cast;
  expect([role?.pickup, role?.call, role?.on_set]).toEqual([390, 420, 480]);
  const typed = applied(before, { cells: cells("call", { kind: "absolute", minutes: 450 }) });
  expect([typed.cast[0]?.pickup, typed.cast[0]?.call]).toEqual([420, 450]);
  expect(typed.crew[0]).toBe(before.crew[0]);
});

test("a department's call moves those who follow it", () => {
  const value = {
    department_id: 1,
    kind: "relative" as const,
    offset_minutes: -45,
    at_minutes: null,
    place_id: null,
  };
  const after = applied(day(...lines), { departments: [{ department_id: 1, value }] });
  expect(after.crew.map((line) => line.call)).toEqual([357, 372, 420, null]);
});

test("an emptied call is the chain's again; a pickup and the way are one thing said twice", () => {
  const chain = lines[0]?.line as Typed;
  const typed = typedInto(chain, new Map([["call", { kind: "absolute", minutes: 400 } as Value]]), 435, true);
  expect(typedInto(typed, new Map([["call", { kind: "department" } as Value]]), 400, true).kind).toBe(
    "chain",
  );
  const fetched = typedInto(chain, new Map([["pickup", 400 as Value]]), 435, true);
  expect([fetched.pickup, fetched.travel_minutes]).toEqual([400, null]);
});

test.each<[Cell, Value, number | null, number | null]>([
  ["on_set", 420, null, 30],
  ["makeup", 60, null, 30],
  ["remarks", "Boots", 405, null],
  ["call", { kind: "absolute", minutes: 500 }, null, 30],
])("a typed pickup goes along with its chain: %s", (name, value, pickup, way) => {
  const chain = { ...(lines[0]?.line as Typed), pickup: 405, travel_minutes: null };
  const after = typedInto(chain, new Map([[name, value]]), 435, true);
  expect([after.pickup, after.travel_minutes]).toEqual([pickup, way]);
});

test.each([
  [421, 421, null],
  [420, null, 0],
  [-180, null, 600],
  [-181, -181, null],
])("a pickup of %i goes along with a call only where it is a way before it", (pickup, left, way) => {
  const line: Typed = { ...UNTYPED, kind: "absolute", at_minutes: 420, pickup };
  const after = typedInto(line, new Map([["call", { kind: "absolute", minutes: 450 } as Value]]), 420, false);
  expect([after.pickup, after.travel_minutes]).toEqual([left, way]);
});

test("a line that is as it was stays the same object, and isn't drawn anew", () => {
  const before = day(...lines);
  const after = reused(
    before,
    structuredClone({
      ...before,
      crew: before.crew.map((line) => (line.member_id === 2 ? { ...line, remarks: "Boots" } : line)),
    }),
  );
  expect(after.crew.map((line, n) => line === before.crew[n])).toEqual([false, true, true, true]);
});

test("of cells that clash, those that are kept are written over what was seen, the others left out", () => {
  const act = shifted(lines, range(2, 3, CALL), 5, GENERAL);
  const clash = (member_id: number, minutes: number) => ({
    part: "call",
    member_id,
    position_id: member_id,
    element_id: null,
    department_id: null,
    stands: { kind: "absolute", minutes },
    who: "Björn",
    at: null,
  });
  const [ada, omar] = [clash(3, 300), clash(4, 310)];
  const clashed = { act, clashes: [ada, omar] };
  expect(without(act, [ada, omar]).cells).toEqual([]);
  const left = settled(clashed, new Set([omar]));
  expect(left.cells?.map((one) => [one.member_id, one.was])).toEqual([
    [4, { kind: "absolute", minutes: 310 }],
  ]);
});

test("what is shown of a line is what is copied", () => {
  const shows = {
    time: (minutes: number | null) => (minutes === null ? "" : String(minutes)),
    places: reads.places,
  };
  const texts = COLUMNS.map((column) => textOf(lines[0] as CalledOut, column, shows));
  expect(texts.slice(0, 6)).toEqual(["Sara Lind", "435", "480", "45", "30", "405"]);
  expect(textOf(lines[4] as CalledOut, "call", shows)).toBe("O/C");
});
