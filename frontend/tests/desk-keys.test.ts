import { afterEach, expect, test, vi } from "vitest";
import { listenKeys, moveInRows, setLetters } from "../src/desk/keys";
import { router } from "../src/router.svelte";

function press(key: string, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
}

const help = vi.fn();
let stop = (): void => {};

afterEach(() => {
  stop();
  setLetters(true);
  help.mockReset();
  document.body.replaceChildren();
});

function listening(): void {
  stop = listenKeys({ places: new Map([["c", "/desk/people"]]), help });
}

test("G, then C, goes to the crew", () => {
  listening();
  history.replaceState(null, "", "/desk");
  press("c");
  expect(location.pathname).toBe("/desk");
  press("g");
  press("c");
  expect(router.path).toBe("/desk/people");
});

test("? shows the keys; / goes to the field that finds", () => {
  listening();
  const field = document.body.appendChild(document.createElement("input"));
  field.dataset.find = "";
  press("?");
  expect(help).toHaveBeenCalledOnce();
  press("/");
  expect(document.activeElement).toBe(field);
});

test("letters are off in a field, and where they are turned off", () => {
  listening();
  const field = document.body.appendChild(document.createElement("input"));
  press("?", field);
  setLetters(false);
  press("?");
  expect(help).not.toHaveBeenCalled();
});

test("arrows, ends and a letter move between rows", () => {
  const rows = ["Ana", "Björn", "Anders"].map((name) => {
    const row = document.body.appendChild(document.createElement("button"));
    row.textContent = name;
    return row;
  });
  const on = (key: string) => {
    moveInRows(new KeyboardEvent("keydown", { key, cancelable: true }), rows);
    return document.activeElement?.textContent;
  };
  rows[0]?.focus();
  expect([on("ArrowDown"), on("a"), on("a"), on("End"), on("Home"), on("ArrowUp")]).toEqual([
    "Björn",
    "Anders",
    "Ana",
    "Anders",
    "Ana",
    "Ana",
  ]);
});
