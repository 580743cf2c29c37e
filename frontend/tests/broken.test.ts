import { beforeEach, expect, it, vi } from "vitest";
import type { HourFinding, Hours } from "../src/api/hours";
import { Problem } from "../src/api/problem";
import { Broken } from "../src/desk/sheet/broken.svelte";

const asked = vi.hoisted(() => ({ read: vi.fn(), explain: vi.fn() }));
vi.mock("../src/api/hours", async (original) => ({
  ...(await original<object>()),
  readHours: asked.read,
  explain: asked.explain,
}));

const finding = (line: string, minutes: number, more: Partial<HourFinding> = {}) =>
  ({ line, kind: "rest", weight: "act", reason: "", minutes, needed: 600, ...more }) as HourFinding;
const answer = (...findings: HourFinding[]) => ({ findings }) as unknown as Hours;
const OMAR = finding("m1.p1.e0", 552);
const LENA = finding("m2.p2.e0", 540);

let broken: Broken;
beforeEach(() => {
  asked.read.mockReset();
  broken = new Broken({ production_id: 1, day_id: 2 });
});

async function reads(...findings: HourFinding[]): Promise<string[]> {
  asked.read.mockResolvedValueOnce(answer(...findings));
  await broken.read();
  return broken.fresh.map(({ line }) => line);
}

it("asks about what was broken since the page was opened, not about what was", async () => {
  expect(await reads(OMAR)).toEqual([]);
  expect(await reads(OMAR, LENA)).toEqual([LENA.line]);
});

it("asks again where a known rest gets shorter, and not where it gets longer", async () => {
  await reads(OMAR);
  expect(await reads({ ...OMAR, minutes: 560 })).toEqual([]);
  expect(await reads({ ...OMAR, minutes: 500 })).toEqual([OMAR.line]);
});

it("asks no more once there is a reason, or where only something is to be known", async () => {
  await reads();
  expect(await reads({ ...LENA, reason: "Sunrise" }, { ...OMAR, weight: "look" })).toEqual([]);
});

it("keeps quiet about what was passed over", async () => {
  await reads();
  await reads(LENA);
  broken.passOver();
  expect(broken.fresh).toEqual([]);
  expect(await reads(LENA)).toEqual([]);
  expect(await reads(LENA, OMAR)).toEqual([OMAR.line]);
});

it("shows the answer to the later question, arrive when it may", async () => {
  let late: (found: Hours) => void = () => undefined;
  asked.read.mockReturnValueOnce(
    new Promise((done) => {
      late = done;
    }),
  );
  const first = broken.read();
  await reads(LENA);
  late(answer(OMAR));
  await first;
  expect(broken.found?.findings).toEqual([LENA]);
});

it("says what was refused and keeps what it knew", async () => {
  await reads(OMAR);
  asked.read.mockRejectedValueOnce(
    new Problem({ type: "about:blank", title: "No", detail: "", next: "", status: 503, code: "away" }),
  );
  expect(await broken.read()).toBe(false);
  expect(broken.problem?.code).toBe("away");
  expect(broken.found?.findings).toEqual([OMAR]);
});

it("asks about what was typed before the first answer was there", async () => {
  let first: (found: Hours) => void = () => undefined;
  asked.read.mockReturnValueOnce(
    new Promise((done) => {
      first = done;
    }),
  );
  const opened = broken.read();
  asked.read.mockReturnValueOnce(Promise.resolve(answer(OMAR, LENA)));
  first(answer(OMAR));
  const typed = broken.read();
  await opened;
  await typed;
  expect(broken.fresh).toEqual([LENA]);
});
