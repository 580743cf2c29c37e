/** Words of approval: who has approved, for whom an issue waits, and why. */
import { say, type Vocabulary } from "./vocabulary";

const and = new Intl.ListFormat("en", { type: "conjunction" });
const or = new Intl.ListFormat("en", { type: "disjunction" });

export const approval = {
  title: "Approval",
  role: (role: string, words: Vocabulary) => (role === "upm" ? say("upm", words) : "1st AD"),
  given: (at: string, name: string) => `Approved ${at} ${name}`,
  waits: (who: readonly string[]) =>
    who.length ? `Waits for ${or.format(who)}` : "Nobody has this role. The office gives it on Crew.",
  waitsForYou: "Waits for you",
  free: "Not needed for this",
  why: {
    first: "Nothing of this day is out yet.",
    general_call: "The general call moves.",
    cancelled: "The day is cancelled, or on again.",
    rest: (names: readonly string[]) =>
      names.length ? `Rest falls short: ${and.format(names)}.` : "A rest falls short.",
  },
  stands: "The general call stays and no rest gets shorter: it can be issued without a new approval.",
  doIt: (colour: string) => `Approve ${colour}`,
  takeBack: "Take my approval back",
  issueWaits: (colour: string, roles: readonly string[]) => `Issue ${colour} waits for ${and.format(roles)}.`,
  ready: (colour: string) => `${colour} is approved: it can be issued.`,
  once: "It holds for exactly what stands here. A change asks again.",
  call: (at: string, date: string) => `General call ${at}, ${date}`,
  first: "The first sheet of this day.",
  more: (n: number) => (n === 1 ? "and 1 more change" : `and ${n} more changes`),
  whole: "Look at the whole draft",
};
