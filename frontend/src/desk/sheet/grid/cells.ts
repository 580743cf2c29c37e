/** The cells of a line, as the server keeps them (server/rules/schedule/cells.py), worked out here so that they stand at once. */
import type { components } from "../../../api/schema";
import { below, isOff, lineId } from "../../../rules/call";

type Schemas = components["schemas"];
/** One act as it is sent: what isn't there isn't touched. */
export interface Act {
  cells?: readonly CellIn[];
  departments?: readonly Schemas["DepartmentCellIn"][];
  places?: Schemas["PlacesCellIn"] | null;
  notes?: Schemas["NotesCellIn"] | null;
}
export type CellIn = Schemas["CellIn"];
export type CallTime = Schemas["CallTime"];
export type Cell = CellIn["cell"];
export type Value = CallTime | number | string | null;
export type Typed = Schemas["TypedOut"];
export type CalledOut = Schemas["CalledOut"];
export type DayOut = Schemas["DayOut"];

const LONGEST = 600;
export const FOLLOWS: CallTime = { kind: "department", minutes: null };
const WORDS: ReadonlySet<Cell> = new Set(["status", "remarks"]);

/** What stands there when nothing does. */
export const emptied = (cell: Cell): Value => (cell === "call" ? FOLLOWS : WORDS.has(cell) ? "" : null);

export function standing(line: Typed, cell: Cell): Value {
  switch (cell) {
    case "call": {
      const kind = line.kind as CallTime["kind"];
      const under = below(line);
      if (isOff(kind)) return { kind, minutes: under.minutes ?? null, over: under.kind };
      return { kind, minutes: kind === under.kind ? (under.minutes ?? null) : null };
    }
    case "makeup":
      return line.makeup_minutes;
    case "travel":
      return line.travel_minutes;
    case "place":
      return line.place_id;
    default:
      return line[cell];
  }
}

function sameCall(a: CallTime, b: CallTime): boolean {
  if (a.kind !== b.kind) return false;
  // who cancels says nothing of what is below it
  if (isOff(a.kind) && (a.over === undefined || b.over === undefined)) return true;
  return a.over === b.over && (a.minutes ?? null) === (b.minutes ?? null);
}

export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a === "object" && a && typeof b === "object" && b) return sameCall(a, b);
  return a === b;
}

function put(line: Typed, cell: Cell, value: Value): Typed {
  if (cell === "call") {
    const { kind, minutes = null, over } = value as CallTime;
    if (isOff(kind) && over === undefined) return { ...line, kind, over: line.over ?? untimed(line.kind) };
    const of = over ?? kind;
    return {
      ...line,
      kind,
      over: isOff(kind) ? untimed(of) : null,
      at_minutes: of === "absolute" ? minutes : null,
      offset_minutes: of === "relative" ? minutes : null,
    };
  }
  const column =
    { makeup: "makeup_minutes", travel: "travel_minutes", place: "place_id" }[cell as string] ?? cell;
  return { ...line, [column]: value };
}

const untimed = (kind: string): Typed["over"] =>
  kind === "on_call" || kind === "no_call" || kind === "will_notify" ? kind : null;

/** The line after these cells were typed; `stands`: its call before. */
export function typedInto(
  line: Typed,
  cells: ReadonlyMap<Cell, Value>,
  stands: number | null,
  role: boolean,
): Typed {
  let now = line;
  for (const [cell, value] of cells) now = put(now, cell, value);
  if (cells.has("travel") !== cells.has("pickup"))
    now = cells.has("travel") ? { ...now, pickup: null } : { ...now, travel_minutes: null };
  now = { ...now, kind: settledKind(now, role, cells.has("call")) };
  const moved = !isOff(now.kind) && (cells.has("call") || chained(now) !== chained(line));
  return moved && !cells.has("pickup") && !cells.has("travel") ? along(now, stands) : now;
}

/** The call that a chain comes to. */
const chained = ({ kind, on_set, makeup_minutes }: Typed): number | null =>
  kind === "chain" && on_set !== null ? on_set - (makeup_minutes ?? 0) : null;

/** With a typed pickup as far before its call as it was before the call that stood. */
function along(line: Typed, stands: number | null): Typed {
  const way = stands === null || line.pickup === null ? -1 : stands - line.pickup;
  return way >= 0 && way <= LONGEST ? { ...line, pickup: null, travel_minutes: way } : line;
}

function settledKind(line: Typed, role: boolean, said: boolean): string {
  const open = line.kind === "department" || (line.kind === "chain" && line.on_set === null);
  if (line.on_set !== null && (open || (line.kind === "will_notify" && !said))) return "chain";
  return open ? (role ? "will_notify" : "department") : line.kind;
}

interface Shift {
  kind: string;
  offset_minutes: number | null;
  at_minutes: number | null;
}
type Times = Pick<CalledOut, "kind" | "call" | "pickup" | "on_set" | "makeup" | "origin">;

function timed(call: number | null, origin: string): Times {
  return {
    kind: call === null ? "will_notify" : "time",
    call,
    pickup: null,
    on_set: null,
    makeup: null,
    origin,
  };
}

function fromGeneral(general: number | null, offset: number): Times {
  const origin = offset === 0 ? "general" : offset < 0 ? "pre_call" : "late_call";
  return timed(general === null ? null : general + offset, origin);
}

function ofDepartment(general: number | null, shift: Shift | undefined): Times {
  if (!shift || shift.kind === "relative") return fromGeneral(general, shift?.offset_minutes ?? 0);
  if (shift.kind === "absolute") return timed(shift.at_minutes, "absolute");
  return { ...timed(null, "department"), kind: shift.kind };
}

/** The times of a line: what was typed for it goes before its department's. */
export function resolve(general: number | null, shift: Shift | undefined, line: Typed): Times {
  const { kind, on_set, travel_minutes: way } = line;
  if (kind === "on_call" || kind === "no_call" || kind === "will_notify" || isOff(kind))
    return { ...timed(null, "absolute"), kind };
  const chained = kind === "chain" && on_set !== null;
  const call = chained ? on_set - (line.makeup_minutes ?? 0) : null;
  const found = chained
    ? timed(call, "chain")
    : kind === "absolute"
      ? timed(line.at_minutes, "absolute")
      : kind === "relative"
        ? fromGeneral(general, line.offset_minutes ?? 0)
        : ofDepartment(general, shift);
  const pickup = line.pickup ?? (way !== null && found.call !== null ? found.call - way : null);
  return { ...found, pickup, on_set, makeup: chained && line.makeup_minutes ? found.call : null };
}

export { below, isOff, lineId };

export const whose = ({
  member_id,
  position_id,
  element_id,
}: Pick<CalledOut, "member_id" | "position_id" | "element_id">) => ({
  member_id,
  position_id,
  element_id,
});

/** The same whoever plays a role, and in whichever position they were called: as the server names a line. */
export const ownId = (one: Pick<CellIn, "member_id" | "position_id" | "element_id">): string =>
  one.element_id ? `e${one.element_id}` : `m${one.member_id ?? 0}.p${one.position_id ?? 0}`;

export const cellId = (line: string, cell: string): string => `${line}:${cell}`;

function lineAfter(day: DayOut, called: CalledOut, cells: ReadonlyMap<Cell, Value>): CalledOut {
  const shift = day.department_calls.find((one) => one.department_id === called.department_id);
  const line = typedInto(called.line, cells, called.call, called.element_id !== null);
  const times = resolve(day.general_call, called.element_id === null ? shift : undefined, line);
  const off = isOff(line.kind);
  const { wardrobe, rehearsal, release } = off ? { wardrobe: null, rehearsal: null, release: null } : line;
  const { remarks } = line;
  const place_id = line.place_id ?? (called.element_id === null ? (shift?.place_id ?? null) : null);
  const said =
    line.status || (off && called.element_id !== null ? (line.kind === "hold" ? "H" : "") : called.status);
  const status = cells.has("status") || off ? said : called.status;
  return {
    ...called,
    ...times,
    line,
    typed: line.kind,
    wardrobe,
    rehearsal,
    release,
    remarks,
    place_id,
    status,
  };
}

/** The day as it will be once the server has done this: lines that the act doesn't touch stay the same objects. */
export function applied(day: DayOut, act: Act): DayOut {
  if (!act.cells?.length && !act.departments?.length) return day;
  const byLine = new Map<string, Map<Cell, Value>>();
  for (const one of act.cells ?? []) {
    const cells = byLine.get(ownId(one)) ?? new Map<Cell, Value>();
    byLine.set(ownId(one), cells.set(one.cell, (one.value ?? null) as Value));
  }
  const mine = new Map((act.departments ?? []).map((one) => [one.department_id, one.value ?? null]));
  const kept = day.department_calls.filter((one) => !mine.has(one.department_id));
  const typed = [...mine.values()].flatMap((call) =>
    call ? [{ offset_minutes: null, at_minutes: null, place_id: null, ...call }] : [],
  );
  const now = mine.size
    ? { ...day, department_calls: [...kept, ...typed] as DayOut["department_calls"] }
    : day;
  const after = (called: CalledOut): CalledOut => {
    const cells = byLine.get(ownId(called));
    const moved =
      called.element_id === null && called.department_id !== null && mine.has(called.department_id);
    return cells || moved ? lineAfter(now, called, cells ?? new Map()) : called;
  };
  return { ...now, crew: now.crew.map(after), cast: now.cast.map(after) };
}

/** A day read anew, with the objects of the lines that are as they were: what didn't change isn't drawn again. */
export function reused(before: DayOut | undefined, day: DayOut): DayOut {
  if (!before) return day;
  const there = new Map([...before.cast, ...before.crew].map((called) => [lineId(called), called]));
  const one = (called: CalledOut): CalledOut => {
    const was = there.get(lineId(called));
    return was && JSON.stringify(was) === JSON.stringify(called) ? was : called;
  };
  return { ...day, cast: day.cast.map(one), crew: day.crew.map(one) };
}
