import { beforeEach, expect, test, vi } from "vitest";

const person = (member_id: number, name: string, more = {}) => ({
  member_id,
  name,
  title: "Grip",
  state: "expired",
  board: "hasnt",
  reason: "phone off",
  channel: "",
  at: null,
  call: "2025-04-11T10:12:00Z",
  notice_id: 100 + member_id,
  mobile: "+12125550100",
  ...more,
});

const row = (member_id: number, version: number, more = {}) => ({
  notice_id: 100 + member_id,
  member_id,
  name: "",
  version,
  evidence: [],
  title: `Your call Fri 11 Apr: 06:12 (${member_id})`,
  body: "Blue",
  ...more,
});

let people: object[];
let noted: { id: string; outcome: string; proxy: string }[];
let asked: string[];
let refuse: number;
let lib: typeof import("@testing-library/svelte");
let store: typeof import("../src/desk/reach/reach.svelte");

beforeEach(async () => {
  vi.resetModules();
  [noted, asked, refuse] = [[], [], 0];
  people = [
    person(1, "Walt"),
    person(2, "Ray", { call: "2025-04-11T08:57:00Z" }),
    person(3, "Kofi", { call: null }),
    person(4, "Mei", { board: "being_called", state: "accepted" }),
    person(5, "Greta", { board: "has_it", state: "reached" }),
    person(6, "Tom", { board: "" }),
  ];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, search } = new URL(request.url, "http://desk.test");
    asked.push(pathname.split("/").at(-1) + search);
    const total = { told: 5, has_it: 1, being_called: 1, hasnt: 3 };
    const version = { number: 2, colour: "Blue", issued_at: "2025-04-11T01:40:00Z" };
    const answers: Record<string, object> = {
      board: {
        day_id: 5,
        on_date: "2025-04-11",
        zone: "America/New_York",
        version,
        total,
        departments: [{ id: 7, name: "Grip", people }],
      },
      ledger: { rows: [row(1, 2), row(2, 2)] },
      outcomes: {},
    };
    if (pathname.endsWith("/outcomes")) noted.push(await request.clone().json());
    const status = pathname.endsWith("/ledger") && refuse ? refuse : 200;
    return new Response(JSON.stringify(answers[pathname.split("/").at(-1) ?? ""]), {
      status,
      headers: { "content-type": "application/json" },
    });
  });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  lib = await import("@testing-library/svelte");
  store = await import("../src/desk/reach/reach.svelte");
  const { house } = await import("../src/desk/house.svelte");
  house.me = {
    memberships: [{ production_id: 1, archived: false, may: ["ledger.read", "ledger.write"] }],
  } as never;
});

async function read() {
  const page = new store.Reach(1, 5);
  await page.read();
  return page;
}

test("whom nothing reached stands by the nearest call, those without a time last; others are counted apart", async () => {
  const page = await read();
  expect(page.hasnt.map((one) => one.person.name)).toEqual(["Ray", "Walt", "Kofi"]);
  expect(page.reached.map((one) => one.person.name)).toEqual(["Greta"]);
  expect(page.called).toEqual([["Grip", 1]]);
  expect(page.next?.row?.title).toBe("Your call Fri 11 Apr: 06:12 (2)");
  expect(asked).toEqual(["board", "ledger?version=2"]);
});

test("who was chosen stays chosen until they leave the list, then it goes on with the next", async () => {
  const page = await read();
  page.chosen = 1;
  expect(page.next?.person.name).toBe("Walt");
  people = people.slice(1);
  await page.read();
  expect(page.next?.person.name).toBe("Ray");
});

test("a day of which nobody was told anything has no ledger, and that is no error", async () => {
  refuse = 404;
  const page = await read();
  expect([page.asked.problem, page.rows.size]).toEqual([null, 0]);
});

test("who is on a chaser’s list is taken over; who sleeps is told apart", async () => {
  const { default: Listed } = await import("../src/desk/reach/Listed.svelte");
  const { house } = await import("../src/desk/house.svelte");
  house.me = { memberships: [{ production_id: 1, archived: false, may: ["ledger.take"] }] } as never;
  const later = new Date(Date.now() + 3_600_000).toISOString();
  people = [
    person(4, "Mei", {
      board: "being_called",
      rung: "chaser",
      asked: "Lena",
      asked_at: "2025-04-11T01:45:00Z",
    }),
    person(5, "Otto", { board: "being_called", rung: "app", quiet_until: later }),
  ];
  const page = await read();
  expect([page.listed, page.quiet].map(([one]) => one?.person.name)).toEqual(["Mei", "Otto"]);
  expect(page.called).toEqual([["Grip", 1]]);
  const said: string[] = [];
  lib.render(Listed, { page, data: page.board.data as never, ontaken: (what: string) => said.push(what) });
  expect(lib.screen.getByText(/Lena’s list since/)).toBeTruthy();
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "Take over Mei" }));
  await vi.waitFor(() => expect(said).toEqual(["Mei is yours to ring now."]));
  expect(asked).toContain("take-over");
  lib.cleanup();
});

test("a key notes what came of it; for a proxy it asks first who it was", async () => {
  const { default: Ring } = await import("../src/desk/reach/Ring.svelte");
  const page = await read();
  const said: string[] = [];
  const one = page.next as NonNullable<typeof page.next>;
  lib.render(Ring, { page, one, first: true, onnoted: (what: string) => said.push(what) });
  await lib.fireEvent.keyDown(window, { key: "3" });
  await vi.waitFor(() => expect(said).toEqual(["Ray: No answer."]));
  await lib.fireEvent.keyDown(window, { key: "5" });
  const field = await lib.screen.findByLabelText(/Who knows it/);
  expect(noted).toHaveLength(1);
  await lib.fireEvent.keyDown(field, { key: "1" });
  await lib.fireEvent.input(field, { target: { value: "Miriam Stern " } });
  await lib.fireEvent.submit(field.closest("form") as HTMLFormElement);
  await vi.waitFor(() => expect(noted).toHaveLength(2));
  expect(noted[1]).toMatchObject({ outcome: "proxy_knows", proxy: "Miriam Stern" });
  lib.cleanup();
});
