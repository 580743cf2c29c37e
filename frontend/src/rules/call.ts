/** A call as it is written back: whose it is, and what stays when only its time is edited. */
import type { components } from "../api/schema";

export type CallIn = components["schemas"]["CallIn"];
type CalledOut = components["schemas"]["CalledOut"];

/** Of a call that doesn't stand nothing is shown but the line itself: what was typed below it is what stays. */
export function whose(called: CalledOut) {
  const { wardrobe, rehearsal, release, status } = isOff(called.typed) ? called.line : called;
  return {
    member_id: called.member_id,
    position_id: called.position_id,
    element_id: called.element_id,
    status: called.element_id === null ? "" : status,
    wardrobe,
    rehearsal,
    release,
    place_id: called.place_id,
    remarks: called.remarks,
  };
}

/** The longest way that the server takes, in minutes. */
const LONGEST = 600;

/** The pickup goes along with the call, as far before it as it was. */
export function fetched(called: CalledOut): Pick<CallIn, "pickup" | "travel_minutes"> {
  const { line } = called;
  const off = isOff(called.typed);
  if (off && line.travel_minutes !== null) return { travel_minutes: line.travel_minutes };
  const [call, pickup] = off ? [line.at_minutes, line.pickup] : [called.call, called.pickup];
  if (pickup === null || call === null) return {};
  const travel_minutes = call - pickup;
  return travel_minutes < 0 || travel_minutes > LONGEST ? { pickup } : { travel_minutes };
}

/** The line of a page that a call stands on, as the server names it. */
export function lineId(called: Pick<CalledOut, "member_id" | "position_id" | "element_id">): string {
  return `m${called.member_id ?? 0}.p${called.position_id ?? 0}.e${called.element_id ?? 0}`;
}

/** On hold or cancelled: what was typed stays below it, and stands again when that is taken back. */
export const isOff = (kind: string): boolean => kind === "hold" || kind === "cancelled";

export type CallTime = components["schemas"]["CallTime"];
export function below(
  line: Pick<components["schemas"]["TypedOut"], "over" | "at_minutes" | "offset_minutes">,
): CallTime & { kind: NonNullable<CallTime["over"]> } {
  if (line.over) return { kind: line.over, minutes: null };
  if (line.at_minutes !== null) return { kind: "absolute", minutes: line.at_minutes };
  if (line.offset_minutes !== null) return { kind: "relative", minutes: line.offset_minutes };
  return { kind: "department", minutes: null };
}
