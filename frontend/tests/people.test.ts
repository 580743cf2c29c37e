import { expect, test } from "vitest";
import { blank, datesIn, draftOf, sent } from "../src/desk/people/draft";
import {
  counts,
  datesOf,
  fits,
  groups,
  keyOf,
  type Line,
  lines,
  type Person,
  type Reach,
} from "../src/desk/people/people";
import { minutesOf, timeField } from "../src/words/settings";

const SHOWN = {
  zone: "America/New_York",
  now: Date.parse("2025-04-10T18:20:00Z"),
  clock: "24",
  locale: "en-GB",
} as const;

function person(id: number, name: string, more: Partial<Person> = {}): Person {
  return {
    id,
    name,
    positions: [position({ title: "1st AC" })],
    roles: ["crew"],
    minor: false,
    unit_id: null,
    number_shown: false,
    joined: true,
    invited: "",
    invited_at: null,
    revision: 1,
    ...more,
  };
}

function position(more: Partial<Person["positions"][number]> = {}): Person["positions"][number] {
  return {
    id: 1,
    department_id: 7,
    title: "",
    head: false,
    starts_on: null,
    ends_on: null,
    only_on: [],
    ...more,
  };
}

function reach(member_id: number, more: Partial<Reach> = {}): [number, Reach] {
  const none = { proof: null, proof_at: null, email_known: true, mobile_known: true, mail_bounced: false };
  return [member_id, { member_id, reached_by: "rings", ...none, ...more }];
}

const DEPARTMENTS = [
  { id: 7, name: "Camera", sort: 0, chaser_member_id: null },
  { id: 8, name: "Transport", sort: 1, chaser_member_id: null },
];

test("dates as the office writes them", () => {
  const on = (more: object) => datesOf([position(more)], "en-GB");
  expect(on({ starts_on: "2025-04-01", ends_on: "2025-05-30" })).toBe("1 Apr – 30 May");
  expect(on({ starts_on: "2025-04-14", ends_on: "2025-04-14" })).toBe("14 Apr");
  expect(on({ only_on: ["2025-04-15", "2025-04-14"] })).toBe("14 Apr, 15 Apr");
  expect(on({ starts_on: "2025-04-01" })).toBe("from 1 Apr");
  expect(on({})).toBe("");
});

test("two positions: the earliest start, the latest end, and open where one is open", () => {
  const first = position({ starts_on: "2025-04-07", ends_on: "2025-04-11" });
  expect(datesOf([first, position({ starts_on: "2025-04-01", ends_on: "2025-05-30" })], "en-GB")).toBe(
    "1 Apr – 30 May",
  );
  expect(datesOf([first, position()], "en-GB")).toBe("from 7 Apr");
});

test("the last proof in words, with its time in the production's zone", () => {
  const proof = (more: Partial<Reach>, who = person(1, "Hana")) =>
    lines([who], new Map([reach(1, more)]), SHOWN)[0]?.proof;
  expect(proof({ proof: "shown", proof_at: "2025-04-10T15:21:00Z" })).toBe("shown today 11:21");
  expect(proof({ proof: "confirmed", proof_at: "2025-04-10T00:14:00Z" })).toBe("confirmed Wed 20:14");
  expect(proof({ mail_bounced: true })).toBe("mail came back");
  expect(proof({ mobile_known: false }, person(1, "Dev", { joined: false }))).toBe("no mobile");
  expect(
    proof({}, person(1, "Dev", { joined: false, invited: "accepted", invited_at: "2025-03-24T12:00:00Z" })),
  ).toBe("invited 24 Mar");
});

const CAST: Line[] = lines(
  [
    person(1, "Siân Whitfield"),
    person(2, "Mei Whitfield", { positions: [position({ title: "1st AC A", head: true })] }),
    person(3, "Tom Nguyễn", {
      positions: [position({ department_id: 8 })],
      mobile: "+12125550143",
      mobile_typed: "(212) 555-0143",
    }),
    person(4, "Pavel Ostrowski", { joined: false, positions: [position({ only_on: ["2025-04-14"] })] }),
    person(5, "Nobody’s", { positions: [] }),
  ],
  new Map([reach(1), reach(2), reach(3, { reached_by: "phone" }), reach(4, { reached_by: "not_asked" })]),
  SHOWN,
);

test("day players who weren't asked come first, then who has no department yet, then departments with their head on top", () => {
  const found = groups(CAST, DEPARTMENTS);
  expect(found.map((g) => [g.title, g.sub, g.lines.map((l) => l.person.id)])).toEqual([
    ["Day players", "1 not asked yet", [4]],
    ["No department yet", "1", [5]],
    ["Camera", "2 · 2 ring · head Mei Whitfield", [2, 1]],
    ["Transport", "1", [3]],
  ]);
});

test("everybody is counted once", () => {
  expect([...counts(CAST)]).toEqual([
    ["rings", 2],
    ["rings_off", 0],
    ["mail", 0],
    ["phone", 1],
    ["not_asked", 2],
  ]);
});

test("one finds people without accents, by position and by number", () => {
  const who = (asked: string) => CAST.filter((line) => fits(line, asked)).map((line) => line.person.id);
  expect(who("sian whit")).toEqual([1]);
  expect(who("ac a, head")).toEqual([2]);
  expect(who("555 0143")).toEqual([3]);
  expect(who("nguyen")).toEqual([3]);
});

test("dates in a field, and what isn't one", () => {
  expect(datesIn("2025-04-14, 2025-04-15")).toEqual(["2025-04-14", "2025-04-15"]);
  expect(datesIn("")).toEqual([]);
  expect(datesIn("14 April")).toBeNull();
  expect(datesIn("2025-13-45")).toBeNull();
});

test("a form sends what it shows and keeps what it doesn't", () => {
  const before = person(1, "Mei", {
    born_on: "2012-01-02",
    unit_id: 3,
    rest_pack: "sag",
    mobile_typed: "07700 900001",
  });
  expect(sent(draftOf(before), before)).toMatchObject({
    name: "Mei",
    born_on: "2012-01-02",
    unit_id: 3,
    rest_pack: "sag",
    mobile: "07700 900001",
    email: null,
    positions: [{ department_id: 7, title: "1st AC", starts_on: null, only_on: [] }],
  });
  expect(sent(blank()).positions).toHaveLength(1);
});

test("minutes and a time field say the same", () => {
  expect(timeField(1380)).toBe("23:00");
  expect(minutesOf("05:30")).toBe(330);
});

test("a department's list isn't taken for another department's", () => {
  const camera = { kind: "department", department_id: 1, member_ids: [] } as const;
  expect(keyOf({ ...camera, member_ids: [] })).not.toBe(
    keyOf({ ...camera, department_id: 2, member_ids: [] }),
  );
  expect(keyOf({ kind: "today", department_id: null, member_ids: [] })).toBe("today");
});
