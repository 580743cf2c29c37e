/** Words of a person's day: the phone's Today, the day page, and the line in a list. */
import type { ChangedField, Contact, HeldDay, MyCall, Place, Version } from "../api/today";
import { type Clock, clockOn, dateOf, dayAndClock, daysBetween, shortDate, weekday } from "./time";
import { Say, say, type Vocabulary } from "./vocabulary";

export interface Reader {
  words: Vocabulary;
  clock: Clock;
  now: number;
}

export const day = {
  myCall: "My call",
  changed: "Changed",
  fresh: "New",
  was: "was",
  alsoCalled: "Also",
  release: (at: string) => `Planned release ${at}`,
  here: (time: string) => `${time} where you are`,
  others: (n: number) =>
    n === 1 ? "1 other change does not touch you" : `${n} other changes do not touch you`,
  castOf: (numbers: readonly string[]) => (numbers.length ? `cast ${numbers.join(", ")}` : ""),
  scenes: (length: string) => (length === "1" ? "Scenes · 1 page" : `Scenes · ${length} pages`),
  people: "People I need",
  whole: "Whole call sheet",
  notes: "Notes",
  route: (to: string) => `Route to ${to}`,
  ring: (who: string) => `Ring ${who}`,
  ringHospital: "Ring the emergency department",
  confirmed: (at: string) => `confirmed ${at}`,
  cancelled: "Cancelled",
  stillRunning: (title: string) => `${title} is still running`,
  nextIs: (what: string) => `Next: ${what}`,
  show: "Show",
  superseded: "Superseded",
  supersededBy: (version: string, at: string) => `by ${version}${at ? `, ${at}` : ""}`,
  openNewest: (version: string) => `Open ${version}`,
  openWords: (version: string) => `${version} is out. What you see may have changed. Open it.`,
  problem: "A problem",
};

/** "Day 5 of 30", else what kind of day it is. */
export function dayTitle(d: Pick<HeldDay, "day_number" | "days_total" | "title" | "day_type">): string {
  if (d.day_number !== null)
    return d.days_total === null ? `Day ${d.day_number}` : `Day ${d.day_number} of ${d.days_total}`;
  return d.title || DAY_TYPES[d.day_type];
}

const DAY_TYPES: Record<HeldDay["day_type"], string> = {
  shoot: "Shooting day",
  prep: "Prep",
  rig: "Rig",
  strike: "Strike",
  fitting: "Fitting",
  travel: "Travel",
  scout: "Scout",
  off: "Day off",
  other: "Work day",
};

/** "Fri 11 Apr", with "tomorrow" or "yesterday" before it when it is so in the day's own zone; a night still worked isn't yesterday. */
export function dateWords(on: string, zone: string, now: number, working = false): string {
  const away = daysBetween(dateOf(now, zone), on);
  const date = shortDate(on);
  if (away === 1) return `Tomorrow, ${date}`;
  return away === -1 && !working ? `Yesterday, ${date}` : date;
}

/** "BLUE" is the name; this is its line: "v2 · Thu 21:40". */
export function versionLine(version: Version, zone: string, reader: Reader): string {
  const name = version.kind === "preliminary" ? `P${version.number}` : `v${version.number}`;
  return `${name} · ${dayAndClock(version.issued_at, zone, reader.clock)}`;
}

export function colourName(version: Version): string {
  return version.colour ? capital(version.colour) : version.kind === "preliminary" ? "Preliminary" : "Final";
}

/** "Pink v3" */
export function versionName(v: { number: number; colour: string }): string {
  return v.colour ? `${capital(v.colour)} v${v.number}` : `v${v.number}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The large word of a call without a time. */
export const notTimed: Record<string, string> & Record<Exclude<MyCall["kind"], "timed">, string> = {
  on_call: "On call",
  no_call: "No call",
  will_notify: "Will notify",
  hold: "Hold",
  cancelled: "Not called",
};

/** What it means, below the large word. */
const MEANS: Partial<Record<MyCall["kind"], string>> = {
  hold: "You are on hold: stay reachable. You don’t come in unless you are called.",
  will_notify: "You will be told your time: stay reachable.",
  cancelled: "Your call is cancelled. You don’t come in.",
};

export const meansLine = (call: MyCall): string => MEANS[call.kind] ?? "";

/** Of whom this day asks nothing but to know it: nowhere to be. */
export function isOff(d: Pick<HeldDay, "calls" | "state">): boolean {
  return (
    d.state === "cancelled" ||
    (d.calls.length > 0 && d.calls.every(({ kind }) => kind === "hold" || kind === "cancelled"))
  );
}

export function callWords(call: MyCall): string | null {
  return call.kind === "timed" ? null : notTimed[call.kind];
}

/** Where the time comes from, and the general call it is to be seen against. */
export function originLine(d: HeldDay, call: MyCall, department: string, reader: Reader): string {
  const means = meansLine(call);
  if (means) return means;
  const own = ORIGINS[call.origin](department, reader.words);
  if (d.general_call === null || call.origin === "general") return own;
  return `${own} · ${say("general_call", reader.words)} ${clockOn(d.general_call, d, reader.clock)}`;
}

const ORIGINS: Record<MyCall["origin"], (department: string, words: Vocabulary) => string> = {
  general: (_, words) => Say("general_call", words),
  pre_call: (department) => (department ? `${department} pre-call` : "Pre-call"),
  late_call: (department) => (department ? `${department}, later call` : "Later call"),
  department: (department) => (department ? `${department} call` : "Department’s call"),
  absolute: () => "Own call",
  chain: () => "From your time on set",
};

/** "Rain: cover set. Björn, 2nd AD" */
export function reasonLine(version: Version | null): string {
  if (!version) return "";
  if (!version.reason) return version.issued_by;
  return version.issued_by ? `${version.reason.replace(/\.$/, "")}. ${version.issued_by}` : version.reason;
}

/** What one agrees to: "Got it: 06:12, North field". */
export function gotIt(d: HeldDay, reader: Reader): string {
  const said: string[] = [];
  const call = d.calls.find((c) => c.at !== null || c.kind !== "timed");
  if (d.state === "cancelled") return "Got it: cancelled";
  if (call?.at) said.push(clockOn(call.at, d, reader.clock));
  else if (call) said.push(callWords(call)?.toLowerCase() ?? "");
  if (call?.pickup) said.push(`pickup ${clockOn(call.pickup, d, reader.clock)}`);
  else if (changedField(d, "parking")?.new) said.push(changedField(d, "parking")?.new?.split(",")[0] ?? "");
  return said.length > 0 ? `Got it: ${said.join(", ")}` : "Got it";
}

export function changedField(
  d: HeldDay,
  field: ChangedField,
): { old: string | null; new: string | null } | undefined {
  return d.change?.from ? d.change.fields.find((f) => f.field === field) : undefined;
}

/** @param nth which of its kind on that day, from 1. */
export function placeTitle(place: Place, nth: number, words: Vocabulary): string {
  const n = nth > 1 ? ` ${nth}` : "";
  if (place.kind === "base_camp") return `${Say("base_camp", words)}${n}: ${place.name}`;
  return place.name;
}

export function contactLine(contact: Contact): string {
  return {
    head: "My head",
    chaser: "Asks after you",
    second_ad: "",
    office: "Production office",
    driver: "Your driver",
    medic: "Set medic",
  }[contact.why];
}

export const empty = {
  title: (date: string) => `Nothing issued for ${date} yet.`,
  over: (production: string) => `${production} is wrapped`,
  overText:
    "There is nothing more to come. Your sheets stay here to be read. What is kept about you, to take along or to delete, is in Me.",
  nothing: "Nothing is issued for you yet.",
  rung: (wrap: string | null) =>
    wrap
      ? `You will be rung when it is, at ${weekday(wrap, "long")}’s wrap.`
      : "You will be rung when it is.",
  notOnAny: "You are not on a production now.",
  lastDay: "Your last day",
  wrapped: (at: string) => `wrapped ${at}`,
  show: (title: string) => `Show ${title}`,
};

export const lapsed = {
  title: (at: string) => `This copy ran out ${at} and has been put away.`,
  next: "Connect once to see your call.",
  orRing: "Or ring",
  office: "Production office",
  ringOffice: "Ring the office",
  connect: "Connect now",
};

export const loading = { title: "Today", first: "Getting your days…" };

export const nothingHeld = {
  title: "Nothing is saved on this phone yet.",
  next: "Connect once: from then on your call is here with no signal too.",
};
