import { flushSync } from "svelte";
import { afterEach, expect, test } from "vitest";
import { Opened } from "./opened.svelte";

let page: Opened | undefined;

afterEach(() => {
  page?.stop();
  document.body.replaceChildren();
});

/** A page with two rows and a field; `page.open` names what its panel shows. */
function rows(): HTMLElement[] {
  const made = [..."ab"].map(() => document.body.appendChild(document.createElement("button")));
  page = new Opened();
  return made;
}

function open(row: HTMLElement | undefined, what: string): void {
  row?.focus();
  if (page) page.open = what;
  flushSync();
}

function esc(target: EventTarget = document.body): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  flushSync();
}

test("Esc closes the panel, and the focus is on the row it was opened from last", () => {
  const [first, second] = rows();
  open(first, "Hana");
  open(second, "Liam");
  second?.blur();
  esc();
  expect(page?.open).toBe("");
  expect(document.activeElement).toBe(second);
});

test("the focus goes back also where the panel is closed by its own button", () => {
  const [first] = rows();
  open(first, "Hana");
  first?.blur();
  if (page) page.open = "";
  flushSync();
  expect(document.activeElement).toBe(first);
});

test("a focus that was set elsewhere meanwhile stays there", () => {
  const [first, second] = rows();
  open(first, "Hana");
  if (page) page.open = "";
  second?.focus();
  flushSync();
  expect(document.activeElement).toBe(second);
});

test("Esc of a dialog, or of a search with words in it, leaves the panel", () => {
  const [first] = rows();
  open(first, "Hana");
  const search = document.body.appendChild(document.createElement("input"));
  search.type = "search";
  search.value = "Li";
  esc(search);
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.setAttribute("open", "");
  esc();
  expect(page?.open).toBe("Hana");
});
