/** Words of my days. */
import type { MyCall, ScheduleDay } from "../api/today";
import { duration, weekday } from "./time";

export const schedule = {
  title: "My days",
  until: (date: string) => `On until ${date}`,
  week: "Week",
  sections: {
    past: "Behind you",
    today: "Today",
    tomorrow: "Tomorrow",
    this: "This week",
    next: "Next week",
    later: "Later",
  },
  confirm: "Confirm it",
  cancelled: "Cancelled",
  notIssued: "Not issued",
  atWrap: (on: string) => `sheet ${weekday(on)}, at wrap`,
  kinds: {
    timed: "",
    on_call: "On call",
    no_call: "No call",
    will_notify: "Will notify",
    hold: "Hold",
    cancelled: "Not called",
  } satisfies Record<MyCall["kind"], string>,
  notHeld: (day: ScheduleDay) =>
    day.state === "cancelled"
      ? { title: "This day is cancelled.", text: "" }
      : day.version
        ? { title: "Its sheet isn’t on this phone.", text: "The phone holds today’s and the next sheet." }
        : {
            title: "Its sheet isn’t out yet.",
            text: day.issue_expected
              ? `It is issued on ${weekday(day.issue_expected, "long")}, at wrap. Your call stands here then.`
              : "Your call stands here as soon as it is issued.",
          },
  rest: (minutes: number, estimated: boolean, before: string) =>
    `${estimated ? "about " : ""}${duration(roundedRest(minutes, estimated))} rest before ${before}`,
  off: (days: string, rest: string) => (rest ? `${days} off · ${rest}` : `${days} off`),
  calendar: "Put my days in my calendar",
  none: { title: "No days for you yet.", text: "They stand here as soon as the schedule has you." },
};

/** An estimate isn't told to the minute. */
function roundedRest(minutes: number, estimated: boolean): number {
  return estimated && minutes > 24 * 60 ? Math.round(minutes / 60) * 60 : minutes;
}

export function dayLine(day: ScheduleDay): string {
  const name = day.day_number === null ? "" : `Day ${day.day_number}`;
  return [name, day.place].filter(Boolean).join(" · ") || day.unit;
}
