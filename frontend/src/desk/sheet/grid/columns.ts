/** The grid's columns: what each shows, what may be typed into it, and how that is read. */
import { afterGeneral, type OnDay, parseCall, parseTime } from "../../../rules/typed";
import { grid as gridWords } from "../../../words/grid";
import { sheet as words } from "../../../words/prep";
import { type CalledOut, type CallTime, type Cell, emptied, FOLLOWS, type Value } from "./cells";

export type Column = Cell | "name";

/** In the order of the grid, and of what is copied and pasted. */
export const COLUMNS: readonly Column[] = [
  "name",
  "call",
  "on_set",
  "makeup",
  "travel",
  "pickup",
  "wardrobe",
  "rehearsal",
  "release",
  "status",
  "place",
  "remarks",
];
const OF_CAST: ReadonlySet<Column> = new Set(["on_set", "makeup", "wardrobe", "rehearsal", "status"]);
export const SPANS: ReadonlySet<Column> = new Set(["makeup", "travel"]);
export const WORDED: ReadonlySet<Column> = new Set(["status", "place", "remarks", "name"]);
export const TIMES: ReadonlySet<Column> = new Set([
  "call",
  "on_set",
  "pickup",
  "wardrobe",
  "rehearsal",
  "release",
]);

export function takes(called: CalledOut, column: Column): boolean {
  if (column === "name") return false;
  return called.element_id !== null || !OF_CAST.has(column);
}

export interface Shows {
  time: (minutes: number | null) => string;
  places: ReadonlyMap<number, string>;
}

export function textOf(called: CalledOut, column: Column, shows: Shows): string {
  switch (column) {
    case "name":
      return called.name || called.title;
    case "call":
      return called.kind === "time" ? shows.time(called.call) : (words.kinds[called.kind] ?? "");
    case "makeup":
      return minutesOf(called.line.makeup_minutes);
    case "travel":
      return minutesOf(wayOf(called));
    case "status":
      return called.status;
    case "place":
      return called.place_id === null ? "" : (shows.places.get(called.place_id) ?? "");
    case "remarks":
      return called.remarks;
    default:
      return shows.time(called[column]);
  }
}

const minutesOf = (minutes: number | null): string => (minutes === null ? "" : String(minutes));

function wayOf(called: CalledOut): number | null {
  if (called.line.travel_minutes !== null) return called.line.travel_minutes;
  return called.pickup !== null && called.call !== null ? called.call - called.pickup : null;
}

/** What is asked of a cell that is read: the day, and the places that can be named. */
export interface Reads {
  day: OnDay;
  places: ReadonlyMap<number, string>;
}

/** What was typed, or undefined: it can't be read. */
export function read(called: CalledOut, column: Cell, text: string, reads: Reads): Value | undefined {
  const plain = text.trim();
  if (plain === "") return emptied(column);
  if (column === "call") return readCall(plain, reads.day);
  if (column === "remarks") return plain.length > 200 ? undefined : plain;
  if (column === "status") return /^[A-Za-z]{1,6}$/.test(plain) ? plain.toUpperCase() : undefined;
  if (column === "place") return placeNamed(plain, reads.places);
  if (SPANS.has(column)) return readSpan(plain);
  const beside = column === "release" ? (clock: number) => afterGeneral(clock, called.call) : undefined;
  return parseTime(plain, reads.day, beside) ?? undefined;
}

function readCall(text: string, day: OnDay): CallTime | undefined {
  const typed = parseCall(text, day);
  if (!typed) return undefined;
  if (typed.kind === "absolute") return { kind: "absolute", minutes: typed.at_minutes };
  if (typed.kind === "relative") return { kind: "relative", minutes: typed.offset_minutes };
  return typed.kind === "department" ? FOLLOWS : { kind: typed.kind, minutes: null };
}

/** "45", "45 min", "0:45", "1h". */
function readSpan(text: string): number | undefined {
  const found = /^(?:(\d{1,2})(?::|\s*h\s*))?(\d{1,3})?\s*(?:m|min|')?$/i.exec(text);
  if (!found || (!found[1] && !found[2])) return undefined;
  const minutes = Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0);
  return minutes <= 600 ? minutes : undefined;
}

function placeNamed(text: string, places: ReadonlyMap<number, string>): number | undefined {
  const asked = text.toLowerCase();
  const all = [...places];
  const found = all.find(([, name]) => name.toLowerCase() === asked);
  if (found) return found[0];
  const starts = all.filter(([, name]) => name.toLowerCase().startsWith(asked));
  return starts.length === 1 ? starts[0]?.[0] : undefined;
}

/** What can be typed there. */
export function hint(column: Column): string {
  if (column === "call") return gridWords.wrong.call;
  if (SPANS.has(column)) return gridWords.wrong.span;
  if (column === "status") return gridWords.wrong.status;
  if (column === "place") return gridWords.wrong.place;
  if (column === "remarks") return gridWords.wrong.words;
  return column === "name" ? gridWords.wrong.performer : gridWords.wrong.time;
}
