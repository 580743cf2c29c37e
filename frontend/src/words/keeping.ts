/** Words about what is kept of people, and about the wrap of a production. */
import type { components } from "../api/schema";

type Kept = components["schemas"]["TermOut"]["kept"];
export type Open = Exclude<
  keyof components["schemas"]["WrapOut"],
  "last_day" | "today" | "wrapped_on" | "reopens_until"
>;

export const erase = {
  title: "Delete my data",
  sub: "name, numbers, diet, devices; on every production",
  open: "Look",
  what: "Deleted: your name, e-mail, numbers, agent, diet, birthday, agreement, devices, passkeys, calendar, and what was sent to you. Your account ends and this phone is emptied.",
  stays:
    "Stays, without your name: which calls there were and that they were known, hours worked, and which cases were where. There “a former crew member” stands.",
  backups: "Backups are brought in step when they are used.",
  grace: "You have 24 hours to take it back.",
  yes: "Delete my data",
  no: "Keep it",
  asking: "Asking…",
  done: (at: string) => `Will be deleted ${at}.`,
  until: "Until then everything works as before.",
  undo: "Take it back",
};

export const keeping = {
  title: "Personal data",
  open: "Personal data",
  sub: (wrapped: string) => (wrapped ? `wrapped ${wrapped}` : "not wrapped yet"),
  lead: "Each kind is deleted by itself when its days are over. Sheets, ledger and custody keep their shape; where a name stood, “a former crew member” stands.",
  kept: {
    diet: "Diet",
    contact: "Numbers, addresses, agents, consents",
    birth: "Birthdays, who is a minor",
    imports: "What imported files said",
    agreement: "Agreements",
    evidence: "Words of notices, what came of calls",
    identity: "Names and accounts",
  } as Partial<Record<Kept, string>>,
  terms: "Kept for so many days",
  from: { last_day: "after the person’s last day", wrap: "after the production’s wrap" },
  bounds: (least: number, most: number, usual: number) =>
    `${least} to ${most.toLocaleString("en")}; usually ${usual.toLocaleString("en")}`,
  wrong: (least: number, most: number) => `A number from ${least} to ${most.toLocaleString("en")}.`,
  hold: "Legal hold",
  holdLabel: "Why nothing may be deleted for now",
  holdHint: "A claim, an audit, a dispute. People who ask read these words. Empty: no hold.",
  save: "Save",
  saved: "Saved.",
  former: "Whose work here is over",
  nobody: "Nobody yet. Whoever leaves, or whose last day is past, stands here.",
  last: (day: string) => `last day ${day}`,
  erased: (at: string) => `will be deleted ${at}`,
  exportIt: "Hand out",
  exportOf: (name: string) => `Hand out what is kept about ${name}`,
  file: "callboard-record.json",
  erase: "Delete…",
  eraseOf: (name: string) => `Delete the data of ${name}`,
  undo: "Take it back",
  undoOf: (name: string) => `Take back deleting the data of ${name}`,
  sure: (name: string) =>
    `Everything that tells who ${name} is goes from this production in 24 hours; calls, ledger and custody stay without a name. Do it when they asked for it.`,
  yes: "Delete in 24 hours",
  no: "Keep it",
};

export const wrap = {
  title: "Wrap the production",
  open: "Wrap the production",
  isOpen: "Wrapped",
  sub: (production: string) => production,
  lead: "For after the last day. Everybody still reads it and nothing is lost; nobody changes it any more. From the wrap it is counted for how long what is kept of people.",
  stillOpen: "Still open",
  none: "Nothing is open: gear is home, everybody has what they were told, no question waits.",
  anyway: "None of this stands in the way. Scans that phones still hold are taken in afterwards too.",
  count: {
    gear_out: (n) => (n === 1 ? "1 case or item is out" : `${n} cases and items are out`),
    disputes: (n) => (n === 1 ? "1 case is disputed" : `${n} cases are disputed`),
    not_known: (n) =>
      n === 1
        ? "1 person hasn’t got what they were last told"
        : `${n} people haven’t got what they were last told`,
    parked: (n) =>
      n === 1 ? "1 entry of a phone waits to be looked at" : `${n} entries of phones wait to be looked at`,
    tasks: (n) => (n === 1 ? "1 task isn’t settled" : `${n} tasks aren’t settled`),
    imports: (n) =>
      n === 1
        ? "1 import has lines that wait for an answer"
        : `${n} imports have lines that wait for an answer`,
    days_to_come: (n) => (n === 1 ? "1 day is still to come" : `${n} days are still to come`),
  } as Record<Open, (n: number) => string>,
  look: "Look",
  take: "Take along",
  takeLead: "For the archive, the accountant, the next season. Also afterwards.",
  crew: "Crew list (CSV)",
  ledger: "Ledger: who had which sheet (CSV)",
  sheets: "The newest sheet of every day (ZIP of PDFs)",
  schedule: "Schedule (USS)",
  day: "Wrap: the last day of all",
  dayHint: "Terms are counted from this day.",
  act: "Wrap the production",
  sure: (day: string) =>
    `Wrapped as of ${day}: from now on it is only read. It can be opened again for 30 days.`,
  yes: "Wrap it",
  no: "Not yet",
  done: (day: string) => `Wrapped as of ${day}. It is read, and changed by nobody.`,
  reopen: "Open it again",
  reopenUntil: (day: string) =>
    `Until ${day} it can be opened again; then no term counts until the next wrap.`,
  reopenNo: "It was wrapped more than 30 days ago and stays so. For pickups start a new production.",
};
