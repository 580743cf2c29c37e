import { afterEach, beforeEach, expect, test, vi } from "vitest";

const someone = (notice_id: number, name: string, more = {}) => ({
  notice_id,
  name,
  position: "Grip",
  department: "Grip",
  mobile: "+12125550100",
  via: "",
  title: "Your call Fri 11 Apr: 05:45, was 06:12",
  body: "Parking North field",
  why: "late",
  since: "2025-04-11T01:45:00Z",
  office_at: null,
  tried: "",
  tried_at: null,
  ...more,
});

let people: object[];
let status: number;
let broken: string;
let facts: ((fact: { subject: string }) => void)[];
const kept: { path: string; body: { outcome: string; proxy: string } }[] = [];
let lib: typeof import("@testing-library/svelte");

beforeEach(async () => {
  vi.resetModules();
  kept.length = 0;
  status = 200;
  broken = "none";
  facts = [];
  people = [someone(1, "Walt"), someone(2, "Ray", { mobile: "", via: "Miriam Stern, agent" })];
  vi.doMock("../src/data/queue.svelte", () => ({
    act: async (draft: (typeof kept)[number]) => kept.push(draft),
    queue: { waiting: [], parked: [] },
    flush: async () => undefined,
    onSent: () => () => undefined,
  }));
  vi.doMock("../src/data/live.svelte", () => ({
    onFact: (hear: (typeof facts)[number]) => {
      facts.push(hear);
      return () => undefined;
    },
    onReset: () => () => undefined,
  }));
  vi.stubGlobal(
    "fetch",
    async (asked: Request) =>
      new Response(JSON.stringify({ production: "P", office_phone: "+12125550199", zone: "UTC", people }), {
        status: asked.url.includes(broken) ? 500 : status,
        headers: { "content-type": "application/json" },
      }),
  );
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal("scrollTo", () => undefined);
  lib = await import("@testing-library/svelte");
  const { session } = await import("../src/data/session.svelte");
  session.account = 7;
  session.memberships = [{ production_id: 1, may: ["ring.read", "ring.write"] }] as never;
});

afterEach(() => lib.cleanup());

async function show() {
  const { default: Ring } = await import("../src/crew/Ring.svelte");
  lib.render(Ring);
}

test("the nearest is to be rung first, with the number and what to say", async () => {
  await show();
  const number = await lib.screen.findByRole("link", { name: "Ring +12125550100, Walt" });
  expect(number.getAttribute("href")).toBe("tel:+12125550100");
  expect(lib.screen.getByText("Your call Fri 11 Apr: 05:45, was 06:12.")).toBeTruthy();
  expect(lib.screen.getByRole("heading", { level: 1 }).textContent).toBe("Yours to ring: 2");
});

test("voicemail leaves them on the list, having spoken takes them off, kept on the phone either way", async () => {
  await show();
  await lib.fireEvent.click(await lib.screen.findByRole("button", { name: "Left voicemail" }));
  expect(await lib.screen.findByText(/voicemail left/)).toBeTruthy();
  expect(lib.screen.getByRole("heading", { name: "Ray" }), "then the next").toBeTruthy();
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: /Walt/ }));
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "Spoke to them: they know" }));
  await vi.waitFor(() => expect(lib.screen.queryByText(/Walt$/)).toBeNull());
  expect(kept.map(({ body }) => body.outcome)).toEqual(["voicemail", "knows"]);
  expect(kept[0]?.path).toBe("/api/productions/1/ring-list/1/outcomes");
});

test("who has no number is reached through the office; who was told for them is asked by name", async () => {
  people = people.slice(1);
  await show();
  expect(await lib.screen.findByText("Through Miriam Stern, agent")).toBeTruthy();
  expect(lib.screen.getByRole("link", { name: /Ring the office/ }).getAttribute("href")).toBe(
    "tel:+12125550199",
  );
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "Told somebody for them" }));
  const field = await lib.screen.findByLabelText(/Whom you told/);
  await lib.fireEvent.input(field, { target: { value: " Miriam Stern " } });
  await lib.fireEvent.submit(field.closest("form") as HTMLFormElement);
  await vi.waitFor(() =>
    expect(kept[0]?.body).toMatchObject({ outcome: "proxy_knows", proxy: "Miriam Stern" }),
  );
  expect(await lib.screen.findByText("Nobody is left for you to ring.")).toBeTruthy();
});

test("a list that can’t be read says so, and is asked for again", async () => {
  status = 500;
  await show();
  const again = await lib.screen.findByRole("button", { name: "Try again" });
  status = 200;
  await lib.fireEvent.click(again);
  expect(await lib.screen.findByRole("heading", { name: "Walt" })).toBeTruthy();
});

test("who is being rung stays in front when a nearer call comes, until it is noted what came of it", async () => {
  people = [someone(1, "Walt")];
  await show();
  await lib.screen.findByRole("heading", { name: "Walt" });
  people = [someone(2, "Ray"), someone(1, "Walt")];
  for (const hear of facts) hear({ subject: "notice" });
  await lib.screen.findByRole("button", { name: /Ray/ });
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "Spoke to them: they know" }));
  await lib.screen.findByRole("heading", { name: "Ray" });
  expect(kept.map(({ path }) => path)).toEqual(["/api/productions/1/ring-list/1/outcomes"]);
});

test("a production that can’t be read hides nobody of the others", async () => {
  const { session } = await import("../src/data/session.svelte");
  session.memberships = [1, 2].map((production_id) => ({ production_id, may: ["ring.read"] })) as never;
  broken = "/productions/1/";
  await show();
  expect(await lib.screen.findByRole("heading", { name: "Walt" })).toBeTruthy();
  expect(lib.screen.getByRole("button", { name: "Try again" }), "and it is said").toBeTruthy();
});

test("who may ring nobody finds nothing here", async () => {
  const { session } = await import("../src/data/session.svelte");
  session.memberships = [{ production_id: 1, may: [] }] as never;
  await show();
  expect(lib.screen.queryByRole("heading", { name: /Yours to ring/ })).toBeNull();
});
