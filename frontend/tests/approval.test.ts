import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Asked } from "../src/api/approval";
import { day5 } from "./cast";

const CONTENT = "ab".repeat(32);
const asked = (role: string, more: Partial<Asked> = {}): Asked => ({
  role,
  why: ["general_call"],
  name: "",
  title: "",
  at: null,
  yours: role === "first_ad",
  who: [role === "upm" ? "Desmond Achebe" : "Margaux Delacroix"],
  short: [],
  ...more,
});

let draft: {
  unchanged: boolean;
  difference: string[];
  approval: { asked: Asked[]; waits: boolean; content: string };
};
let sent: object[];
let stale: boolean;
let read: number;
let lib: typeof import("@testing-library/svelte");

beforeEach(async () => {
  vi.resetModules();
  lib = await import("@testing-library/svelte");
  vi.setSystemTime(Date.parse("2025-04-10T22:40:00Z"));
  localStorage.setItem("callboard.clock", "24");
  [sent, stale, read] = [[], false, 0];
  draft = {
    unchanged: false,
    difference: ["General call: 06:12 → 06:42"],
    approval: { asked: [asked("first_ad"), asked("upm")], waits: true, content: CONTENT },
  };
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "GET") {
      read += 1;
      const page = {
        day_id: 5,
        on_date: "2025-04-11",
        zone: "America/New_York",
        day_revision: 7,
        base_version: 2,
      };
      return json({
        ...page,
        next: { number: 3, colour: "Pink" },
        general_call: "2025-04-11T10:42:00Z",
        ...draft,
      });
    }
    sent.push(await request.clone().json());
    if (stale)
      return json({ code: "stale", title: "Changed", detail: "The draft was changed.", changes: [] }, 412);
    const given = asked("first_ad", { name: "Margaux Delacroix", at: "2025-04-10T22:40:00Z" });
    draft.approval = { ...draft.approval, asked: [given, asked("upm")] };
    return json(draft.approval);
  });
});

afterEach(() => {
  lib.cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** Today on the phone of somebody with these rights. */
async function open(may = ["sheet.approve"]): Promise<void> {
  const { session } = await import("../src/data/session.svelte");
  session.memberships = [{ production_id: 1, may, words: "us" }] as never;
  const { default: Approve } = await import("../src/crew/today/Approve.svelte");
  lib.render(Approve, { days: [day5()] });
}

const see = (text: string | RegExp) =>
  lib.waitFor(() => expect(lib.screen.getAllByText(text)[0]).toBeTruthy(), { timeout: 3000 });

test("a 1st AD reads on Today what changes, and approves it by one tap", async () => {
  await open();
  await see("General call: 06:12 → 06:42");
  await see("Issue Pink waits for 1st AD and UPM. The general call moves.");
  await see("Waits for you");
  lib.screen.getByRole("button", { name: "Approve Pink" }).click();
  await see("Approved Thu 18:40 Margaux Delacroix");
  await see("Waits for Desmond Achebe");
  expect(lib.screen.queryByRole("button", { name: "Approve Pink" })).toBeNull();
  expect(sent).toEqual([{ base_version: 2, day_revision: 7, content: CONTENT }]);
});

test("what was edited meanwhile isn’t approved, and says so", async () => {
  stale = true;
  await open();
  await see("General call: 06:12 → 06:42");
  lib.screen.getByRole("button", { name: "Approve Pink" }).click();
  await see("The draft was changed.");
  await see("Approve Pink");
});

test("a short rest names who has it", async () => {
  draft.approval.asked = [
    asked("first_ad", { why: [] }),
    asked("upm", { why: ["rest"], short: ["Omar"], yours: true }),
  ];
  await open();
  await see("Issue Pink waits for UPM. Rest falls short: Omar.");
  await see("Not needed for this");
});

test.each([
  ["nothing differs", () => (draft.unchanged = true)],
  ["nobody is asked", () => (draft.approval.asked = [])],
  ["it isn’t needed", () => (draft.approval.asked = [asked("first_ad", { why: [] })])],
  ["another is asked", () => (draft.approval.asked = [asked("upm")])],
])("nothing stands on Today where %s", async (_, change) => {
  change();
  await open();
  await lib.waitFor(() => expect(read).toBe(1));
  await (await import("svelte")).tick();
  expect(document.querySelector(".approve")).toBeNull();
});

test("the desk issues only once nobody is waited for", async () => {
  const { approved, given, mine } = await import("../src/api/approval");
  const waiting = { asked: [asked("first_ad"), asked("upm")], waits: true, content: "" };
  const whole = { asked: [asked("first_ad", { at: "2025-04-10T22:40:00Z" })], waits: false, content: "" };
  expect([mine(waiting), given(waiting), approved(waiting)]).toEqual([true, false, false]);
  expect([mine(whole), given(whole), approved(whole)]).toEqual([false, true, true]);
});
