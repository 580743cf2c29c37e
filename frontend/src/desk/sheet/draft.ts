/** Parts of the draft as they are written back. */
import type { components } from "../../api/schema";
import { type CallIn, lineId } from "../../rules/call";
import { parseClock } from "../../rules/typed";
import { clock, dateOf, daysBetween } from "../../words/time";

export type { CallIn };
export { lineId };

type Schemas = components["schemas"];
export type DayOut = Schemas["DayOut"];
export type CalledOut = Schemas["CalledOut"];
export type PlaceIn = Schemas["DayPlaceIn"];
export type SceneIn = Schemas["DaySceneIn"];
export type NoteIn = Schemas["DayNoteIn"];

/** A call as the newest issue has it, to be typed here. */
export function theirs(
  was: Schemas["WasOut"],
  day: Pick<DayOut, "on_date" | "zone">,
): Partial<CallIn> & { kind: CallIn["kind"] } {
  if (was.kind !== "time" || was.call === null) return { kind: was.kind as CallIn["kind"] };
  const days = daysBetween(day.on_date, dateOf(was.call, day.zone));
  return { kind: "absolute", at_minutes: days * 1440 + (parseClock(clock(was.call, day.zone)) ?? 0) };
}

/** The day's places, scenes and notes as they are written back: all of them, in their order. */
export function placesOf(day: DayOut | undefined): PlaceIn[] {
  return (day?.places ?? []).map(({ place_id, kind, from_minutes, notes }) => ({
    place_id,
    kind: kind as PlaceIn["kind"],
    from_minutes,
    notes,
  }));
}

export function scenesOf(day: DayOut | undefined): SceneIn[] {
  return (day?.scenes ?? []).map(({ scene_id, banner, place_id, at_minutes, notes, eighths }) => ({
    scene_id,
    banner,
    place_id,
    at_minutes,
    notes,
    eighths: scene_id === null ? null : eighths,
  }));
}

export function notesOf(day: DayOut | undefined): NoteIn[] {
  return (day?.notes ?? []).map(({ text, department_id }) => ({ text, department_id }));
}

/** What must be there before a sheet says anything: "all", where nobody has a time either; "": nothing is lacking. */
export function lackOf(
  day: Pick<DayOut, "general_call" | "cancelled" | "cast" | "crew">,
): "" | "general" | "all" {
  if (day.general_call !== null || day.cancelled) return "";
  const told = [...day.cast, ...day.crew].some(({ kind, call }) => kind === "on_call" || call !== null);
  return told ? "general" : "all";
}
