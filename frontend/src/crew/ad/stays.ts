/** What a push leaves where it is: single calls, whole departments, scenes of the first and the last light. */
import type { components } from "../../api/schema";
import { push } from "../../words/ad";

type Shift = components["schemas"]["ShiftOut"];
type ShiftIn = components["schemas"]["ShiftIn"];

export interface Stay {
  /** Kind and id: "c12", "d3", "s7". */
  key: string;
  name: string;
  sub: string;
  /** Minutes after midnight of the day's date. */
  at: number | null;
}

export function staysOf(shift: Pick<Shift, "stays" | "departments" | "scenes">): Stay[] {
  return [
    ...shift.departments.map((one) => ({
      key: `d${one.department_id}`,
      name: push.wholeDepartment(one.department, one.people),
      sub: push.typed,
      at: one.at_minutes,
    })),
    ...shift.stays.map((one) => ({
      key: `c${one.call_id}`,
      name: one.name || one.title,
      sub: one.name ? `${one.title} · ${one.because}` : one.because,
      at: one.call,
    })),
    ...shift.scenes.map((one) => ({
      key: `s${one.id}`,
      name: push.scene(one.number, one.set_name),
      sub: one.because,
      at: one.at_minutes,
    })),
  ];
}

/** Calls that stay: everybody of a department that stays is one. */
export function staying(shift: Pick<Shift, "stays" | "departments">): number {
  return shift.stays.length + shift.departments.reduce((sum, one) => sum + one.people, 0);
}

/** What was ticked, as the server asks for it. */
export function ticked(
  keys: readonly string[],
): Required<Pick<ShiftIn, "also" | "also_departments" | "also_scenes">> {
  const ids = (kind: string) => keys.filter((key) => key.startsWith(kind)).map((key) => Number(key.slice(1)));
  return { also: ids("c"), also_departments: ids("d"), also_scenes: ids("s") };
}
