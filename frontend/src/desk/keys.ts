/** Keys of the desk. Single letters are off while a field has the focus, and can be turned off. */
import { go } from "../router.svelte";

const KEY = "callboard.desk.keys";

export function lettersOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export function setLetters(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    return;
  }
}

/** Whether the event belongs to a field that takes text. */
export function typing(target: EventTarget | null): boolean {
  const at = target as HTMLElement | null;
  return !!at?.closest?.("input, textarea, select, [contenteditable=true], dialog[open]");
}

interface Actions {
  /** key → address, for `G` then the key */
  places: ReadonlyMap<string, string>;
  help: () => void;
}

/** Listens until the returned function is called. `/` goes to the page's `[data-find]`. */
export function listenKeys({ places, help }: Actions): () => void {
  let going = 0;
  const onkey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || typing(event.target))
      return;
    if (!lettersOn()) return;
    const key = event.key.toLowerCase();
    const place = places.get(key);
    if (going && Date.now() - going < 1_500 && place) {
      going = 0;
      event.preventDefault();
      go(place);
      return;
    }
    going = key === "g" ? Date.now() : 0;
    if (key === "?") help();
    if (key === "/") {
      const field = document.querySelector<HTMLElement>("[data-find]");
      if (field) {
        event.preventDefault();
        field.focus();
      }
    }
  };
  addEventListener("keydown", onkey);
  return () => removeEventListener("keydown", onkey);
}

/** A table's rows by arrows, Home, End and first letters; `rows` are its focusable rows in order. */
export function moveInRows(event: KeyboardEvent, rows: HTMLElement[]): void {
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const to = target(event.key, at, rows);
  if (to === undefined) return;
  event.preventDefault();
  rows[to]?.focus();
}

function target(key: string, at: number, rows: HTMLElement[]): number | undefined {
  if (key === "ArrowDown") return Math.min(at + 1, rows.length - 1);
  if (key === "ArrowUp") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return rows.length - 1;
  if (key.length !== 1 || key === " " || !lettersOn()) return undefined;
  const letter = key.toLowerCase();
  const starts = (n: number): boolean =>
    rows[n]?.textContent?.trim().toLowerCase().startsWith(letter) ?? false;
  const order = rows.map((_, n) => (at + 1 + n) % rows.length);
  return order.find(starts);
}
