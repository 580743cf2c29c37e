/** Words of the desk's sheet and days. */

import type { OnDay } from "../rules/typed";
import { addDays } from "../rules/week";
import type { Clock } from "./time";
import { clockOfMinutes, duration, shortDate, weekday } from "./time";

export const sheet = {
  page: "Sheet",
  title: (n: number | null, of: number, title: string, date: string) =>
    `${n === null ? title || "Sheet" : `Day ${n} of ${of}`} · ${date}`,
  draft: "Draft",
  /** What readers hold, and what the draft will be: the two are never to be taken for each other. */
  standing: {
    none: (next: string) => `Nothing is out; this will be ${next}`,
    held: (base: string, next: string) => `${base} is held, not out yet; what you type now will be ${next}`,
    same: (base: string, next: string) => `${base} is out and says the same; a change will be ${next}`,
    out: (base: string, next: string) => `${base} is out; this will be ${next}`,
  },
  saved: (at: string) => `saved ${at}`,
  saving: "saving…",
  undo: "Undo",
  redo: "Redo",
  changedSince: {
    title: "Somebody changed this after you, so your change can’t be undone.",
    next: "It stands as they left it. Change it by hand if it should be otherwise.",
  },
  various: "various",
  movedElsewhere: "just changed",
  sections: {
    calls: "Calls",
    times: "Times, weather, words",
    places: "Places, hospital",
    scenes: "Scenes",
    notes: "Notes",
    heads: "Heads",
    hours: "Rest & meals",
    extras: "Stand-ins, background",
    transport: "Transport",
    counts: "Counts",
    cover: "Cover set",
    whole: "Whole sheet",
  },
  general: "General crew call",
  moves: (n: number) => (n === 1 ? "moves 1 relative call with it" : `moves ${n} relative calls with it`),
  step: (minutes: number) => `${minutes > 0 ? "+" : "−"}${Math.abs(minutes)}`,
  columns: ["Position", "Name", "Call", "Comes from", "Rest", "Place"],
  head: (n: number, head: string) => (head ? `${n} · head ${head}` : String(n)),
  cast: "Cast",
  callOf: (name: string) => `Call of ${name}`,
  departmentCall: (name: string) => `Call of ${name}, all`,
  wrong: (typed: string) => `“${typed}” isn’t a time. Type 06:12, −30, O/C, N/C, W/N, Hold or CXL.`,
  kinds: {
    on_call: "O/C",
    no_call: "N/C",
    will_notify: "W/N",
    hold: "Hold",
    cancelled: "CXL",
  } as Record<string, string>,
  preview: "Phone preview",
  as: "As",
  previewNote: "As on this person’s phone, once issued",
  myCall: "My call",
  changed: "Changed",
  noTime: "no time yet",
  difference: (from: string, to: string) => (from ? `${from} → ${to}` : to),
  same: "Nothing differs.",
  first: "Nothing is out yet: everybody hears the whole call.",
  checks: "To look at",
  clean: "No daily rest short, nobody without a time",
  rings: (n: number, silent: number) =>
    `Tells ${n === 1 ? "1 person" : `${n} people`}${silent ? `, silent for ${silent}` : ""}.`,
  issue: (colour: string, n: number) => `Issue ${colour}, ring ${n}`,
  nothing: "Nothing to issue",
  lacks: {
    general: "No general call yet: what counts from it has no time.",
    all: "No general call yet, and nobody has a time: there is nothing to tell.",
    act: "Type the general call",
  },
  out: (colour: string) => `${colour} is out and says the same.`,
  ringAll: (n: number) => `Ring all ${n}`,
  board: "See who has it",
  print: (colour: string) => `Print ${colour}`,
  reason: "Why, in one line on every phone",
  held: (n: number, s: number) => `${n === 1 ? "1 person" : `${n} people`} will be told in ${s} s`,
  heldSub: "Stop takes it back; nobody reads it before.",
  stop: "Stop",
  sendNow: "Send now",
  told: (colour: string) => `${colour} is going out.`,
  noDay: "There is no day yet.",
  noDayNext: "Import a schedule, or add a day by hand on Days.",
  toDays: "Open Days",
  save: "Save",
  add: "Add",
  remove: "Remove",
  up: "Earlier",
  down: "Later",
  conflict: {
    differ: (n: number) =>
      n === 0 ? "No call differs." : n === 1 ? "1 of your calls differs." : `${n} of your calls differ.`,
    look: "Look at them before you issue. Nothing was issued by you.",
    both: "Take both, all as it stands here",
    theirs: (colour: string) => (colour ? `Theirs, ${colour}` : "Theirs"),
    mine: "Mine",
    take: "Take theirs",
    keep: "Keep mine",
  },
  closedSet: "Closed set",
  fields: {
    shooting_call: "Shooting call",
    breakfast: "Breakfast",
    lunch: "Lunch",
    second_meal: "Second meal",
    safety_contacts: "Safety contacts",
    bulletins: "Safety bulletins that go with the hazards",
    estimated_wrap: "Estimated wrap",
    weather: "Weather",
    reason: "Why it changes",
    hazards: "Hazards",
    medic: "Set medic",
    channels: "Walkie channels",
    title: "Title of the day",
  } as Record<string, string>,
  placeKinds: {
    base_camp: "Base camp",
    crew_parking: "Crew parking",
    truck_parking: "Truck parking",
    holding: "Holding",
    catering: "Catering",
    set: "Set",
    hospital: "Nearest emergency department",
  } as Record<string, string>,
  place: "Place",
  newPlace: "A new place",
  placeName: "Name",
  fromBook: "From the book of places",
  minor: "minor",
  pickup: "Pickup",
  release: "Gone by",
  besideOf: {
    pickup: (name: string) => `Pickup of ${name}`,
    release: (name: string) => `Planned release of ${name}`,
  },
  wrongTime: (typed: string) => `“${typed}” isn’t a time. Type 17:30.`,
  address: "Address",
  phone: "Telephone",
  phoneOf: (name: string) => `Telephone of ${name}`,
  since: "From (after a company move)",
  noPlaces:
    "No place yet. Base camp, parking, set and the nearest emergency department belong on every sheet.",
  noNotes: "No note yet. Write one for all or for one department; it stands on their phones and on paper.",
  noteFor: "For",
  note: "Note",
  forAll: "For all",
  noScenes: "No scene on this day.",
  total: (length: string) => `${length} pages`,
  offline: "No signal: this is what was read last. Editing needs the server.",
};

export const days = {
  title: "Days",
  sub: (n: number) => (n === 1 ? "1 shooting day" : `${n} shooting days`),
  columns: ["Day", "Date", "Unit", "Sets", "Pages", "General call", "Sheet"],
  add: "Add a day",
  fromBoard: "Make days from the board",
  made: (n: number) =>
    n === 0 ? "Every day of the board is there." : n === 1 ? "1 day made." : `${n} days made.`,
  date: "Date",
  unit: "Unit",
  kind: "Type",
  like: "Like another day",
  nothing: "an empty day",
  kinds: {
    shoot: "Shoot",
    prep: "Prep",
    rig: "Rig",
    strike: "Strike",
    fitting: "Fitting",
    travel: "Travel",
    scout: "Scout",
    off: "Day off",
    other: "Other",
  } as Record<string, string>,
  move: "Move to",
  moveIt: "Move it",
  cancel: "Cancel the day",
  open: "Open the sheet",
  openShort: "Open",
  none: "No day yet.",
  noneNext: "Import a schedule and make its days here, or add one by hand.",
  paste: "Paste one-liner rows",
  day: (n: number | null) => (n === null ? "–" : String(n)),
};

/** "06:12"; outside the day's own date with the weekday: "00:30 Sat". The same is understood when it is typed. */
export function timeWords(minutes: number | null, clock: Clock, on: string): string {
  if (minutes === null) return "";
  return [clockOfMinutes(minutes, clock), otherDay(minutes, on)].filter(Boolean).join(" ");
}

/** The weekday of a time that isn't of the day's own date, else "". */
export function otherDay(minutes: number | null, on: string, length: "short" | "long" = "short"): string {
  const days = Math.floor((minutes ?? 0) / 1440);
  return days ? weekday(addDays(on, days), length) : "";
}

/** The day that a time is typed for, with the names of its weekdays. */
export function onDay(day: { on_date: string; general_call: number | null }): OnDay {
  const name = (by: number) => weekday(addDays(day.on_date, by));
  return { general: day.general_call, days: [name(-1), name(0), name(1)] };
}

export function restWords(minutes: number): string {
  return duration(minutes);
}

export function dateWords(on: string): string {
  return shortDate(on);
}
