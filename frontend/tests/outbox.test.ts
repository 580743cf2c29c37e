import { afterEach, beforeEach, expect, test } from "vitest";
import { closeAll, wipe } from "../src/data/databases";
import { add, flush, forget, list, type Send } from "../src/data/outbox";

const HANA = 7;

function draft(label: string) {
  return {
    method: "POST" as const,
    path: "/api/productions/1/notices/3/confirm",
    body: { label },
    label,
    madeAt: "2025-04-11T09:15:00Z",
  };
}

/** A server that answers with `status`; it names the request's id unless told otherwise. */
function server(answer: (id: string) => Response | Promise<Response>): Send & { ids: string[] } {
  const ids: string[] = [];
  const send = async (_: string, init: RequestInit) => {
    const id = new Headers(init.headers).get("Callboard-Request") ?? "";
    ids.push(id);
    return answer(id);
  };
  return Object.assign(send, { ids });
}

const named = (id: string) => new Response("{}", { headers: { "callboard-request": id } });
const refused = (status: number, code: string) =>
  new Response(JSON.stringify({ code, title: "No." }), { status });

beforeEach(() => {
  Object.assign(globalThis, { caches: { keys: async () => [], delete: async () => true } });
});
afterEach(() => wipe(HANA).then(closeAll));

test("an entry leaves when the server has named it, in the order of the phone", async () => {
  await add(HANA, draft("one"));
  await add(HANA, draft("two"));
  const send = server(named);
  const { sent } = await flush(HANA, send);
  expect(sent.map((entry) => entry.label)).toEqual(["one", "two"]);
  expect(await list(HANA)).toEqual([]);
});

test("a 200 from something on the way keeps the entry", async () => {
  await add(HANA, draft("one"));
  const portal = server(() => new Response("<h1>Hotel WiFi</h1>"));
  expect((await flush(HANA, portal)).left).toBe(1);
  expect(await list(HANA)).toHaveLength(1);
});

test("without signal everything stays, and nothing behind the first is tried", async () => {
  await add(HANA, draft("one"));
  await add(HANA, draft("two"));
  const dead = server(() => Promise.reject(new TypeError("Failed to fetch")));
  expect((await flush(HANA, dead)).left).toBe(2);
  expect(dead.ids).toHaveLength(1);
});

test("what is sent again carries the same id", async () => {
  const entry = await add(HANA, draft("one"));
  await flush(
    HANA,
    server(() => new Response("", { status: 503 })),
  );
  const send = server(named);
  await flush(HANA, send);
  expect(send.ids).toEqual([entry.id]);
});

test("a refused entry is parked in sight with its reason and doesn't block those behind it", async () => {
  await add(HANA, draft("bad"));
  await add(HANA, draft("good"));
  let first = true;
  const send = server((id) => {
    if (!first) return named(id);
    first = false;
    return refused(409, "conflict");
  });
  const { sent, parked } = await flush(HANA, send);
  expect(sent.map((entry) => entry.label)).toEqual(["good"]);
  expect(parked[0]?.why?.code).toBe("conflict");
  expect((await list(HANA)).map(({ label, state }) => [label, state])).toEqual([["bad", "parked"]]);
});

test("a parked entry isn't sent again, and goes only when the person lets it go", async () => {
  const { id } = await add(HANA, draft("bad"));
  await flush(
    HANA,
    server(() => refused(422, "invalid")),
  );
  const send = server(named);
  await flush(HANA, send);
  expect(send.ids).toEqual([]);
  await forget(HANA, id);
  expect(await list(HANA)).toEqual([]);
});

test("a proxy's 404 page parks nothing: only our own problem details do", async () => {
  await add(HANA, draft("one"));
  const { left, parked } = await flush(
    HANA,
    server(() => new Response("<h1>Not found</h1>", { status: 404 })),
  );
  expect([left, parked.length]).toEqual([1, 0]);
});

test("signed out: the entry stays and the page is told", async () => {
  await add(HANA, draft("one"));
  const { signedOut, left } = await flush(
    HANA,
    server(() => refused(401, "not_signed_in")),
  );
  expect([signedOut, left]).toEqual([true, 1]);
});

const batch = { ...draft("CAM-07"), path: "/api/productions/1/scans", body: { scans: [{ id: "s1" }] } };
const answered = (scans: object[]) => (id: string) =>
  new Response(JSON.stringify({ scans }), { headers: { "callboard-request": id } });

test.each([
  ["applied", ""],
  ["late", ""],
])("a scan that is %s leaves the phone", async (outcome, why) => {
  await add(HANA, batch);
  const flushed = await flush(HANA, server(answered([{ id: "s1", outcome, why }])));
  expect([flushed.sent.length, flushed.parked.length, (await list(HANA)).length]).toEqual([1, 0, 0]);
});

test.each([
  ["parked", "It was taken off the list.", "The office has it and looks into it."],
  ["conflict", "This scan was already recorded with another content.", "Scan it again."],
])("a scan that is %s stays to be read, and nothing behind it waits", async (outcome, why, next) => {
  await add(HANA, batch);
  await add(HANA, draft("behind"));
  let first = true;
  const send = server((id) => {
    const answer = first ? answered([{ id: "s1", outcome, why }])(id) : named(id);
    first = false;
    return answer;
  });
  const { sent, parked, left } = await flush(HANA, send);
  expect([sent.map((entry) => entry.label), left]).toEqual([["behind"], 0]);
  expect(parked[0]).toMatchObject({
    label: "CAM-07",
    state: "parked",
    kept: true,
    why: { detail: why, next },
  });
  expect((await list(HANA)).map((entry) => entry.label)).toEqual(["CAM-07"]);
  await flush(HANA, send);
  expect(send.ids).toHaveLength(2);
});
