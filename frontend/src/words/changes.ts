/** Words of Changes: my difference, others folded, earlier ones, and telling of a problem. */
import type { ChangedField, ChangeEntry, MyChange } from "../api/today";
import { type Clock, clockOn, type OfDay } from "./time";
import { capital } from "./today";
import { Say, type Vocabulary } from "./vocabulary";

export const changes = {
  title: "Changes",
  toConfirm: (n: number) => `${n} to confirm`,
  nothing: "Nothing to confirm",
  filter: "Show",
  filters: { confirm: (n: number) => `To confirm ${n}`, mine: "Mine", all: "All" },
  others: (n: number) =>
    n === 1 ? "1 other change does not touch you" : `${n} other changes do not touch you`,
  earlier: "Earlier",
  gotIt: "Got it",
  problem: "A problem",
  none: {
    title: "No change for you yet.",
    text: "What changes for you stands here, with who changed it and why.",
  },
  noneToConfirm: { title: "You have confirmed everything.", text: "" },
  confirmed: (at: string) => at,
  saved: "Saved here",
  first: "first sheet",
  goesTo: "It goes to your head of department and the 2nd AD.",
  problems: {
    late: "I’ll be late",
    cant_come: "I can’t make it",
    need_lift: "I need a lift",
    wrong_department: "Wrong department",
  },
  more: "What they should know",
  send: "Tell them",
  told: "Saved. They are told as soon as there is signal.",
};

const LABELS: Record<ChangedField, (words: Vocabulary) => string> = {
  call: () => "Your call",
  pickup: () => "Your pickup",
  place: () => "Your place",
  parking: () => "Crew parking",
  base_camp: (words) => Say("base_camp", words),
  hospital: () => "Nearest hospital",
  hazards: () => "Safety",
  cancelled: () => "The day",
  unit: () => "Your unit",
  on_set: () => "On set",
  other: () => "Changed",
};

export function fieldLabel(field: ChangedField, words: Vocabulary): string {
  return LABELS[field](words);
}

/** A call that doesn't stand any more. */
const GONE: Record<string, string> = { not_called: "Not called", hold: "Hold", to_come: "To come" };

export function value(
  field: MyChange["fields"][number],
  which: "old" | "new",
  day: OfDay,
  style: Clock,
): string {
  const said = field[which];
  if (said === null || said === "") return "–";
  const gone = field.field === "call" ? GONE[said] : undefined;
  if (gone) return gone;
  return field.instant ? clockOn(said, day, style) : said;
}

/** "White v1 → Blue v2" */
export function fromTo(change: ChangeEntry): string {
  const to = `${capital(change.to.colour)} v${change.to.number}`;
  return change.from ? `${capital(change.from.colour)} v${change.from.number} → ${to}` : to;
}

/** One line for a list: "Day 5, your call 06:42 → 06:12". */
export function line(change: ChangeEntry, words: Vocabulary, style: Clock): string {
  const day = change.day_number === null ? "" : `Day ${change.day_number}, `;
  if (!change.from)
    return `${day}first sheet${change.call_at ? `: ${clockOn(change.call_at, change, style)}` : ""}`;
  const field = change.fields[0];
  if (!field) return `${day}${change.reason || "nothing of yours"}`;
  return `${day}${fieldLabel(field.field, words).toLowerCase()} ${value(field, "new", change, style)}`;
}
