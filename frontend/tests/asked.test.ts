import { expect, it } from "vitest";
import { toConfirm } from "../src/crew/counts";
import { asking } from "../src/rules/asked";
import { CHANGES } from "./cast";

const [newest] = CHANGES.changes;
if (!newest) throw new Error("the cast has a change");
const older = {
  ...newest,
  notice_id: 7,
  to: { ...newest.to, number: newest.to.number - 1, colour: "white" },
};
const elsewhere = { ...older, notice_id: 8, day_id: 99 };

it("asks for the newest of each day alone: what it replaced is no longer true", () => {
  const changes = [newest, older, elsewhere];
  expect(asking(changes).map((one) => one.notice_id)).toEqual([newest.notice_id, 8]);
  expect(toConfirm(undefined, { ...CHANGES, changes })).toBe(2);
});

it("asks for nothing of a day whose newest has my word", () => {
  const changes = [{ ...newest, confirmed_at: "2025-04-11T02:00:00Z", state: "confirmed" }, older];
  expect(asking(changes)).toEqual([]);
});
