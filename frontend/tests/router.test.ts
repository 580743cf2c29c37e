import { expect, test } from "vitest";
import { match, type Route } from "../src/router.svelte";

const load = () => ({ default: null });
const routes: Route[] = [
  { path: "/", load },
  { path: "/gear/:code", load },
  { path: "/desk/*", load },
];

test("a path finds its page and what its names stand for", () => {
  expect(match(routes, "/")?.route.path).toBe("/");
  expect(match(routes, "/gear/CAM-07")?.params).toEqual({ code: "CAM-07" });
  expect(match(routes, "/desk/sheet/5")?.params).toEqual({ rest: "sheet/5" });
});

test("an unknown path has no page, and a broken escape no crash", () => {
  expect(match(routes, "/nowhere")).toBeUndefined();
  expect(match(routes, "/gear/%E0%A4%A")?.params).toEqual({ code: "%E0%A4%A" });
});
