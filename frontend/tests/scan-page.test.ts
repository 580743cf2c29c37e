import { afterEach, beforeEach, expect, test, vi } from "vitest";

const HANA = 7;
const BASE = "/api/productions/1";

let lib: typeof import("@testing-library/svelte");
let answers: (url: string, init?: RequestInit) => Promise<Response>;

const thing = (id: number, code: string, more = {}) => ({
  id,
  code,
  kind: "case",
  name: "Prime lenses",
  department_id: 2,
  home_vehicle_id: 3,
  in_thing_id: null,
  make: "",
  serial: "",
  quantity: 1,
  vendor_id: null,
  owner_member_id: null,
  po: "",
  due_back_on: null,
  hold: "none",
  notes: "",
  revision: 1,
  label: null,
  standing: "in",
  overdue: false,
  holder_kind: "home",
  holder_id: null,
  since_at: null,
  event_id: null,
  ms: 0,
  counter: 0,
  last_seen_at: null,
  last_seen_by: null,
  last_seen_place: "",
  ...more,
});

const LIST = {
  member_id: HANA,
  origins: ["https://callboard.test"],
  things: [thing(10, "CAM-07"), thing(11, "CAM-08")],
  names: [
    { kind: "vehicle", id: 3, name: "Camera truck", phone: "", departments: [] },
    { kind: "vehicle", id: 4, name: "Grip truck", phone: "", departments: [] },
    { kind: "department", id: 2, name: "Camera", phone: "", departments: [] },
    { kind: "member", id: HANA, name: "Hana Sato", phone: "", departments: [2] },
  ],
  disputes: [],
};

const ok = (body: unknown, id?: string) =>
  Promise.resolve(
    new Response(JSON.stringify(body), {
      headers: {
        "content-type": "application/json",
        etag: '"1"',
        ...(id ? { "callboard-request": id } : {}),
      },
    }),
  );

beforeEach(async () => {
  vi.resetModules();
  lib = await import("@testing-library/svelte");
  answers = (url) => ok(url.endsWith("/gear") ? LIST : { checks: [] });
  vi.stubGlobal("fetch", (input: string | Request, init?: RequestInit) =>
    answers(typeof input === "string" ? input : input.url, init),
  );
  vi.stubGlobal("caches", { keys: async () => [], delete: async () => true });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  const { session } = await import("../src/data/session.svelte");
  session.account = HANA;
  session.memberships = [
    { production_id: 1, name: "Harbour Lights", archived: false, may: ["gear.read", "gear.scan"] },
  ] as never;
});

afterEach(async () => {
  lib.cleanup();
  const { closeAll, wipe } = await import("../src/data/databases");
  await wipe(HANA).catch(() => undefined);
  await closeAll();
});

async function page() {
  const { default: Scan } = await import("../src/scan/Scan.svelte");
  lib.render(Scan);
  await lib.screen.findByText("of 2");
}

/** What the laser types, as fast as it does. */
function laser(text: string): void {
  let at = performance.now();
  for (const key of [...text, "Enter"]) {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    at += 5;
    Object.defineProperty(event, "timeStamp", { value: at });
    (document.activeElement ?? document.body).dispatchEvent(event);
  }
}

test("a keyboard scanner counts a case with no camera here", async () => {
  await page();
  expect(lib.screen.getByText(/There is no camera here/)).toBeTruthy();
  laser("CAM-07");
  await lib.screen.findByText("Here");
  await lib.screen.findByText("You 1");
});

test("a code of something else is told from a label of another production", async () => {
  await page();
  laser("HTTPS://CALLBOARD.TEST/G/0123456789");
  await lib.screen.findByText("Not a case of this production");
  laser("WIFI:S:Base camp;T:WPA;P:tide;;");
  await lib.screen.findByText("A code of something else, not of this Callboard");
  laser("CAM-07");
  await lib.screen.findByText("You 1");
});

test("a case is to scan while the check goes on, and missing only where an earlier one didn't find it", async () => {
  const things = [LIST.things[0], thing(11, "CAM-08", { standing: "missing" })];
  answers = (url) => ok(url.endsWith("/gear") ? { ...LIST, things } : { checks: [] });
  await page();
  const rows = async (name: string) =>
    lib.within(await lib.screen.findByRole("list", { name })).getAllByRole("listitem");
  const [seven, eight] = await rows("To scan");
  expect(seven?.textContent).not.toContain("Missing");
  expect(eight?.textContent).toContain("Missing");
  laser("CAM-07");
  expect(await rows("Missing")).toHaveLength(1);
});

test("two labels within a blink begin one check, and one label read twice is counted once", async () => {
  await page();
  laser("CAM-07");
  laser("CAM-07");
  laser("CAM-08");
  await lib.screen.findByText("You 2");
  const { gear } = await import("../src/gear/gear.svelte");
  await lib.waitFor(() => expect(gear.own).toHaveLength(2));
  expect(new Set(gear.own.map((one) => one.check_id)).size).toBe(1);
});

test("a scan that the server could not apply is named with why and what is done, until it is read", async () => {
  answers = async (url, init) => {
    if (!url.endsWith("/scans")) return ok(url.endsWith("/gear") ? LIST : { checks: [] });
    const sent = JSON.parse(String(init?.body)) as { scans: { id: string }[] };
    const why = "It is set aside and may only go back. Ask the head of department to release it.";
    const scans = sent.scans.map(({ id }) => ({ id, outcome: "parked", why }));
    return ok({ scans }, new Headers(init?.headers).get("callboard-request") ?? "");
  };
  await page();
  laser("CAM-07");
  const said = await lib.screen.findByRole("alert");
  expect(said.textContent).toContain("CAM-07");
  expect(said.textContent).toContain("It is set aside and may only go back.");
  expect(said.textContent).toContain("The office has it and looks into it.");
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "OK, I have read it: CAM-07" }));
  await lib.waitFor(() => expect(lib.screen.queryByRole("alert")).toBeNull());
  const { list } = await import("../src/data/outbox");
  expect(await list(HANA)).toEqual([]);
});

test("what could not be applied isn't laid over the list", async () => {
  const { gear } = await import("../src/gear/gear.svelte");
  const { queue } = await import("../src/data/queue.svelte");
  await page();
  laser("CAM-07");
  await lib.screen.findByText("Here");
  const scan = gear.own[0];
  queue.entries = [
    { state: "parked", kept: true, path: `${BASE}/scans`, id: "r", label: "CAM-07", body: { scans: [scan] } },
  ] as never;
  gear.done = [];
  expect(gear.own).toEqual([]);
  expect(gear.things[0]).toMatchObject({ last_seen_at: null, event_id: null });
});

const TWO_TRUCKS = {
  ...LIST,
  things: [
    thing(10, "CAM-07"),
    thing(11, "CAM-08", { home_vehicle_id: 4 }),
    thing(12, "GRP-01", { department_id: 5, home_vehicle_id: 4 }),
    thing(13, "SND-01", { department_id: 6, home_vehicle_id: null }),
  ],
};

test("both trucks are checked as one, and each keeps a check of its own", async () => {
  const closed: string[] = [];
  const checks: { scope_kind: string; scope_id: number; id: string }[] = [];
  const holders: object[] = [];
  answers = async (url, init) => {
    if (url.endsWith("/close")) {
      closed.push(url);
      return ok({});
    }
    if (!url.endsWith("/scans")) return ok(url.endsWith("/gear") ? TWO_TRUCKS : { checks: [] });
    const sent = JSON.parse(String(init?.body));
    checks.push(...sent.checks);
    holders.push(...sent.scans.map((one: { holder: object }) => one.holder));
    const scans = sent.scans.map(({ id }: { id: string }) => ({ id, outcome: "applied" }));
    return ok({ scans }, new Headers(init?.headers).get("callboard-request") ?? "");
  };
  const { default: Scan } = await import("../src/scan/Scan.svelte");
  lib.render(Scan);
  await lib.fireEvent.click(await lib.screen.findByRole("button", { name: "Camera truck" }));
  await lib.fireEvent.click(lib.screen.getByText("Camera: both trucks"));
  await lib.screen.findByText("of 3");
  for (const [code, left] of [
    ["CAM-07", 2],
    ["GRP-01", 1],
    ["CAM-08", 0],
  ] as const) {
    laser(code);
    await lib.screen.findByRole("button", { name: left ? `Close, ${left} missing` : "Close, whole" });
  }
  laser("SND-01");
  await lib.screen.findByText("1 case here belongs elsewhere");
  await lib.waitFor(() => expect(holders).toHaveLength(4));
  expect(checks.map((one) => [one.scope_kind, one.scope_id])).toEqual(
    [3, 4, 4, 4].map((id) => ["vehicle", id]),
  );
  expect(new Set(checks.map((one) => one.id)).size).toBe(2);
  expect(holders[3]).toEqual({ kind: "vehicle", id: 4 });
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "Close, whole" }));
  await lib.waitFor(() => expect(closed).toHaveLength(2));
});

test("a phone that was killed goes on with both trucks", async () => {
  const check = (id: number) => ({
    id: `c${id}`,
    scope_kind: "vehicle",
    scope_id: id,
    started_at: new Date().toISOString(),
  });
  const { accountDB } = await import("../src/data/databases");
  const own = {
    "vehicle:3": { check: check(3), read: { 10: 1 } },
    "vehicle:4": { check: check(4), read: { 12: 1 } },
  };
  await (await accountDB(HANA)).put("kv", { scope: { kind: "trucks", id: 0 }, own }, "checks");
  answers = (url) => ok(url.endsWith("/gear") ? TWO_TRUCKS : { checks: [] });
  const { default: Scan } = await import("../src/scan/Scan.svelte");
  lib.render(Scan);
  await lib.screen.findByRole("button", { name: "Both trucks" });
  await lib.screen.findByText("You 2");
});

test("a disputed case asks, and Enter on a focused button answers, while a scanner's Enter never presses one", async () => {
  const claim = (member_id: number, holder_id: number) => ({
    member_id,
    holder_id,
    holder_kind: "member",
    at: "2025-04-10T12:00:00Z",
    move: "take",
    place: "",
    event_id: `e${holder_id}`,
  });
  const disputed = {
    ...LIST,
    things: [thing(10, "CAM-07", { standing: "dispute" }), thing(11, "CAM-08")],
    disputes: [
      { id: 1, thing_id: 10, opened_at: "2025-04-10T12:00:00Z", claims: [claim(HANA, HANA), claim(8, 8)] },
    ],
  };
  answers = (url) => ok(url.endsWith("/gear") ? disputed : { checks: [] });
  await page();
  laser("CAM-07");
  const asks = await lib.screen.findByRole("region", { name: "Two people say they have it" });
  const mine = lib.within(asks).getByRole("button", { name: "It’s in my hands" });
  mine.focus();
  laser("CAM-08");
  await lib.screen.findByText("Here");
  expect(lib.screen.getByRole("region", { name: "Two people say they have it" })).toBeTruthy();
  await lib.fireEvent.click(mine);
  const { gear } = await import("../src/gear/gear.svelte");
  await lib.waitFor(() => expect(gear.own.map((one) => one.move)).toContain("correct"));
});
