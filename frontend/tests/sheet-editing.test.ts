import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Editing } from "../src/desk/sheet/editing.svelte";

/** The server's day: its fields, and how often they were changed. */
let day: { revision: number; general_call: number; medic: string };
let sent: { method: string; revision: string | null; body: unknown }[];

async function server(request: Request): Promise<Response> {
  const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
  if (request.method === "GET") {
    if (request.url.endsWith("/draft")) return answer({ hold: null, day_revision: day.revision });
    return answer({ ...day, cast: [], crew: [], places: [], scenes: [], notes: [], department_calls: [] });
  }
  const body = (await request.json()) as Partial<typeof day>;
  const revision = request.headers.get("If-Match");
  sent.push({ method: request.method, revision, body });
  if (revision !== String(day.revision))
    return answer({ title: "Somebody changed this.", code: "stale" }, 412);
  change(body);
  return answer({ revision: day.revision });
}

function change(fields: Partial<typeof day>): void {
  day = { ...day, ...fields, revision: day.revision + 1 };
}

beforeEach(() => {
  day = { revision: 1, general_call: 402, medic: "Bram" };
  sent = [];
  vi.stubGlobal("fetch", server);
});

afterEach(() => vi.unstubAllGlobals());

async function open(): Promise<Editing> {
  const editing = new Editing(1, 2);
  await editing.read();
  return editing;
}

async function undone(editing: Editing): Promise<void> {
  await editing.history.undo();
}

test("undo writes what stood there before", async () => {
  const editing = await open();
  await editing.patch({ general_call: 432 });
  await undone(editing);
  expect(day.general_call).toBe(402);
  expect(editing.undos).toEqual([]);
});

test("undo leaves what somebody else changed after it, and says so", async () => {
  const editing = await open();
  await editing.patch({ general_call: 432 });
  change({ general_call: 450 });
  await undone(editing);
  expect(day.general_call).toBe(450);
  expect(editing.problem?.code).toBe("changed_since");
  expect(editing.undos).toEqual([]);
});

test("another's change of something else stands in no undo's way", async () => {
  const editing = await open();
  await editing.patch({ general_call: 432 });
  change({ medic: "Hana" });
  await undone(editing);
  expect(day).toMatchObject({ general_call: 402, medic: "Hana" });
});

test("one's own two changes of a field are undone one after the other", async () => {
  const editing = await open();
  await editing.patch({ general_call: 432 });
  await editing.patch({ general_call: 440 });
  await undone(editing);
  await undone(editing);
  expect(day.general_call).toBe(402);
});

test("what was typed on an older draft of the same field is refused", async () => {
  const editing = await open();
  document.body.innerHTML = "<input>";
  const input = document.querySelector("input") as HTMLInputElement;
  editing.typing.begin(input);
  input.value = "07:00";
  change({ general_call: 450 });
  const reading = editing.typing.around(editing.day?.revision, () => {
    input.value = "07:30";
  });
  await reading;
  await editing.read();
  await editing.patch({ general_call: 420 });
  expect(sent.at(-1)?.revision).toBe("1");
  expect(editing.problem?.code).toBe("stale");
  expect(day.general_call).toBe(450);
});
