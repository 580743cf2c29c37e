/** Words of rest and meals: whose call breaks a rule, who answers for it, what it costs. */

import { otherDay } from "./prep";
import { type Clock, clockOfMinutes, duration } from "./time";

const or = new Intl.ListFormat("en", { type: "disjunction" });
const persons = (n: number) => (n === 1 ? "1 person" : `${n} people`);
const money = (cents: number, currency: string) =>
  currency
    ? new Intl.NumberFormat("en", {
        style: "currency",
        currency,
        maximumFractionDigits: cents % 100 ? 2 : 0,
      }).format(cents / 100)
    : String(cents / 100);

export interface Cost {
  amounts: readonly { currency: string; cents: number; people: number }[];
  unpriced: number;
}

export const hours = {
  title: "Rest & meals",
  inARow: (says: string, n: number) =>
    n === 1 ? says : `${persons(n)} come to a sixth day in a row, or more.`,
  clean: "Nobody’s rest or hours fall short.",
  forced: (n: number) => `Forced call: ${persons(n)}`,
  cost: ({ amounts, unpriced }: Cost) =>
    [
      ...amounts.map(
        ({ cents, currency }) => `at most ${money(cents, currency)}, a day’s pay each where that is less`,
      ),
      unpriced ? `${persons(unpriced)} whose agreement names no amount` : "",
    ]
      .filter(Boolean)
      .join("; "),
  waits: (n: number, who: readonly string[], upm: string) =>
    `${n === 1 ? "1 waits" : `${n} wait`} for the yes of ${who.length ? or.format(who) : `the ${upm}: nobody has that role`}.`,
  allowed: (upm: string) => `The ${upm} has said yes to all of them.`,
  yes: (name: string, at: string) => `${name} said yes, ${at}`,
  kept: (reason: string, name: string, at: string) => `“${reason}” ${name}, ${at}`,
  mayAllow: (rests: readonly string[]) =>
    `The rule allows ${rests.join(", or ")}. Whether that is so here, you know.`,
  who: "Who",
  toCall: "To the call",
  set: (minutes: number, clock: Clock, on: string) =>
    `Set ${[clockOfMinutes(minutes, clock), otherDay(minutes, on)].filter(Boolean).join(" ")}`,
  reason: "Why this call stands",
  reasonLate: "Why so late",
  reasonAll: (n: number) => (n === 1 ? "Why it stands" : `Why all ${n} stand`),
  keep: "Keep the reason",
  keepAll: (n: number) => (n === 1 ? "Keep it" : `Keep it for all ${n}`),
  asked: (n: number) =>
    n === 1 ? "1 call breaks a rule and has no reason." : `${n} calls break a rule and have no reason.`,
  open: "Rest & meals",
  neverBlocks: "A reason blocks nothing: it is kept with your name, the time and the rule.",
  meals: "Meals and overtime",
  noMeals: "No rule here says anything of meals.",
  penalty: (cents: number, currency: string) => `${money(cents, currency)} each`,
  names: (names: readonly string[], people: number) =>
    people > names.length ? `${names.join(", ")} and ${people - names.length} more` : names.join(", "),
  source: (rule: string, source: string) => [rule, source].filter(Boolean).join(" · "),
  verify: "Verify before use: the rules are under Settings, Rules.",
  cancelled: "Cancelled since the issue",
  off: (name: string, late_by: number) =>
    late_by ? `${name}: notice comes ${duration(late_by)} too late` : `${name}: in time`,
  byDeadline: (at: string) => `notice was due by ${at}`,
  notOver: "the day before is still being worked",
  upm: {
    title: (n: number, date: string) => `${persons(n)} inside the daily rest, ${date}`,
    yes: (n: number) => (n === 1 ? "Yes, this call stands" : `Yes, all ${n} stand`),
    takeBack: "Take my yes back",
    given: (date: string) => `You said yes to the short rests of ${date}.`,
    note: "The issue then no longer waits for you because of them. A rest that gets shorter asks again.",
    noReason: "No reason was given.",
  },
};
