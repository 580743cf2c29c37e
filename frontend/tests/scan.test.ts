import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { gear, laidOver, type Thing } from "../src/gear/gear.svelte";
import { listenScanner } from "../src/scan/keyboard";
import { readLabel } from "../src/scan/label";
import { byWritten } from "../src/scan/scanning.svelte";
import { BUZZ, TONES } from "../src/scan/sounds";
import { later, seqOf, stamp } from "../src/scan/stamp";

const SHARED = JSON.parse(readFileSync("../tests/cases/labels.json", "utf8"));

test.each(SHARED.cases as [string, string, string][])("%s is %s", (text, kind, code) => {
  const read = readLabel(text, SHARED.origins);
  expect([read.kind, read.kind === "ours" ? read.code : ""]).toEqual([kind, code]);
});

test("a stamp is later than the phone's last and than what it knows of the thing", () => {
  const last = { ms: 1_000, counter: 4 };
  const known = { ms: 1_200, counter: 0 };
  for (const now of [900, 1_000, 1_200, 5_000]) {
    const made = stamp(now, last, known);
    expect(later(made, last)).toBe(true);
    expect(later(made, known)).toBe(true);
  }
  expect(stamp(5_000, last, known)).toEqual({ ms: 5_000, counter: 0 });
});

test("a clock that ran ahead is let go once the server corrected it", () => {
  const wild = { ms: 10_000_000, counter: 0 };
  expect(stamp(1_000_000, wild, { ms: 0, counter: 0 })).toEqual({ ms: 1_000_000, counter: 0 });
});

test("places in the phone's order only grow", () => {
  let last = { ms: 0, counter: 0 };
  let seq = 0;
  for (const now of [50, 50, 40, 60, 60]) {
    last = stamp(now, last, { ms: 0, counter: 0 });
    expect(seqOf(last)).toBeGreaterThan(seq);
    seq = seqOf(last);
  }
});

const thing = { id: 1, ms: 100, counter: 0, standing: "in", holder_kind: "home", holder_id: null } as Thing;
const scan = {
  id: "a",
  move: "take" as const,
  holder: { kind: "member" as const, id: 7 },
  seq: 1,
  ms: 200,
  counter: 0,
  device_at: "2025-04-10T12:00:00Z",
  thing_id: 1,
  label: null,
  seen: null,
  check_id: null,
  where: "dining hall",
};

test.each(["CAM-07", "cam 07", " cam - 07 ", "cam07"])("%s is read off the case", (typed) => {
  vi.spyOn(gear, "things", "get").mockReturnValue([
    { ...thing, code: "CAM-07" },
    { ...thing, id: 2, code: "CAM-70" },
  ]);
  expect(byWritten(typed)?.id).toBe(1);
  expect(byWritten("CAM-7")).toBeUndefined();
});

test("what was scanned here is shown before the server knows it", () => {
  const shown = laidOver(thing, scan, 7);
  expect([shown.standing, shown.holder_id, shown.last_seen_place]).toEqual(["out", 7, "dining hall"]);
});

test("an older scan of this phone doesn't hide what the server said since", () => {
  expect(laidOver({ ...thing, ms: 300 }, scan, 7).standing).toBe("in");
});

test("a dispute stays one until the office settles it", () => {
  expect(laidOver({ ...thing, standing: "dispute" }, scan, 7).standing).toBe("dispute");
});

test("every answer differs in length and rhythm", () => {
  const tones = Object.values(TONES).map((notes) => JSON.stringify(notes.map(({ at, ms }) => [at, ms])));
  expect(new Set(tones).size).toBe(tones.length);
  expect(new Set(Object.values(BUZZ).map(String)).size).toBe(Object.keys(BUZZ).length);
});

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function type(text: string, gap: number, target: EventTarget = document.body): void {
  let at = 1_000;
  for (const key of [...text, "Enter"]) {
    at += gap;
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: at });
    target.dispatchEvent(event);
  }
}

test("a keyboard scanner types into the page anywhere; slow fingers and fields are left alone", () => {
  const read = vi.fn();
  stops.push(listenScanner(read));
  type("HTTPS://TEST/G/0123456789", 10);
  expect(read).toHaveBeenLastCalledWith("HTTPS://TEST/G/0123456789");
  type("CAM-07", 300);
  const field = document.body.appendChild(document.createElement("input"));
  type("CAM-07", 10, field);
  expect(read).toHaveBeenCalledTimes(1);
});
