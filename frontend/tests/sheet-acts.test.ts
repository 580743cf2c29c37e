import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Clash, inParts } from "../src/desk/sheet/acts.svelte";
import { Editing } from "../src/desk/sheet/editing.svelte";
import type { Act, CellIn, Value } from "../src/desk/sheet/grid/cells";

const cell = (member_id: number, name: CellIn["cell"], value: Value, was: Value): CellIn => ({
  member_id,
  position_id: 1,
  element_id: null,
  cell: name,
  value,
  was,
});
const back = (lines: number): Act => ({
  cells: Array.from({ length: lines }, (_, n) => [
    cell(n + 1, "call", { kind: "department", minutes: null }, { kind: "absolute", minutes: 402 }),
    cell(n + 1, "travel", null, 30),
    cell(n + 1, "pickup", 300, null),
  ]).flat(),
});
const turned = ({ cells = [], ...rest }: Act): Act => ({
  ...rest,
  cells: cells.map((one) => ({ ...one, value: one.was as Value, was: one.value ?? null })),
});

let sent: Act[];
let refuses: (act: Act) => { status: number; body: unknown } | undefined;
let whole: Act;

async function server(request: Request): Promise<Response> {
  const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
  if (request.method === "GET") {
    if (request.url.endsWith("/draft")) return answer({ hold: null, day_revision: 1 });
    return answer({
      revision: 1,
      cast: [],
      crew: [],
      places: [],
      scenes: [],
      notes: [],
      department_calls: [],
    });
  }
  const act = (await request.json()) as Act;
  sent.push(act);
  const no = refuses(act);
  if (no) return answer(no.body, no.status);
  return answer({ revision: 2, back: sent.length === 1 ? whole : turned(act) });
}

beforeEach(() => {
  sent = [];
  refuses = () => undefined;
  whole = back(404);
  vi.stubGlobal("fetch", server);
});

afterEach(() => vi.unstubAllGlobals());

async function done(): Promise<Editing> {
  const editing = new Editing(1, 2);
  await editing.read();
  await editing.acts.do({ cells: [cell(1, "call", { kind: "absolute", minutes: 402 }, null)] });
  return editing;
}

const cells = (acts: readonly Act[]) => acts.flatMap((act) => act.cells ?? []);

test("a way back longer than one request takes goes in parts, each with whole lines, and forth again", async () => {
  const editing = await done();
  await editing.history.undo();
  const parts = sent.slice(1);
  expect(parts.length).toBeGreaterThan(1);
  expect(cells(parts)).toEqual(whole.cells);
  for (const part of parts) {
    expect(part.cells?.length).toBeLessThanOrEqual(1_200);
    expect(new TextEncoder().encode(JSON.stringify(part)).length).toBeLessThan(256 * 1024);
    expect((part.cells?.length ?? 0) % 3).toBe(0);
  }
  await editing.history.redo();
  expect(sent.slice(1 + parts.length)).toHaveLength(parts.length);
  expect(editing.undos).toHaveLength(1);
});

test("what is short is one request, with all that is beside the cells", () => {
  const act = { ...back(2), notes: { value: [], was: [] } };
  expect(inParts(act)).toEqual([act]);
  const [rest, ...lines] = inParts({ ...back(404), notes: { value: [], was: [] } });
  expect(rest).toEqual({ notes: { value: [], was: [] } });
  expect(cells(lines)).toHaveLength(1_212);
});

test("stopped half way by no signal it goes on from there", async () => {
  const editing = await done();
  refuses = () => (sent.length === 3 ? { status: 503, body: { title: "Busy", code: "busy" } } : undefined);
  await editing.history.undo();
  expect(editing.undos).toHaveLength(1);
  const [, first, second] = sent;
  await editing.history.undo();
  expect(sent[3]).toEqual(second);
  expect(sent.slice(4)).not.toContainEqual(first);
  expect(editing.undos).toEqual([]);
  const before = sent.length;
  await editing.history.redo();
  expect(cells(sent.slice(before))).toHaveLength(1_212);
});

test("what the server never takes any more stands in no other undo's way", async () => {
  whole = back(1);
  const editing = await done();
  refuses = () => ({ status: 400, body: { title: "Not theirs", code: "invalid" } });
  await editing.history.undo();
  expect(editing.undos).toEqual([]);
  expect(editing.problem?.code).toBe("invalid");
});

test("what somebody changed since stays, the rest goes back", async () => {
  whole = back(2);
  const editing = await done();
  const clash: Clash = {
    ...(whole.cells?.[0] as CellIn),
    part: "call",
    department_id: null,
    stands: null,
    who: "Björn",
    at: null,
  } as Clash;
  refuses = () =>
    sent.length === 2
      ? { status: 409, body: { title: "", code: "cells_changed", clashes: [clash] } }
      : undefined;
  await editing.history.undo();
  expect(sent.at(-1)?.cells).toHaveLength(5);
  expect(editing.acts.said).toContain("Björn");
});
