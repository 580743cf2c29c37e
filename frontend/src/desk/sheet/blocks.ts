/** The day's stand-ins and background, and its vehicles' runs, as they are written back: the whole list, in its order. */
import { api, must } from "../../api/client";
import type { components } from "../../api/schema";
import type { DayOut } from "./draft";
import type { Editing } from "./editing.svelte";

type Schemas = components["schemas"];
export type ExtraIn = Schemas["DayExtraIn"];
export type RunIn = Schemas["DayRunIn"];

export function extrasOf(day: DayOut | undefined): ExtraIn[] {
  return (day?.extras ?? []).map(({ id, kind, ...rest }) => ({ ...rest, kind: kind as ExtraIn["kind"] }));
}

export function runsOf(day: DayOut | undefined): RunIn[] {
  return (day?.runs ?? []).map(({ id, vehicle, ...rest }) => rest);
}

export function setExtras(editing: Editing, body: ExtraIn[]): Promise<void> {
  const put = (body: ExtraIn[]) =>
    must(api.PUT("/api/productions/{production_id}/days/{day_id}/extras", { params: editing.params, body }));
  return editing.change(
    () => put(body),
    kept(() => extrasOf(editing.day), put),
  );
}

export function setRuns(editing: Editing, body: RunIn[]): Promise<void> {
  const put = (body: RunIn[]) =>
    must(api.PUT("/api/productions/{production_id}/days/{day_id}/runs", { params: editing.params, body }));
  return editing.change(
    () => put(body),
    kept(() => runsOf(editing.day), put),
  );
}

function kept<T>(stands: () => T, put: (value: T) => Promise<unknown>) {
  return {
    stands: () => JSON.stringify(stands()),
    keep: () => {
      const was = stands();
      return () => put(was);
    },
  };
}

/** `at` put `by` places further. */
export function moved<T>(rows: readonly T[], at: number, by: number): T[] {
  const next = [...rows];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(at + by, 0, one);
  return next;
}
