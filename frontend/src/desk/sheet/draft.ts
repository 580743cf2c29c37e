/** Parts of the draft as they are written back. */
import type { components } from "../../api/schema";
import { type CallIn, fetched, lineId, whose } from "../../rules/call";
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

export function departmentCallOf(
  day: DayOut | undefined,
  department_id: number,
): Omit<Schemas["DepartmentCallIn"], "department_id"> {
  const now = day?.department_calls.find((call) => call.department_id === department_id);
  if (!now) return { kind: "relative", offset_minutes: 0 };
  const { offset_minutes, at_minutes, place_id } = now;
  return { kind: now.kind as Schemas["DepartmentCallIn"]["kind"], offset_minutes, at_minutes, place_id };
}

export function lineOf(day: DayOut | undefined, called: CalledOut): CalledOut | undefined {
  const id = lineId(called);
  return [...(day?.cast ?? []), ...(day?.crew ?? [])].find((line) => lineId(line) === id);
}

/** The call as it stands, to go back to. */
export function callOf(
  day: DayOut | undefined,
  called: CalledOut,
): Partial<CallIn> & { kind: CallIn["kind"] } {
  // a role for which nobody typed a call is on nobody's department
  if (called.element_id !== null && called.call_id === null) return { kind: called.kind as CallIn["kind"] };
  const kind = called.typed as CallIn["kind"];
  const beside = { on_set: called.on_set, ...fetched(called) };
  if (kind === "absolute") return { kind, at_minutes: called.call, ...beside };
  if (kind === "relative")
    return {
      kind,
      offset_minutes: (called.call ?? 0) - (day?.general_call ?? called.call ?? 0),
      ...beside,
    };
  if (kind === "chain") {
    const makeup_minutes = (called.on_set ?? 0) - (called.call ?? called.on_set ?? 0);
    return { kind, makeup_minutes, ...beside };
  }
  return called.kind === "time" ? { kind, ...beside } : { kind };
}

/** The whole line as it is written back. */
export function written(day: DayOut | undefined, called: CalledOut): CallIn {
  return { ...whose(called), ...callOf(day, called) };
}

/** What must be there before a sheet says anything: "all", where nobody has a time either; "": nothing is lacking. */
export function lackOf(
  day: Pick<DayOut, "general_call" | "cancelled" | "cast" | "crew">,
): "" | "general" | "all" {
  if (day.general_call !== null || day.cancelled) return "";
  const told = [...day.cast, ...day.crew].some(({ kind, call }) => kind === "on_call" || call !== null);
  return told ? "general" : "all";
}
