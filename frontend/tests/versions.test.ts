import { beforeEach, expect, test, vi } from "vitest";

const line = (id: number, number: number, colour: string, more = {}) => ({
  id,
  number,
  colour,
  kind: "final",
  issued_at: "2025-04-11T01:40:00Z",
  release_at: "2025-04-11T01:40:00Z",
  withdrawn_at: null,
  reason: "",
  rings: 4,
  concerned: 9,
  held: false,
  ...more,
});

let lines: object[];
let asked: string[];
let Versions: typeof import("../src/desk/versions/versions.svelte").Versions;

beforeEach(async () => {
  vi.resetModules();
  asked = [];
  lines = [line(3, 2, "Blue"), line(2, 1, "White"), line(1, 1, "", { kind: "preliminary" })];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, search } = new URL(request.url, "http://desk.test");
    asked.push(`${request.method} ${pathname}${search}`);
    const body = pathname.endsWith("/versions")
      ? { versions: lines }
      : { before: "a", after: "b", lines: [], people: [{ says: ["Call"], people: ["Hana", "Liam"] }] };
    return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
  });
  ({ Versions } = await import("../src/desk/versions/versions.svelte"));
});

test("the newest stands beside the one before it until others are chosen; a new issue comes to the front", async () => {
  const page = new Versions(1, 5);
  await page.read();
  expect([page.before, page.after]).toEqual([2, 3]);
  expect(asked.at(-1)).toBe("GET /api/productions/1/versions/3/difference?since_id=2");
  page.choose(1, 2);
  await page.read();
  expect([page.before, page.after]).toEqual([1, 2]);
  lines = [line(4, 3, "Pink"), ...lines];
  await page.read();
  expect([page.before, page.after]).toEqual([3, 4]);
});

test("what is held is compared with nothing, and while it waits nothing is withdrawn", async () => {
  lines = [line(4, 3, "Pink", { held: true }), ...lines];
  const page = new Versions(1, 5);
  await page.read();
  expect([page.before, page.after]).toEqual([2, 3]);
  expect(page.mayWithdraw).toBe(false);
});

test("it is withdrawn to the newest that wasn't itself; the first can't be", async () => {
  lines = [
    line(5, 3, "Pink"),
    line(4, 2, "Blue", { withdrawn_at: "2025-04-11T02:00:00Z" }),
    ...lines.slice(1),
  ];
  const page = new Versions(1, 5);
  await page.read();
  expect([page.newest?.id, page.former?.id, page.mayWithdraw]).toEqual([5, 2, true]);
  lines = [line(2, 1, "White")];
  await page.read();
  expect(page.mayWithdraw).toBe(false);
});
