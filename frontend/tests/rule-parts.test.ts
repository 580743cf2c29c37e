import { describe, expect, it } from "vitest";
import { blankPart, PARTS, read, shown, WRONG } from "../src/desk/rules/parts";
import { rules as words } from "../src/words/rules";

describe("a value of a rule as it is typed", () => {
  it.each([
    ["10:00", "span", 600],
    ["10", "span", 600],
    ["0:30", "span", 30],
    ["9.30", "span", 570],
    ["24:30", "clock", 1470],
    ["", "span", null],
    ["10:75", "span", WRONG],
    ["ten", "span", WRONG],
    ["900", "money", 90_000],
    ["25.50", "money", 2550],
    ["-1", "money", WRONG],
    ["25.00, 35.00, 50.00", "ladder", [2500, 3500, 5000]],
    ["", "ladder", []],
    ["25, x", "ladder", WRONG],
    ["6", "count", 6],
    ["6.5", "count", WRONG],
    ["1.5", "times", 1.5],
    ["  once a week ", "text", "once a week"],
  ] as const)("%s as %s is %s", (typed, unit, value) => {
    expect(read(typed, unit)).toEqual(value);
  });

  it.each([
    [600, "span"],
    [1470, "clock"],
    [90_000, "money"],
    [[2500, 3550], "ladder"],
    [1.5, "times"],
    ["once", "text"],
  ] as const)("%s stands there so that it is read back", (value, unit) => {
    expect(read(shown(value, unit), unit)).toEqual(value);
  });
});

it("names every rule, every table and every value", () => {
  for (const { part, fields, table } of PARTS) {
    expect(words.parts[part]).toBeTruthy();
    for (const { key } of fields) expect(words.fields[`${part}.${key}`]).toBeTruthy();
    if (!table) continue;
    expect(words.tables[table.key]).toBeTruthy();
    for (const { key } of table.fields) expect(words.fields[`${table.key}.${key}`]).toBeTruthy();
  }
});

it("starts a rule with a value wherever it can't be blank", () => {
  for (const part of PARTS) {
    const made = blankPart(part);
    for (const { key, blank } of part.fields) expect(made[key] === null).toBe(blank === true);
  }
});
