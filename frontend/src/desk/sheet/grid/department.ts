/** A department's call, as it is typed into its field. */
import { parseCall, type Typed } from "../../../rules/typed";
import { onDay, sheet as words } from "../../../words/prep";
import type { Editing } from "../editing.svelte";
import type { Group } from "./grid.svelte";

/** Sends what was typed for the whole department. Gives back why it can't be, else "". */
export function takeDepartment(editing: Editing, group: Group, input: HTMLInputElement): string {
  const { day } = editing;
  if (!day || input.value.trim() === "" || group.department_id === null) return "";
  const typed = parseCall(input.value, onDay(day));
  const call = typed && ofDepartment(typed);
  if (!call) return words.wrong(input.value);
  input.value = "";
  void editing.setDepartment(group.department_id, call);
  return "";
}

/** W/N, hold and cancelled are for one person; an emptied field is the general call. */
function ofDepartment(typed: Typed): Parameters<Editing["setDepartment"]>[1] | null {
  if (typed.kind === "will_notify" || typed.kind === "hold" || typed.kind === "cancelled") return null;
  if (typed.kind === "department") return { kind: "relative", offset_minutes: 0 };
  if (typed.kind === "absolute" || typed.kind === "relative") return typed;
  return { kind: typed.kind };
}
