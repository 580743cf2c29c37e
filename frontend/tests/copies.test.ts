import { afterEach, beforeEach, expect, test, vi } from "vitest";

const set = (id: number, more = {}) => ({
  id,
  version_id: 7,
  number: 1,
  colour: "White",
  half: false,
  state: "making",
  total: 143,
  made: 0,
  failed: [],
  asked_by: "Nia",
  asked_at: "2025-04-11T01:40:00Z",
  ends_at: "2025-04-14T01:40:00Z",
  old: false,
  ...more,
});

let sets: object[];
let asked: string[];
let refuse = 0;
let Copies: typeof import("../src/desk/copies/copies.svelte").Copies;

beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers();
  [asked, sets, refuse] = [[], [], 0];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://desk.test");
    asked.push(`${request.method} ${pathname.split("/days/5")[1]}`);
    if (refuse) return Response.json({ title: "No", status: refuse, code: "away" }, { status: refuse });
    if (request.method === "POST") return Response.json(set(1), { status: 202 });
    return Response.json({ number: 1, colour: "White", people: 143, paper: "us-letter", sets });
  });
  ({ Copies } = await import("../src/desk/copies/copies.svelte"));
});
afterEach(() => vi.useRealTimers());

const gets = () => asked.filter((one) => one.startsWith("GET")).length;

test("it is watched while they are made, says so when they are, and then rests", async () => {
  const page = new Copies(1, 5);
  const leave = page.watch();
  sets = [set(1, { made: 112 })];
  await page.make(false);
  expect(asked).toEqual(["POST /copies", "GET /copies"]);
  sets = [set(1, { made: 143, state: "done" })];
  await vi.advanceTimersByTimeAsync(1000);
  expect(page.said).toBe("143 copies ready: White v1 · Letter.");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(gets()).toBe(2);
  leave();
});

test("nobody looks any more: it asks no more", async () => {
  const page = new Copies(1, 5);
  const leave = page.watch();
  sets = [set(1)];
  await page.read();
  leave();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(gets()).toBe(1);
});

test("without a server what was seen stays, and it goes on asking", async () => {
  const page = new Copies(1, 5);
  const leave = page.watch();
  sets = [set(1, { made: 12 })];
  await page.read();
  refuse = 503;
  await vi.advanceTimersByTimeAsync(1000);
  expect(page.asked.problem).not.toBeNull();
  expect(page.found?.sets[0]?.made).toBe(12);
  refuse = 0;
  await vi.advanceTimersByTimeAsync(1000);
  expect(page.asked.problem).toBeNull();
  leave();
});

test("each size has its own set; an old or a cancelled one stands for nothing", async () => {
  const page = new Copies(1, 5);
  sets = [set(4, { half: true }), set(3, { state: "cancelled" }), set(2, { old: true, state: "done" })];
  await page.read();
  expect([page.standing(true)?.id, page.standing(false)]).toEqual([4, undefined]);
  sets = [set(5), ...sets];
  await page.read();
  expect(page.standing(false)?.id).toBe(5);
});
