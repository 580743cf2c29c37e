import { afterEach, expect, test, vi } from "vitest";
import { DayLog } from "../src/crew/ad/log.svelte";
import { closeAll, wipe } from "../src/data/databases";
import { list } from "../src/data/outbox";
import { session } from "../src/data/session.svelte";

const BJORN = 9;
const WRAP = "2025-04-11T23:10:00Z";

afterEach(() => wipe(BJORN).then(closeAll));

test("two taps in a blink log one wrap of a department; another department's is its own", async () => {
  Object.assign(globalThis, { caches: { keys: async () => [], delete: async () => true } });
  vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("Failed to fetch"));
  session.account = BJORN;
  const log = new DayLog(5);
  const wrapped = (department: number) => log.log("wrap", WRAP, { department });
  await Promise.all([wrapped(2), wrapped(2), wrapped(3)]);
  expect(await list(BJORN)).toHaveLength(2);
  await log.log("wrap", null, { department: 2 });
  expect(await list(BJORN)).toHaveLength(3);
});
