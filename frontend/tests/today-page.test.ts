import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ChangesOut, TodayOut } from "../src/api/today";
import { CHANGES, day5, todayWith, version } from "./cast";

/** Fri 11 April, 05:15 in the field: 57 minutes before the call. */
const NOW = Date.parse("2025-04-11T09:15:00Z");
const HOUR = 3_600_000;
const HANA = 7;

type Answer = { status: number; body?: unknown; date?: number; account?: number } | "no answer";

let answers: Record<string, Answer>;
/** Fresh with every test, together with the Svelte that the page uses. */
let lib: typeof import("@testing-library/svelte");

function server(url: string): Promise<Response> {
  const answer = answers[String(url)] ?? { status: 404, body: { code: "not_found", title: "Not here." } };
  if (answer === "no answer") return Promise.reject(new TypeError("Failed to fetch"));
  const headers: Record<string, string> = { "content-type": "application/json", etag: '"r1"' };
  if (answer.account) headers["callboard-account"] = String(answer.account);
  if (answer.date) headers.date = new Date(answer.date).toUTCString();
  return Promise.resolve(new Response(JSON.stringify(answer.body ?? {}), { status: answer.status, headers }));
}

beforeEach(async () => {
  vi.resetModules();
  lib = await import("@testing-library/svelte");
  vi.setSystemTime(NOW);
  localStorage.setItem("callboard.clock", "24");
  answers = { "/api/me/changes": "no answer" };
  vi.stubGlobal("fetch", (input: string) => server(input));
  vi.stubGlobal("caches", { keys: async () => [], delete: async () => true });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
});

afterEach(async () => {
  const { today, changes } = await import("../src/data/own.svelte");
  // what the page still reads would find its database closed
  await lib.waitFor(() =>
    expect(changes.standing === "reading" || today.checking || changes.checking).toBe(false),
  );
  lib.cleanup();
  const { wipe, closeAll } = await import("../src/data/databases");
  await wipe(HANA);
  await closeAll();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Opens Today on Hana's phone, which holds `stored` since `age` ms ago. */
async function open(stored: TodayOut | undefined, age = 0, changes?: ChangesOut): Promise<void> {
  const { session } = await import("../src/data/session.svelte");
  const { accountDB } = await import("../src/data/databases");
  session.account = HANA;
  session.name = "Hana Vasquez";
  const at = NOW - age;
  const held = { url: "", etag: '"r0"', savedAt: at, checkedAt: at };
  if (stored) await (await accountDB(HANA)).put("document", { ...held, name: "today", body: stored });
  if (changes) await (await accountDB(HANA)).put("document", { ...held, name: "changes", body: changes });
  const { default: Today } = await import("../src/crew/Today.svelte");
  lib.render(Today);
}

const see = (text: string | RegExp) =>
  lib.waitFor(() => expect(lib.screen.getAllByText(text)[0]).toBeTruthy(), { timeout: 3000 });

test("newest: my call, what it was, where it comes from, whom to ring", async () => {
  answers["/api/me/today"] = { status: 200, body: todayWith([day5()]) };
  await open(undefined);
  await see("06:12");
  await see("06:42");
  await see("in 57 min");
  await see(/Mei Whitfield, 1st AC/);
  expect(lib.screen.queryByText("Check")).toBeNull();
});

test("a place with a telephone is rung by a tap, and the way there stays beside it", async () => {
  const places = day5().places.map((place) =>
    place.kind === "base_camp" ? { ...place, phone: "+1 212 555 0150" } : place,
  );
  answers["/api/me/today"] = { status: 200, body: todayWith([day5({ places })]) };
  await open(undefined);
  await see(/Pine Lake Camp/);
  const link = (name: string) => lib.screen.getByRole("link", { name }).getAttribute("href");
  expect(link("Ring Pine Lake Camp")).toBe("tel:+12125550150");
  expect(link("Route to Pine Lake Camp")).toBeTruthy();
  expect(link("Ring the emergency department")).toBe("tel:+12125550199");
});

test("a night call after midnight names its weekday, and a night that is worked isn’t yesterday", async () => {
  const night = { first_at: "2025-04-12T05:30:00Z", estimated_wrap: "2025-04-12T14:00:00Z", notice: null };
  const calls = day5().calls.map((call) => ({ ...call, at: night.first_at, pickup: null }));
  answers["/api/me/today"] = { status: 200, body: todayWith([day5({ ...night, calls })]) };
  vi.setSystemTime(Date.parse("2025-04-12T08:30:00Z"));
  await open(undefined);
  await lib.waitFor(() => expect(document.querySelector(".hero")?.textContent).toBe("01:30 Sat"));
  expect(lib.screen.queryByText(/Yesterday/)).toBeNull();
  const { sectionAt, shownDay } = await import("../src/crew/shown");
  const today = todayWith([day5({ ...night, calls })]);
  const shown = shownDay(today, Date.now());
  expect(sectionAt(day5(), shown, Date.now())).toBe("today");
  expect(sectionAt(day5({ day_id: 99 }), shown, Date.now())).toBe("past");
});

test("a phone three hours ahead counts by the server’s clock", async () => {
  answers["/api/me/today"] = { status: 200, body: todayWith([day5()]), date: NOW };
  vi.setSystemTime(NOW + 3 * HOUR);
  await open(undefined);
  await see("06:12");
  await see("in 57 min");
});

test("who signs in while another’s answer is waited for isn’t kept waiting, and sees nothing of it", async () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  await open(todayWith([day5()]));
  await see("06:12");
  vi.stubGlobal("fetch", (input: string) => server(input));
  const mine = day5({ calls: day5().calls.map((call) => ({ ...call, at: "2025-04-11T11:30:00Z" })) });
  answers["/api/me/today"] = { status: 200, body: { ...todayWith([mine]), account_id: HANA + 1 } };
  const { session } = await import("../src/data/session.svelte");
  session.account = HANA + 1;
  await see("07:30");
  expect(lib.screen.queryByText("06:12")).toBeNull();
  const { wipe } = await import("../src/data/databases");
  await wipe(HANA + 1);
});

test("a phone that keeps nothing shows the call all the same, and says so", async () => {
  answers["/api/me/today"] = { status: 200, body: todayWith([day5()]) };
  const refused = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  vi.doMock("../src/data/databases", async (original) => ({
    ...(await original<object>()),
    accountDB: refused,
    deviceDB: refused,
  }));
  const { session } = await import("../src/data/session.svelte");
  session.account = HANA;
  const { default: Today } = await import("../src/crew/Today.svelte");
  lib.render(Today);
  await see("06:12");
  await see(/^This phone keeps nothing/);
  vi.doUnmock("../src/data/databases");
});

test("a minor’s planned release stands with the call", async () => {
  const day = day5();
  answers["/api/me/today"] = {
    status: 200,
    body: todayWith([
      { ...day, calls: day.calls.map((call) => ({ ...call, release: "2025-04-11T21:30:00Z" })) },
    ]),
  };
  await open(undefined);
  await see("Planned release 17:30");
});

test("saved copy: how old, what may be out, no tick", async () => {
  answers["/api/me/today"] = "no answer";
  await open(todayWith([day5()]), 7 * HOUR);
  await see("06:12");
  await see(/7 h old\. A newer sheet may be out\./);
  await see("Check");
});

test("saved copy past twelve hours turns amber", async () => {
  answers["/api/me/today"] = "no answer";
  await open(todayWith([day5()]), 13 * HOUR);
  await lib.waitFor(() => expect(document.querySelector(".saved.stale")).not.toBeNull());
});

test("empty: one sentence and the next step", async () => {
  const monday = day5({
    day_id: 6,
    day_number: 6,
    on_date: "2025-04-14",
    state: "not_issued",
    version: null,
    first_at: null,
    calls: [],
    issue_expected: "2025-04-11",
    change: null,
    notice: null,
  });
  answers["/api/me/today"] = { status: 200, body: todayWith([monday]) };
  await open(undefined);
  await see(/^Nothing issued for Mon/);
  await see("You will be rung when it is, at Friday’s wrap.");
});

test("offline, acting: the act is done, said to be saved here, and counted", async () => {
  answers["/api/me/today"] = "no answer";
  answers["/api/productions/1/notices/31/confirm"] = "no answer";
  await open(todayWith([day5()]), HOUR);
  await see("Got it: 06:12, North field");
  const button = lib.screen.getByText("Got it: 06:12, North field");
  button.click();
  button.click(); // a thumb that taps twice says it once
  await see("Saved here");
  await see("1 entry saved here, waiting for signal");
  await lib.waitFor(() => expect(lib.screen.queryByText("Got it: 06:12, North field")).toBeNull());
});

test("superseded: the time is struck, one button opens the newer", async () => {
  answers["/api/me/today"] = "no answer";
  const first = CHANGES.changes[0];
  if (!first) throw new Error("the cast has changes");
  const pink = { ...first, to: { number: 3, colour: "pink", issued_at: "2025-04-11T02:10:00Z" } };
  await open(todayWith([day5({ version: version(2, "blue") })]), HOUR, { ...CHANGES, changes: [pink] });
  await see(/Superseded/);
  await see("Open Pink v3");
  expect(document.querySelector(".hero.struck")?.textContent).toBe("06:12");
});

test("no permission: 404's words, and the copy is gone", async () => {
  await open(todayWith([day5()]), HOUR);
  await see("This page isn’t here for you.");
  const { readHeld } = await import("../src/data/documents");
  expect(await readHeld(HANA, "today")).toBeUndefined();
});

test.each([
  { status: 200, body: todayWith([]), account: 8 },
  { status: 404, body: { code: "not_found", title: "Not here." }, account: 8 },
])("an answer for who signed in in another tab is neither shown nor kept: %j", async (answer) => {
  answers["/api/me/today"] = answer;
  await open(todayWith([day5()]), HOUR);
  const { today } = await import("../src/data/own.svelte");
  await lib.waitFor(() => expect(today.checking).toBe(false));
  await see("06:12");
  const { readHeld } = await import("../src/data/documents");
  expect((await readHeld<TodayOut>(HANA, "today"))?.body.days).toHaveLength(1);
});

test("expired lease: the sheet is gone from the phone, the office's number stays", async () => {
  answers["/api/me/today"] = "no answer";
  await open(todayWith([day5({ first_at: "2025-04-01T10:00:00Z", calls: [] })]), 5 * 24 * HOUR);
  await see(/This copy ran out .* and has been put away\./);
  await see("+12125550104");
  await see("Connect once to see your call.");
});

test("nothing held and no answer: what happened and what to do", async () => {
  answers["/api/me/today"] = "no answer";
  await open(undefined);
  await see("Nothing is saved on this phone yet.");
  await see("Try again");
});

test("signed out elsewhere: the copy stays, signing in is offered", async () => {
  answers["/api/me/today"] = {
    status: 401,
    body: { code: "not_signed_in", title: "You are not signed in here" },
  };
  await open(todayWith([day5()]), HOUR);
  await see("06:12");
  await see("Sign in");
});
