/** Where the cells are drawn, for what lies over them. */
import { type CalledOut, lineId } from "./cells";
import type { Column } from "./columns";

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function cellAt(
  table: HTMLTableElement,
  line: CalledOut | undefined,
  column: Column,
): HTMLElement | undefined {
  if (!line) return undefined;
  return (
    table.querySelector<HTMLElement>(`tr[data-line="${lineId(line)}"] > [data-c="${column}"]`) ?? undefined
  );
}

/** From the corner of the first to that of the last, in the table. */
export function boxOf(first: HTMLElement | undefined, last = first): Box | undefined {
  if (!first || !last) return undefined;
  return {
    left: first.offsetLeft,
    top: first.offsetTop,
    width: last.offsetLeft + last.offsetWidth - first.offsetLeft,
    height: last.offsetTop + last.offsetHeight - first.offsetTop,
  };
}

let marked: Element[] = [];

/** Says of the chosen cells that they are, to the screen reader. */
export function mark(table: HTMLTableElement, lines: readonly string[], columns: readonly Column[]): void {
  const chosen = new Set<Element>();
  for (const line of lines) {
    const row = table.querySelector(`tr[data-line="${line}"]`);
    for (const column of columns) {
      const cell = row?.querySelector(`:scope > [data-c="${column}"]`);
      if (cell) chosen.add(cell);
    }
  }
  for (const cell of marked) if (!chosen.has(cell)) cell.removeAttribute("aria-selected");
  for (const cell of chosen) cell.setAttribute("aria-selected", "true");
  marked = [...chosen];
}
