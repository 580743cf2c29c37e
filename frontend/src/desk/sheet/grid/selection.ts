/** The cell one is in, and what is chosen around it. Rows and columns by number. */
export interface At {
  row: number;
  column: number;
}

export interface Selection {
  /** Where one is. */
  at: At;
  /** The other corner of what is chosen. */
  from: At;
}

export interface Range {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export interface Size {
  rows: number;
  columns: number;
}

export const one = (at: At): Selection => ({ at, from: at });

export function rangeOf({ at, from }: Selection): Range {
  return {
    top: Math.min(at.row, from.row),
    bottom: Math.max(at.row, from.row),
    left: Math.min(at.column, from.column),
    right: Math.max(at.column, from.column),
  };
}

export function count({ top, bottom, left, right }: Range): number {
  return (bottom - top + 1) * (right - left + 1);
}

export interface Pressed {
  key: string;
  ctrl: boolean;
  shift: boolean;
}

const PAGE = 10;
const clamp = (n: number, most: number): number => Math.max(0, Math.min(n, most - 1));

/** Where the key leads from here, or undefined: it isn't one of these. */
function target({ key, ctrl }: Pressed, { row, column }: At, size: Size): At | undefined {
  const far = Number.MAX_SAFE_INTEGER;
  switch (key) {
    case "ArrowUp":
      return { row: ctrl ? 0 : row - 1, column };
    case "ArrowDown":
      return { row: ctrl ? far : row + 1, column };
    case "ArrowLeft":
      return { row, column: ctrl ? 0 : column - 1 };
    case "ArrowRight":
      return { row, column: ctrl ? far : column + 1 };
    case "Home":
      return { row: ctrl ? 0 : row, column: 0 };
    case "End":
      return { row: ctrl ? size.rows - 1 : row, column: far };
    case "PageUp":
      return { row: row - PAGE, column };
    case "PageDown":
      return { row: row + PAGE, column };
    default:
      return undefined;
  }
}

/** The selection after a key that moves; with Shift what is chosen grows. Undefined: the key doesn't move. */
export function moved(selection: Selection, pressed: Pressed, size: Size): Selection | undefined {
  const to = target(pressed, selection.at, size);
  if (!to) return undefined;
  const at = { row: clamp(to.row, size.rows), column: clamp(to.column, size.columns) };
  return pressed.shift ? { at, from: selection.from } : one(at);
}

/** Tab goes right, and on to the next row; undefined: it leaves the grid. */
export function tabbed(at: At, back: boolean, size: Size): At | undefined {
  const n = at.row * size.columns + at.column + (back ? -1 : 1);
  if (n < 0 || n >= size.rows * size.columns) return undefined;
  return { row: Math.floor(n / size.columns), column: n % size.columns };
}

/** Rows `top` to `bottom` of the columns that are chosen already (or all). */
export function rows(
  selection: Selection,
  top: number,
  bottom: number,
  size: Size,
  whole = false,
): Selection {
  const { left, right } = rangeOf(selection);
  return {
    at: { row: top, column: whole ? 0 : left },
    from: { row: bottom, column: whole ? size.columns - 1 : right },
  };
}
