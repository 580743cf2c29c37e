/** Where a call's time comes from, in words. */
import { one } from "../../../words/ad";
import type { CalledOut } from "./cells";

export function comesFrom(called: CalledOut, general: number | null): string {
  if (called.typed === "relative" || (called.typed === "department" && called.origin !== "absolute"))
    if (called.call !== null && general !== null && called.call !== general)
      return `general ${called.call > general ? "+" : "−"}${distance(Math.abs(called.call - general))}`;
  // nobody typed the W/N of cast without a call
  if (called.kind !== "time" && called.typed === "department")
    return called.origin === "department" ? one.from("department") : "";
  return called.kind === "time" ? one.from(called.origin) : one.from("absolute");
}

function distance(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
