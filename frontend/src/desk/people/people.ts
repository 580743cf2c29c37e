/** The crew list as the page shows it: who stands in which group, in which words. Nothing here asks the server or the clock. */
import type { components } from "../../api/schema";
import type { ShapeName } from "../../ui/shapes";
import { dayMonth, when, people as words } from "../../words/people";

export type Person = components["schemas"]["PersonOut"];
export type Reach = components["schemas"]["ReachOut"];
// By its list: two areas name a struct so, and the schema then gives both another name.
export type Department = components["schemas"]["OfficeOut"]["departments"][number];
export type Position = Person["positions"][number];
export type Way = "rings" | "rings_off" | "mail" | "phone" | "not_asked";

export const WAYS: readonly { way: Way; of: ShapeName; tone: "ok" | "info" | "" }[] = [
  { way: "rings", of: "has", tone: "ok" },
  { way: "rings_off", of: "called", tone: "info" },
  { way: "mail", of: "sent", tone: "" },
  { way: "phone", of: "reached", tone: "" },
  { way: "not_asked", of: "queued", tone: "" },
];

/** A list's name among the others: its kind, with the department it is of. */
export function keyOf(list: components["schemas"]["PeopleListOut"]): string {
  return list.department_id === null ? list.kind : `${list.kind} ${list.department_id}`;
}

export interface Line {
  person: Person;
  way: Way;
  position: string;
  dates: string;
  proof: string;
}

export interface Group {
  key: string;
  title: string;
  sub: string;
  /** Not asked yet: shown as new. */
  fresh: boolean;
  lines: Line[];
}

export interface Shown {
  zone: string;
  now: number;
  clock: "24" | "12";
  locale?: string;
}

/** "1 Apr – 30 May", "14 Apr", "14 Apr, 15 Apr", "from 1 Apr". */
export function datesOf(positions: readonly Position[], locale?: string): string {
  const single = positions.flatMap((p) => p.only_on);
  if (positions.length > 0 && positions.every((p) => p.only_on.length > 0)) {
    return [...new Set(single)]
      .sort()
      .map((on) => dayMonth(on, locale))
      .join(", ");
  }
  const starts = positions.map((p) => p.starts_on).filter((on): on is string => on !== null);
  const ends = positions.map((p) => p.ends_on);
  const from = starts.sort()[0];
  const to = ends.includes(null) ? undefined : [...(ends as string[])].sort().at(-1);
  if (from && to)
    return from === to ? dayMonth(from, locale) : `${dayMonth(from, locale)} – ${dayMonth(to, locale)}`;
  if (from) return `from ${dayMonth(from, locale)}`;
  return to ? `to ${dayMonth(to, locale)}` : "";
}

export function isDayPlayer(person: Person): boolean {
  return person.positions.length > 0 && person.positions.every((p) => p.only_on.length > 0);
}

function titleOf(person: Person): string {
  const titles = person.positions.map((p) => p.title + (p.head ? ", head" : ""));
  return [...new Set(titles.filter(Boolean))].join(" · ");
}

function proofOf(person: Person, reach: Reach | undefined, shown: Shown): string {
  const at = (instant: string): string => when(instant, shown.zone, shown.now, shown.clock, shown.locale);
  if (reach?.proof && reach.proof_at)
    return `${words.proof[reach.proof] ?? reach.proof} ${at(reach.proof_at)}`;
  if (reach?.mail_bounced || person.invited === "bounced") return words.bounced;
  if (person.joined) return "";
  if (person.invited_at) return words.invited(at(person.invited_at));
  if (person.invited === "queued") return words.invitedNow;
  return words.known(reach?.email_known ?? false, reach?.mobile_known ?? false);
}

/** Every person as a line, in the order of the list. */
export function lines(people: readonly Person[], reach: ReadonlyMap<number, Reach>, shown: Shown): Line[] {
  return people.map((person) => ({
    person,
    way: (reach.get(person.id)?.reached_by ?? "not_asked") as Way,
    position: titleOf(person),
    dates: datesOf(person.positions, shown.locale),
    proof: proofOf(person, reach.get(person.id), shown),
  }));
}

export function counts(all: readonly Line[]): Map<Way, number> {
  const found = new Map<Way, number>(WAYS.map(({ way }) => [way, 0]));
  for (const line of all) found.set(line.way, (found.get(line.way) ?? 0) + 1);
  return found;
}

/** Letters of any accent, case or spacing find a name, position or number. */
export function fits({ person, position }: Line, asked: string): boolean {
  const text = plain(`${person.name} ${position} ${person.email ?? ""} ${person.mobile_typed ?? ""}`);
  const digits = asked.replaceAll(/\D/g, "");
  const numbers = `${person.mobile ?? ""} ${person.mobile_typed ?? ""}`.replaceAll(/[^\d ]/g, "");
  if (digits.length >= 4 && /^[\d\s()+./-]+$/.test(asked)) return numbers.includes(digits);
  return plain(asked)
    .split(" ")
    .every((word) => text.includes(word));
}

function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
}

/** Day players who weren't asked first, who has no department yet (contacts), then departments in their order; each person once, under their first position. */
export function groups(shown: readonly Line[], departments: readonly Department[]): Group[] {
  const fresh = shown.filter(({ person }) => isDayPlayer(person) && !person.joined && !person.invited_at);
  const rest = shown.filter((line) => !fresh.includes(line));
  const found: Group[] = fresh.length
    ? [
        {
          key: "fresh",
          title: words.dayPlayers,
          sub: words.notAsked(fresh.length),
          fresh: true,
          lines: fresh,
        },
      ]
    : [];
  const known = new Set(departments.map((d) => d.id));
  const left = rest.filter((line) => !known.has(line.person.positions[0]?.department_id ?? -1));
  if (left.length) found.push(group("none", words.noDepartment, left));
  for (const department of departments) {
    const own = rest.filter((line) => line.person.positions[0]?.department_id === department.id);
    if (own.length) found.push(group(String(department.id), department.name, own));
  }
  return found;
}

function group(key: string, title: string, own: Line[]): Group {
  const ring = own.filter((line) => line.way === "rings").length;
  const head = own.find((line) => line.person.positions[0]?.head)?.person.name ?? "";
  const sorted = [...own].sort(
    (a, b) => Number(b.person.positions[0]?.head ?? 0) - Number(a.person.positions[0]?.head ?? 0),
  );
  return { key, title, sub: words.group(own.length, ring, head), fresh: false, lines: sorted };
}
