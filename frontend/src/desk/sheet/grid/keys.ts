/** The keys of the grid, where a cell has the focus. */
import { WORDED } from "./columns";
import type { Grid } from "./grid.svelte";
import { count } from "./selection";

/** Does what the key says. True: the selection went somewhere, and the focus is to follow. */
export function gridKey(event: KeyboardEvent, grid: Grid): boolean {
  const done = event.altKey
    ? byAlt(event, grid)
    : commanded(event)
      ? byCtrl(event, grid)
      : plain(event, grid);
  if (done === undefined) return false;
  event.preventDefault();
  return done;
}

const commanded = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey;

function byAlt(event: KeyboardEvent, grid: Grid): boolean | undefined {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return undefined;
  grid.shift(event.key === "ArrowUp" ? 5 : -5);
  return false;
}

function byCtrl(event: KeyboardEvent, grid: Grid): boolean | undefined {
  const key = event.key.toLowerCase();
  if (key === " ") {
    if (event.shiftKey) grid.chooseGroup();
    else grid.chooseColumn();
    return true;
  }
  if (key === "a") {
    grid.chooseAll();
    return true;
  }
  if (key === "d") {
    grid.fill();
    return false;
  }
  return moves(event, grid);
}

function moves(event: KeyboardEvent, grid: Grid): boolean | undefined {
  return grid.move({ key: event.key, ctrl: commanded(event), shift: event.shiftKey }) || undefined;
}

function plain(event: KeyboardEvent, grid: Grid): boolean | undefined {
  switch (event.key) {
    case "Tab":
      return grid.tab(event.shiftKey) || undefined;
    case "Enter":
    case "F2":
      grid.edit();
      return false;
    case "Delete":
    case "Backspace":
      grid.clear();
      return false;
    case "Escape":
      return leave(grid);
    case " ":
      if (!event.shiftKey) return typed(event, grid);
      grid.chooseRow();
      return true;
    default:
      return moves(event, grid) ?? typed(event, grid);
  }
}

/** From what is chosen to the cell one is in; from there out of the grid. */
function leave(grid: Grid): boolean {
  if (count(grid.range) > 1) {
    grid.selection = { at: grid.selection.at, from: grid.selection.at };
    return true;
  }
  document.querySelector<HTMLElement>("#grid-tools button")?.focus();
  return false;
}

/** What is typed replaces; where no words go, `?` and `/` stay the desk's. */
function typed(event: KeyboardEvent, grid: Grid): boolean | undefined {
  if (event.isComposing || event.key === "Process") return undefined;
  if (event.key.length !== 1) return undefined;
  if (!WORDED.has(grid.column) && (event.key === "?" || event.key === "/")) return undefined;
  grid.edit(event.key === " " ? "" : event.key);
  return false;
}
