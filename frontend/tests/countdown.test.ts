import { describe, expect, it } from "vitest";
import { secondsLeft } from "../src/ui/countdown.svelte";

describe("a held issue", () => {
  const issued = Date.parse("2030-04-11T20:00:00Z");
  it.each([
    [0, 30],
    [1, 30],
    [29_001, 1],
    [30_000, 0],
    [90_000, 0],
  ])("%i ms after it has %i s left, never more than its hold", (ms, left) =>
    expect(secondsLeft("2030-04-11T20:00:30Z", issued + ms)).toBe(left),
  );
});
