/** The grid's state: where one is, what is chosen, what is being typed, what couldn't be read. */
import { look } from "../../../ui/look.svelte";
import { grid as words } from "../../../words/grid";
import { onDay, timeWords } from "../../../words/prep";
import type { Editing } from "../editing.svelte";
import {
  acted,
  asText,
  block,
  carried,
  cell,
  cleared,
  filled,
  looksNamed,
  type Pasted,
  pasted,
  pastedByName,
  shifted,
} from "./acting";
import {
  type Act,
  type CalledOut,
  type Cell,
  type CellIn,
  cellId,
  lineId,
  same,
  standing,
  type Value,
} from "./cells";
import { COLUMNS, type Column, hint, type Reads, read, type Shows, takes, textOf } from "./columns";
import {
  type At,
  count,
  moved,
  one,
  type Pressed,
  type Range,
  rangeOf,
  rows,
  type Selection,
  type Size,
  tabbed,
} from "./selection";

export interface Group {
  key: string;
  name: string;
  head: string;
  department_id: number | null;
  lines: CalledOut[];
}

export interface Editor {
  line: CalledOut;
  column: Column;
  text: string;
  /** Typed over: the arrows leave the cell. Else they go through the text. */
  over: boolean;
  was: Value;
}

export interface Offer {
  rows: string[][];
  found: number;
}

interface Copied {
  text: string;
  lines: readonly CalledOut[];
  range: Range;
}

/** The cast, then each department in the order in which it comes. */
export function grouped(cast: CalledOut[], crew: CalledOut[], name: string): Group[] {
  const found: Group[] = [];
  if (cast.length) found.push({ key: "cast", name, head: "", department_id: null, lines: cast });
  for (const called of crew) {
    const there = found.find((group) => group.key === String(called.department_id));
    if (there) there.lines.push(called);
    else
      found.push({
        key: String(called.department_id),
        name: called.department,
        head: "",
        department_id: called.department_id,
        lines: [called],
      });
  }
  for (const group of found) group.head = group.lines.find((called) => called.head)?.name ?? "";
  return found;
}

interface Placed {
  line: string;
  column: number;
}

/** A cell, and what couldn't be read of it; nothing: it isn't marked. */
type Mark = readonly [id: string, text?: string | undefined];

const idOf = (one: CellIn): string =>
  cellId(lineId({ position_id: null, member_id: null, element_id: null, ...one }), one.cell);

/** What is written loses its mark. */
const written = (act: Act): Mark[] => (act.cells ?? []).map((one) => [idOf(one)]);

export class Grid {
  readonly editing: Editing;
  #at = $state.raw<Placed>({ line: "", column: 1 });
  #from = $state.raw<Placed>({ line: "", column: 1 });
  editor = $state.raw<Editor | undefined>(undefined);
  wrong = $state("");
  unread = $state.raw<ReadonlyMap<string, string>>(new Map());
  left = $state.raw<readonly string[]>([]);
  offer = $state.raw<Offer | undefined>(undefined);
  /** By touch: the next tap chooses up to there. */
  more = $state(false);
  #copied: Copied | undefined;

  constructor(editing: Editing) {
    this.editing = editing;
  }

  readonly groups = $derived.by(() =>
    grouped(this.editing.day?.cast ?? [], this.editing.day?.crew ?? [], "Cast"),
  );
  readonly lines = $derived.by(() => this.groups.flatMap((group) => group.lines));
  readonly #rowOf = $derived.by(() => new Map(this.lines.map((called, n) => [lineId(called), n])));
  readonly shows: Shows = $derived.by(() => {
    const { clock } = look;
    const on = this.editing.day?.on_date ?? "";
    return { time: (minutes: number | null) => timeWords(minutes, clock, on), places: this.#places };
  });
  readonly #places = $derived.by(
    () => new Map((this.editing.day?.places ?? []).map((place) => [place.place_id, place.name])),
  );

  get size(): Size {
    return { rows: this.lines.length, columns: COLUMNS.length };
  }

  get selection(): Selection {
    const at = (placed: Placed): At => ({ row: this.#rowOf.get(placed.line) ?? 0, column: placed.column });
    return { at: at(this.#at), from: at(this.#from) };
  }

  set selection({ at, from }: Selection) {
    const placed = ({ row, column }: At): Placed => ({ line: lineId(this.lines[row] as CalledOut), column });
    if (!this.lines[at.row] || !this.lines[from.row]) return;
    this.#at = placed(at);
    this.#from = placed(from);
  }

  readonly range = $derived.by(() => rangeOf(this.selection));

  get current(): CalledOut | undefined {
    return this.lines[this.selection.at.row];
  }

  get column(): Column {
    return COLUMNS[this.selection.at.column] as Column;
  }

  get reads(): Reads | undefined {
    const { day } = this.editing;
    return day && { day: onDay(day), places: this.#places };
  }

  /** To a line's cell, as by a tap; `extend`: up to there. */
  go(line: string, column: Column, extend = false): void {
    const at = { row: this.#rowOf.get(line) ?? 0, column: COLUMNS.indexOf(column) };
    this.selection = extend ? { at, from: this.selection.from } : one(at);
  }

  move(pressed: Pressed): boolean {
    const next = moved(this.selection, pressed, this.size);
    if (next) this.selection = next;
    return next !== undefined;
  }

  tab(back: boolean): boolean {
    const to = tabbed(this.selection.at, back, this.size);
    if (to) this.selection = one(to);
    return to !== undefined;
  }

  chooseColumn(): void {
    this.selection = rows(this.selection, 0, this.size.rows - 1, this.size);
  }

  chooseRow(): void {
    const { top, bottom } = this.range;
    this.selection = rows(this.selection, top, bottom, this.size, true);
  }

  chooseAll(): void {
    this.selection = rows(this.selection, 0, this.size.rows - 1, this.size, true);
  }

  /** A department's people at once, in the columns that are chosen (the call, from a name). */
  chooseGroup(key?: string): void {
    const group = this.groups.find((one) =>
      key ? one.key === key : one.lines.includes(this.current as CalledOut),
    );
    const [first] = group?.lines ?? [];
    if (!group || !first) return;
    const top = this.#rowOf.get(lineId(first)) ?? 0;
    if (this.range.left === 0)
      this.selection = { at: { row: top, column: 1 }, from: { row: top, column: 1 } };
    this.selection = rows(this.selection, top, top + group.lines.length - 1, this.size);
  }

  text(called: CalledOut, column: Column): string {
    return this.unread.get(cellId(lineId(called), column)) ?? textOf(called, column, this.shows);
  }

  edit(typed?: string): void {
    const { current: line, column } = this;
    const role = column === "name" && line?.element_id;
    if (!line || (!takes(line, column) && !role)) return;
    const was = role ? null : standing(line.line, column as Cell);
    this.wrong = "";
    this.editor = {
      line,
      column,
      text: typed ?? (role ? line.name : this.text(line, column)),
      over: typed !== undefined,
      was,
    };
  }

  /** What stands in the cell now, where somebody changed it since the typing began. */
  get overtaken(): string | undefined {
    const { editor } = this;
    if (!editor || editor.column === "name") return undefined;
    const now = this.lines[this.#rowOf.get(lineId(editor.line)) ?? -1];
    if (!now || same(standing(now.line, editor.column), editor.was)) return undefined;
    return textOf(now, editor.column, this.shows);
  }

  /** False: it can't be read, and stays to be mended. `leave`: then it is marked instead. */
  commit(text: string, leave = false): boolean {
    const { editor, reads } = this;
    if (!editor || !reads || editor.column === "name") return true;
    const { line, was } = editor;
    const column = editor.column as Cell;
    const id = cellId(lineId(line), column);
    if (!editor.over && text === editor.text && !this.unread.has(id)) return this.#close();
    const value = read(line, column, text, reads);
    if (value === undefined) {
      this.wrong = [words.cant(text.trim()), hint(column)].join(" ");
      if (leave) this.#act({}, [[id, text.trim()]]);
      return leave ? this.#close() : false;
    }
    this.#close();
    // the same as stands there, typed: it was worked out, and now it is said
    this.#act(acted([cell(line, column, value, was)]), [[id]]);
    return true;
  }

  #close(): true {
    this.editor = undefined;
    return true;
  }

  cancel(): void {
    this.editor = undefined;
    this.wrong = "";
  }

  shift(by: number): void {
    this.#do(shifted(this.lines, this.range, by, this.editing.day?.general_call ?? null));
  }

  fill(): void {
    const act = filled(this.lines, this.range);
    this.#do(act, written(act));
  }

  /** Of a marked cell only the mark goes: what stands under it was never touched. */
  clear(): void {
    const ids = this.#chosen().map(({ line, column }) => cellId(lineId(line), column));
    const marks = ids.filter((id) => this.unread.has(id)).map((id): Mark => [id]);
    const act = cleared(this.lines, this.range);
    this.#do({ cells: (act.cells ?? []).filter((one) => !this.unread.has(idOf(one))) }, marks);
  }

  /** With the calls of whoever is chosen. */
  each(make: (lines: readonly CalledOut[], range: Range) => Act): void {
    this.#do(make(this.lines, this.range));
  }

  #chosen(): { line: CalledOut; column: Column }[] {
    const { top, bottom, left, right } = this.range;
    const columns = COLUMNS.slice(left, right + 1);
    return this.lines.slice(top, bottom + 1).flatMap((line) => columns.map((column) => ({ line, column })));
  }

  /** What is chosen, as a spreadsheet takes it. */
  copy(): string {
    const { top, bottom, left, right } = this.range;
    const lines = this.lines.slice(top, bottom + 1);
    const columns = COLUMNS.slice(left, right + 1);
    const text = asText(lines.map((line) => columns.map((column) => this.text(line, column))));
    this.#copied = { text, lines, range: { top: 0, bottom: bottom - top, left, right } };
    this.editing.acts.said = words.copied(count(this.range));
    return text;
  }

  paste(text: string): void {
    const { reads } = this;
    if (!reads || text === "") return;
    if (this.#copied && text.replaceAll("\r", "") === this.#copied.text && this.#again(this.#copied)) return;
    const found = block(text);
    const names = looksNamed(found, this.lines);
    if (names > 0 && (this.column !== "name" || !this.#inOrder(found)))
      this.offer = { rows: found, found: names };
    else this.#put(pasted(found, this.lines, this.range, reads));
  }

  /** Copied here a moment ago: as it was typed, a relative call stays relative. */
  #again({ lines, range }: Copied): boolean {
    if (range.left !== this.range.left || range.left === 0) return false;
    const single = lines.length === 1 && range.left === range.right;
    const { top, bottom } = this.range;
    const into = this.lines.slice(top, single || lines.length === 1 ? bottom + 1 : top + lines.length);
    const columns = COLUMNS.slice(range.left, range.right + 1);
    const alone = !columns.includes("on_set");
    const cells = into.flatMap((line, n) => {
      const source = lines[lines.length === 1 ? 0 : n];
      return columns.flatMap((column) => {
        if (!source || !takes(line, column) || !takes(source, column)) return [];
        return [cell(line, column as Cell, carried(source, column as Cell, alone))];
      });
    });
    const act = acted(cells);
    this.#do(act, written(act));
    return true;
  }

  #inOrder(found: string[][]): boolean {
    const { top } = this.range;
    return found.every(([name], n) => name === textOf(this.lines[top + n] as CalledOut, "name", this.shows));
  }

  answer(how: "name" | "order" | "leave"): void {
    const { offer, reads } = this;
    this.offer = undefined;
    if (!offer || !reads || how === "leave") return;
    if (how === "name") this.#put(pastedByName(offer.rows, this.lines, this.range.left, reads));
    else this.#put(pasted(offer.rows, this.lines, this.range, reads));
  }

  #put({ act, unread, left }: Pasted): void {
    const marks = unread.map(({ line, column, text }): Mark => [cellId(lineId(line), column), text]);
    this.left = [...this.left, ...left];
    this.#do(act, [...written(act), ...marks], left.length > 0);
  }

  #do(act: Act, marks: readonly Mark[] = [], quiet = marks.length > 0): void {
    const many = act.cells?.length ?? 0;
    this.editing.acts.said = many ? words.did(many) : quiet ? "" : words.nothing;
    this.#act(act, marks);
  }

  /** What is written, and what is marked with it, go back and forth as one. */
  #act(act: Act, marks: readonly Mark[]): void {
    const changed = marks.filter(([id, text]) => this.unread.get(id) !== text);
    const before = changed.map(([id]): Mark => [id, this.unread.get(id)]);
    this.#mark(changed);
    const beside = { off: () => this.#mark(before), on: () => this.#mark(changed) };
    void this.editing.acts.do(act, changed.length ? beside : undefined);
  }

  #mark(marks: readonly Mark[]): void {
    const unread = new Map(this.unread);
    for (const [id, text] of marks)
      if (text === undefined) unread.delete(id);
      else unread.set(id, text);
    if (marks.length) this.unread = unread;
  }

  /** Why the cell one is in couldn't be read. */
  get marked(): string {
    const { current, column } = this;
    const text = current && this.unread.get(cellId(lineId(current), column));
    return text === undefined ? "" : [words.cant(text), hint(column)].join(" ");
  }

  /** To the next cell that couldn't be read. */
  nextUnread(): void {
    const [first] = this.unread.keys();
    const cut = first?.lastIndexOf(":") ?? -1;
    if (first && cut > 0) this.go(first.slice(0, cut), first.slice(cut + 1) as Column);
  }
}
