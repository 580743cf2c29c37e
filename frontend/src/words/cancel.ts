/** Words of who doesn't come after all: on hold, will notify, cancelled; of a whole day; and what late notice costs. */
import { duration } from "./time";

const persons = (n: number) => (n === 1 ? "1 person" : `${n} people`);

/** What is owed: minutes of pay, or percent of days' pay; null where the reader may not know it. */
export interface Owed {
  owed: number | null;
  percent: number | null;
}
export interface LateNotice extends Owed {
  called: number;
  late: number;
  late_by: number;
  minimum: number | null;
}

/** "a day’s pay", "half a day’s pay", "2½ days’ pay", "0.3 of a day’s pay". */
function daysPay(percent: number): string {
  if (percent === 100) return "a day’s pay";
  if (percent === 50) return "half a day’s pay";
  if (percent < 100) return `${percent} % of a day’s pay`;
  const whole = Math.floor(percent / 100);
  const rest = percent % 100;
  return `${rest === 50 ? `${whole}½` : rest ? (percent / 100).toFixed(2) : whole} days’ pay`;
}

export function pay({ owed, percent }: Owed): string {
  return [owed ? `${duration(owed)} of pay` : "", percent ? daysPay(percent) : ""]
    .filter(Boolean)
    .join(" and ");
}

export const cancel = {
  title: "Calls that don’t stand",
  hold: "Hold",
  willNotify: "W/N",
  off: "Cancel call",
  takeBack: "Take back",
  asked: (n: number, name: string) => (n === 1 ? `Cancel the call of ${name}?` : `Cancel ${n} calls?`),
  sure: (n: number) => (n === 1 ? "Cancel the call" : `Cancel ${n} calls`),
  keep: "Keep",
  reading: "Looking what late notice costs…",
  next: "The next issue tells them.",
  held: (name: string) => `${name}: on hold on the draft. Paid, stays reachable, doesn’t come.`,
  notified: (name: string) => `${name}: W/N on the draft. They will be told a time.`,
  cancelled: (name: string) => `${name}: cancelled on the draft.`,
  back: (name: string) => `${name}: called again on the draft.`,
  notice: ({ called, late, late_by, owed, percent, minimum }: LateNotice): string => {
    if (!late)
      return called === 1
        ? "Notice is in time."
        : `${persons(called)} called: nobody’s notice comes too late.`;
    const who =
      called === 1
        ? "Late"
        : late === called
          ? `All ${persons(late)}, late`
          : `${late} of ${called} people, late`;
    const said = `${who} by ${late > 1 ? "up to " : ""}${duration(late_by)}`;
    const sum = pay({ owed, percent });
    if (!sum) return `${said}.`;
    const each =
      late > 1 && minimum && owed === minimum * late && !percent ? `${duration(minimum)} of pay each, ` : "";
    return `${said}: ${each}${sum}${late > 1 ? " in all" : ""}.`;
  },
  department: (name: string, people: number, owed: Owed) =>
    [`${name}: ${persons(people)}`, pay(owed)].filter(Boolean).join(", "),
  source: (source: string) => `By: ${source}. Verify before use.`,
  day: {
    title: "Cancel the day",
    reason: "Why, in one line on every phone",
    hint: "Storm warning",
    sure: "Cancel the day",
    note: "Nobody is told before it is issued.",
    done: "The day is cancelled on the draft. Issue it: everybody called is told.",
    doneUntold: "The day is cancelled. Nothing of it was out: nobody has to be told.",
    toIssue: "To the issue",
    is: "This day is cancelled.",
    restore: "Put the day on again",
    restored: "The day is on again on the draft. Issue it: everybody is called anew.",
    untold: "On the draft: not everybody is told yet.",
    mark: "CANCELLED",
    marked: "Cancelled",
  },
};
