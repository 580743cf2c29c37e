/** Words of the AD's phone: push and pull, issue, day log, one call, a day player. */
import { otherDay, timeWords } from "./prep";
import { type Clock, clockOfMinutes, duration, weekday } from "./time";

export const push = {
  title: (later: boolean) => (later ? "Push" : "Pull"),
  day: (n: number | null, title: string) => (n === null ? title : `Day ${n} · draft`),
  general: "General crew call",
  later: (minutes: number) =>
    minutes === 0
      ? "as it stands"
      : minutes > 0
        ? `${duration(minutes)} later`
        : `${duration(-minutes)} earlier`,
  step: (minutes: number) => `${minutes > 0 ? "+" : "−"}${Math.abs(minutes)}`,
  stepName: (minutes: number) => (minutes > 0 ? `${minutes} minutes later` : `${-minutes} minutes earlier`),
  moves: (n: number) => (n === 1 ? "1 call moves." : `${n} calls move.`),
  stay: (n: number) => (n === 0 ? "None stays." : n === 1 ? "1 stays." : `${n} stay.`),
  untold: "Nobody is told before the sheet is issued.",
  short: (n: number) => (n === 1 ? "1 rest falls short" : `${n} rests fall short`),
  rest: (name: string, title: string, minutes: number) => `${name}, ${title}: ${duration(minutes)}`,
  restWhy: (needed: number, logged: boolean) =>
    `needs ${duration(needed)}; counted from the ${logged ? "logged" : "estimated"} wrap`,
  to: (at: string) => `To ${at}`,
  staysHead: "Stays where it is",
  staysHint: "tick to move it too",
  wholeDepartment: (name: string, people: number) =>
    `${name}, ${people === 1 ? "1 person" : `all ${people}`}`,
  typed: "typed as a clock time",
  scene: (number: string, set: string) => [`Scene ${number}`, set].filter(Boolean).join(", "),
  doIt: (minutes: number, to: string) =>
    `${minutes >= 0 ? "Push" : "Pull"} ${duration(Math.abs(minutes))}, to ${to}`,
  nothing: "Choose by how much",
  done: (minutes: number, to: string) =>
    `${minutes >= 0 ? "Pushed" : "Pulled"} ${duration(Math.abs(minutes))}. General crew call ${to}.`,
  undo: "Undo",
  toIssue: "Look at the issue",
  noGeneral: "This day has no general crew call yet.",
  noGeneralNext: "Set it on the day’s sheet at the desk, then push from here.",
};

export const failed = {
  needsServer:
    "This needs the server. What you typed stays; your sheet and an opened day log work without it.",
};

export const log = {
  title: (n: number | null) => (n === null ? "Day log" : `Day ${n} log`),
  kinds: {
    crew_call: "Crew call",
    first_shot: "First shot",
    lunch_out: "Lunch out",
    last_through: "Last through the line",
    lunch_in: "Back in",
    camera_wrap: "Camera wrap",
    last_out: "Last out",
  } as Record<string, string>,
  lunchFrom: "30 min from here",
  wraps: "Wrap by department",
  wrapsHint: "as called, or tap a name",
  department: (name: string, n: number) => `${name}, ${n}`,
  allAsCalled: "all as called",
  working: "still working",
  person: (name: string, at: string) => `${name} ${at}`,
  wrapNow: "Wrap now",
  wrapOthers: (at: string) => `Wrap all others ${at}`,
  allWrapped: "Everybody is wrapped",
  saved: (n: number) =>
    n === 1 ? "1 entry saved here, waiting for signal" : `${n} entries saved here, waiting for signal`,
  set: (what: string) => `Time of ${what}`,
  now: "Now",
  clear: "Take it back",
  keep: "Keep this time",
  exceptions: "Somebody else’s time",
  none: "–",
  notSaved: "The phone is out of space: this is not saved.",
  notSavedNext: "Delete some photos, then log it again.",
};

export const one = {
  title: "One call",
  player: "Add a day player",
  playerHint: "Name, mobile, position, call",
  name: "Name",
  mobile: "Mobile",
  position: "Position",
  department: "Department",
  noDepartment: "There is no department yet.",
  noDepartmentNext: "The office adds one at the desk, on Settings. Then call the day player here.",
  call: "Call",
  find: "Find a name",
  from: (origin: string) =>
    ({
      general: "general crew call",
      pre_call: "pre-call",
      late_call: "later than the general call",
      department: "its department",
      absolute: "typed",
      chain: "counted back from on set",
    })[origin] ?? origin,
  set: (name: string, at: string) => `Set ${name} to ${at}`,
  /** The time, and the weekday where it is after the day's midnight. */
  at: (minutes: number, on: string, style: Clock) =>
    [clockOfMinutes(minutes, style), otherDay(minutes, on, "long")].filter(Boolean).join(" on "),
  back: "Back to the department’s call",
  add: (name: string, at: string) => (name ? `Call ${name} at ${at}` : "Name, position and call first"),
  added: (name: string) => `${name} is on the draft. The next issue tells them.`,
  changed: (name: string, at: string) => `${name}: ${at} on the draft.`,
};

export function minutesWords(minutes: number | null, style: Clock, on: string): string {
  return timeWords(minutes, style, on) || "–";
}

export function pushTitle(onDate: string, today: string): string {
  return onDate === today ? "today" : weekday(onDate, "long");
}
