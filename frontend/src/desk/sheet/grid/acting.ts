/** What an act of the grid writes: filled, shifted, cleared, pasted. Pure: from what stands there to the cells of one request. */
import {
  type Act,
  below,
  type CalledOut,
  type CallTime,
  type Cell,
  type CellIn,
  emptied,
  isOff,
  same,
  standing,
  type Value,
} from "./cells";
import { COLUMNS, type Column, type Reads, read, SPANS, TIMES, takes } from "./columns";
import type { Range } from "./selection";

export function cell(called: CalledOut, name: Cell, value: Value, was?: Value): CellIn {
  const { member_id, position_id, element_id } = called;
  return {
    member_id,
    position_id,
    element_id,
    cell: name,
    value,
    was: was === undefined ? standing(called.line, name) : was,
  };
}

const columnsOf = ({ left, right }: Range): readonly Column[] => COLUMNS.slice(left, right + 1);

/** Only what differs is sent. */
export function acted(cells: readonly CellIn[]): Act {
  return { cells: cells.filter((one) => !same(one.value as Value, one.was as Value)) };
}

function each(
  lines: readonly CalledOut[],
  range: Range,
  make: (called: CalledOut, column: Cell) => CellIn | undefined,
): CellIn[] {
  const found: CellIn[] = [];
  for (const called of lines.slice(range.top, range.bottom + 1))
    for (const column of columnsOf(range)) {
      const made = takes(called, column) ? make(called, column as Cell) : undefined;
      if (made) found.push(made);
    }
  return found;
}

export function cleared(lines: readonly CalledOut[], range: Range): Act {
  return acted(each(lines, range, (called, column) => cell(called, column, emptied(column))));
}

/** As it is written into another line: a chain without its on-set time is the time it comes to; what is below a cancelled call stays there. */
export function carried(called: CalledOut, column: Cell, alone: boolean): Value {
  const value = standing(called.line, column);
  if (column === "call" && isOff((value as CallTime).kind))
    return { kind: (value as CallTime).kind, minutes: null };
  if (column === "call" && (value as CallTime).kind === "chain" && alone)
    return { kind: "absolute", minutes: called.call };
  return value;
}

/** On hold, to be notified, or cancelled: of each chosen line its call, whichever columns are chosen. */
export function putOff(
  lines: readonly CalledOut[],
  range: Range,
  kind: "hold" | "will_notify" | "cancelled",
): Act {
  const chosen = lines.slice(range.top, range.bottom + 1);
  return acted(chosen.map((called) => cell(called, "call", { kind, minutes: null })));
}

/** Those of the chosen that are on hold or cancelled are called again, at the time that they had. */
export function takenBack(lines: readonly CalledOut[], range: Range): Act {
  const off = lines.slice(range.top, range.bottom + 1).filter(({ line }) => isOff(line.kind));
  return acted(off.map((called) => cell(called, "call", below(called.line))));
}

/** The first row of what is chosen, written into the others; of a single row, the one above. */
export function filled(lines: readonly CalledOut[], range: Range): Act {
  const from = range.top === range.bottom ? range.top - 1 : range.top;
  const source = lines[from];
  if (!source) return { cells: [] };
  const alone = !columnsOf(range).includes("on_set");
  const below = { ...range, top: from + 1 };
  return acted(
    each(lines, below, (called, column) =>
      takes(source, column) ? cell(called, column, carried(source, column, alone)) : undefined,
    ),
  );
}

/** Each by its own origin: a relative call by its minutes from the general call, a chain by its on-set time, a time by itself. */
export function shifted(lines: readonly CalledOut[], range: Range, by: number, general: number | null): Act {
  const columns = new Set(columnsOf(range));
  return acted(each(lines, range, (called, column) => shiftedCell(called, column, by, general, columns)));
}

function shiftedCell(
  called: CalledOut,
  column: Cell,
  by: number,
  general: number | null,
  columns: ReadonlySet<Column>,
): CellIn | undefined {
  if (column === "call") return shiftedCall(called, by, general, columns.has("on_set"));
  if (SPANS.has(column)) {
    // beside times the spans stay as they are: what is chosen moves, it doesn't grow
    if ([...columns].some((one) => !SPANS.has(one))) return undefined;
    const span = standing(called.line, column);
    return typeof span === "number" ? cell(called, column, Math.max(0, Math.min(600, span + by))) : undefined;
  }
  if (!TIMES.has(column)) return undefined;
  const time = called[column as "on_set"];
  if (time === null) return undefined;
  // it goes along with the call
  if (column === "pickup" && columns.has("call") && called.call !== null) return undefined;
  return cell(called, column, time + by);
}

function shiftedCall(
  called: CalledOut,
  by: number,
  general: number | null,
  onSetToo: boolean,
): CellIn | undefined {
  const { line, call } = called;
  if (call === null) return undefined;
  if (line.kind === "chain")
    return onSetToo || line.on_set === null ? undefined : cell(called, "on_set", line.on_set + by);
  if (line.kind === "relative")
    return cell(called, "call", { kind: "relative", minutes: (line.offset_minutes ?? 0) + by });
  if (line.kind === "department" && called.moves && general !== null)
    return cell(called, "call", { kind: "relative", minutes: call - general + by });
  return cell(called, "call", { kind: "absolute", minutes: call + by });
}

/** Rows and cells of what was copied in a spreadsheet; quotes around cells with line breaks are read. */
export function block(text: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  for (let n = 0; n < text.length; n++) {
    const sign = text[n] as string;
    const row = rows.at(-1) as string[];
    const here = row.length - 1;
    if (quoted) {
      if (sign === '"' && text[n + 1] === '"') row[here] += text[++n] as string;
      else if (sign === '"') quoted = false;
      else row[here] += sign === "\n" || sign === "\r" ? " " : sign;
    } else if (sign === '"' && row[here] === "") quoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") rows.push([""]);
    else if (sign !== "\r") row[here] += sign;
  }
  if (rows.length > 1 && rows.at(-1)?.length === 1 && rows.at(-1)?.[0] === "") rows.pop();
  return rows;
}

/** As a spreadsheet takes it. */
export function asText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((text) => text.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
}

export interface Unread {
  line: CalledOut;
  column: Column;
  text: string;
}

export interface Pasted {
  act: Act;
  /** Cells that couldn't be read, or that take nothing: marked, and nothing of them lost. */
  unread: Unread[];
  /** Rows for which there was no line. */
  left: string[];
}

const plainName = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The line that each row's first cell names, by person, role or number of the cast; undefined where none or several do. */
export function named(rows: readonly string[][], lines: readonly CalledOut[]): (CalledOut | undefined)[] {
  const byName = new Map<string, CalledOut | null>();
  for (const called of lines)
    for (const name of new Set(
      [called.name, called.element_id === null ? "" : called.title].map(plainName).filter(Boolean),
    ))
      byName.set(name, byName.has(name) ? null : called);
  return rows.map(([first = ""]) => byName.get(plainName(first)) ?? byName.get(turned(first)) ?? undefined);
}

/** "Vasquez, Hana". */
function turned(name: string): string {
  const [last = "", first = ""] = name.split(",", 2);
  return plainName(`${first} ${last}`);
}

/** Whether the rows start with people's names: then they can be matched by them. */
export function looksNamed(rows: readonly string[][], lines: readonly CalledOut[]): number {
  if (rows.every((row) => row.length < 2)) return 0;
  const found = named(rows, lines).filter(Boolean).length;
  return found * 2 >= rows.length ? found : 0;
}

/** Rows into lines from `top`, cells into columns from `left`. A single cell goes into all that is chosen. */
export function pasted(
  rows: readonly string[][],
  lines: readonly CalledOut[],
  range: Range,
  reads: Reads,
): Pasted {
  const single = rows.length === 1 && rows[0]?.length === 1;
  const into = single
    ? lines
        .slice(range.top, range.bottom + 1)
        .map((line) => ({ line, row: columnsOf(range).map(() => rows[0]?.[0] ?? "") }))
    : rows.map((row, n) => ({ line: lines[range.top + n], row }));
  return written(into, range.left, reads);
}

/** Rows into the lines that their first cells name; the others are left. */
export function pastedByName(
  rows: readonly string[][],
  lines: readonly CalledOut[],
  left: number,
  reads: Reads,
): Pasted {
  const whose = named(rows, lines);
  const into = rows.map((row, n) => ({ line: whose[n], row: whose[n] ? row.slice(1) : row }));
  return written(into, Math.max(1, left), reads);
}

function written(
  into: readonly { line: CalledOut | undefined; row: string[] }[],
  left: number,
  reads: Reads,
): Pasted {
  const found: Pasted = { act: { cells: [] }, unread: [], left: [] };
  const cells: CellIn[] = [];
  for (const { line, row } of into) {
    if (!line) {
      if (row.some(Boolean)) found.left.push(row.join("  "));
      continue;
    }
    for (const [n, text] of row.entries()) {
      const column = COLUMNS[left + n];
      if (column === "name") continue;
      const value = column && takes(line, column) ? read(line, column, text, reads) : undefined;
      if (value !== undefined) cells.push(cell(line, column as Cell, value));
      else if (column && text.trim()) found.unread.push({ line, column, text: text.trim() });
      else if (text.trim()) found.left.push(text.trim());
    }
  }
  found.act = acted(cells);
  return found;
}
