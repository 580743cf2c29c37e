import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Editing } from "../src/desk/sheet/editing.svelte";
import { type Act, applied, type DayOut, type Value } from "../src/desk/sheet/grid/cells";
import { Grid } from "../src/desk/sheet/grid/grid.svelte";

const untyped = {
  kind: "absolute",
  at_minutes: 420,
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
const called = (n: number) => ({
  member_id: n,
  position_id: n,
  element_id: null,
  department_id: 1,
  department: "Camera",
  name: `P ${n}`,
  title: "",
  status: "",
  remarks: "",
  kind: "time",
  call: 420,
  pickup: null,
  line: untyped,
  typed: "absolute",
});
let day: DayOut;

async function server(request: Request): Promise<Response> {
  const answer = (body: unknown) => new Response(JSON.stringify(body), { status: 200 });
  if (request.method === "GET")
    return answer(request.url.endsWith("/draft") ? { hold: null, day_revision: day.revision } : day);
  const act = (await request.json()) as Act;
  day = { ...applied(day, act), revision: day.revision + 1 };
  const back = (act.cells ?? []).map((one) => ({ ...one, value: one.was as Value, was: one.value as Value }));
  return answer({ revision: day.revision, back: { cells: back } });
}

beforeEach(() => {
  day = {
    revision: 1,
    general_call: 402,
    on_date: "2026-12-01",
    cast: [],
    crew: [1, 2, 3].map(called),
    places: [],
    scenes: [],
    notes: [],
    department_calls: [],
  } as unknown as DayOut;
  vi.stubGlobal("fetch", server);
});

afterEach(() => vi.unstubAllGlobals());

async function open(): Promise<[Grid, Editing]> {
  const editing = new Editing(1, 2);
  await editing.read();
  const grid = new Grid(editing);
  grid.go("m1.p1.e0", "call");
  return [grid, editing];
}

const calls = () => day.crew.map((line) => line.call);
const saved = (editing: Editing) => vi.waitFor(() => expect(editing.waiting).toBe(0));

test("what was pasted goes back with its marks, and forth with them", async () => {
  const [grid, editing] = await open();
  grid.paste("06:00\nnonsense\n06:45");
  await vi.waitFor(() => expect(editing.undos).toHaveLength(1));
  expect([calls(), [...grid.unread.values()]]).toEqual([[360, 420, 405], ["nonsense"]]);
  await editing.history.undo();
  expect([calls(), grid.unread.size]).toEqual([[420, 420, 420], 0]);
  await editing.history.redo();
  expect([calls(), [...grid.unread.values()]]).toEqual([[360, 420, 405], ["nonsense"]]);
});

test("where nothing of it could be read, the marks alone go back", async () => {
  const [grid, editing] = await open();
  grid.paste("junk\nmore junk");
  await vi.waitFor(() => expect(editing.undos).toHaveLength(1));
  expect(grid.unread.size).toBe(2);
  await editing.history.undo();
  expect([grid.unread.size, calls()]).toEqual([0, [420, 420, 420]]);
});

test("clearing a marked cell takes the mark, and leaves what stands under it; Undo marks it again", async () => {
  const [grid, editing] = await open();
  grid.paste("junk");
  await vi.waitFor(() => expect(editing.undos).toHaveLength(1));
  grid.selection = { from: { row: 0, column: 1 }, at: { row: 1, column: 1 } };
  grid.clear();
  await vi.waitFor(() => expect(editing.undos).toHaveLength(2));
  await saved(editing);
  expect([grid.unread.size, calls()]).toEqual([0, [420, 402, 420]]);
  await editing.history.undo();
  expect([[...grid.unread.values()], calls()]).toEqual([["junk"], [420, 420, 420]]);
});

test("a mark that was left in the cell goes back, and what is filled or typed over it takes it away", async () => {
  const [grid, editing] = await open();
  grid.edit("abc");
  expect(grid.commit("abc", true)).toBe(true);
  await vi.waitFor(() => expect(editing.undos).toHaveLength(1));
  await editing.history.undo();
  expect(grid.unread.size).toBe(0);
  grid.go("m2.p2.e0", "call");
  grid.paste("junk");
  grid.edit("0700");
  grid.commit("0630");
  await vi.waitFor(() => expect(editing.undos).toHaveLength(2));
  expect([grid.unread.size, calls()[1]]).toEqual([0, 390]);
  await editing.history.undo();
  expect([[...grid.unread.values()], calls()[1]]).toEqual([["junk"], 420]);
});

test("a marked cell says why, where one is, and how it is typed", async () => {
  const [grid, editing] = await open();
  grid.paste("junk");
  expect(grid.marked).toBe("“junk” can’t stand here. Type 06:12, −30, O/C, N/C, W/N, Hold or CXL.");
  grid.go("m2.p2.e0", "call");
  expect(grid.marked).toBe("");
  await vi.waitFor(() => expect(editing.undos).toHaveLength(1));
});
