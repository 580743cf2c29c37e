/** Words of *ask the heads*: the head's answer on the phone, and the desk's part that asks, follows and takes it. */
import type { Clock } from "./time";
import { clockOfMinutes, duration } from "./time";

const many = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;

export const heads = {
  title: (date: string) => `For ${date}`,
  page: "What heads are asked",
  banner: (departments: string, date: string) => `${departments}: anything for ${date}?`,
  bannerBy: (at: string) => `Answer by ${at}.`,
  bannerLate: (at: string) => `An answer was wanted by ${at}.`,
  open: "Answer",
  by: (at: string) => `Answer by ${at}`,
  late: (at: string) => `An answer was wanted by ${at}`,
  general: (at: string) => `General call ${at}, as planned`,
  noGeneral: "No general call is planned yet",
  preCalls: "Pre-calls",
  callOf: (name: string) => `Call of ${name}`,
  withGeneral: "with the others",
  before: (minutes: number) => `${duration(minutes)} before`,
  beforeAt: (minutes: number, general: number, clock: Clock) =>
    `${clockOfMinutes(general - minutes, clock)} · −${duration(minutes)}`,
  atTime: "at a time…",
  untimed: (name: string) => `Type the time for ${name}, then send.`,
  timeOf: (name: string) => `Time of ${name}`,
  nobody: "Nobody works in this department that day.",
  people: "Extra people, for this day",
  addPeople: "Add people",
  whatAre: "What they are",
  whatLike: "Daily grip",
  howMany: "How many",
  names: "Names, if known",
  from: "From",
  without: (what: string) => `Take off ${what}`,
  note: "Note for the sheet",
  noteLike: "Crane on the truck, two operators",
  nothing: "Nothing to add",
  send: (what: string) => `Send: ${what}`,
  sendEmpty: "Send: nothing to add",
  counted: (preCalls: number, people: number, note: boolean) =>
    [
      preCalls && many(preCalls, "pre-call", "pre-calls"),
      people && many(people, "extra person", "extra people"),
      note && "a note",
    ]
      .filter(Boolean)
      .join(", "),
  label: (department: string, date: string) => `${department} for ${date}`,
  answered: (who: string, at: string) => `Answered by ${who}, ${at}`,
  savedHere: "Saved here. It goes to the office when there is signal.",
  sent: "The office has it. You can change it until the day.",
  unheard: "No signal. This is as it was read; what you answer is kept on this phone and sent with signal.",
  none: "Nothing is asked of you.",
  noneNext: "When the 2nd AD wants to know what your department needs for a day, it comes up here.",
  needs: "The question needs signal once.",
  needsNext: "After that it stays on this phone.",
  others: "Also asked",
  taken: "What the 2nd AD has taken over stands on the draft; a change is shown to them.",
};

export const asking = {
  section: "Heads",
  intro:
    "Ask heads of departments for pre-calls, extra people and a note. Whoever is blank at that time is reminded once.",
  ask: (n: number) => (n === 0 ? "Ask the heads" : n === 1 ? "Ask 1 department" : `Ask ${n} departments`),
  again: (n: number) => (n === 1 ? "Ask 1 department again" : `Ask ${n} departments again`),
  by: (date: string) => (date ? `Answers by, ${date}` : "Answers by"),
  all: "All",
  noneOf: "None",
  noHead: "nobody heads it that day",
  toCrew: "Say on Crew who does",
  people: (n: number) => many(n, "person", "people"),
  asked: "Asked",
  notAsked: "Not asked",
  answered: (n: number, of: number) => `${n} of ${of} have answered`,
  blank: (names: string) => `Blank: ${names}`,
  waits: (by: string) => `no answer yet, wanted by ${by}`,
  chased: (at: string) => `reminded ${at}, still blank`,
  nothing: "nothing to add",
  told: { has_it: "has the question", being_called: "being told", hasnt: "not reached" } as Record<
    string,
    string
  >,
  said: (who: string, at: string) => `${who}, ${at}`,
  preCall: (minutes: number) => `pre-call ${duration(minutes)} before the general call`,
  preCallAt: (at: string) => `pre-call ${at}`,
  extra: (n: number, what: string, names: string, at: string) =>
    [`${n} × ${what}`, names, at && `from ${at}`].filter(Boolean).join(", "),
  take: "Take over",
  takeAll: (n: number) => `Take over all ${n}`,
  leave: "Leave",
  settle: "Seen",
  takeOf: (what: string) => `Take over: ${what}`,
  leaveOf: (what: string) => `Leave: ${what}`,
  standing: {
    taken: "taken over",
    left: "left",
    changed: "changed since you settled it",
    gone: "they don’t ask for it any more; it stands on the draft",
  } as Record<string, string>,
  notYours: "This day’s heads are asked by its 2nd AD and the office.",
  notForCover: "Heads are asked for the day itself, not for its cover set.",
  nobodyWorks: "Nobody works on this day yet. Put people on it first.",
};
