import { expect, test } from "vitest";
import { paper } from "../src/ui/paper";
import { pages } from "../src/words/eighths";
import { Say, say } from "../src/words/vocabulary";

test("eighths are never reduced", () => {
  expect([4, 31, 8, 0, 19].map(pages)).toEqual(["4/8", "3 7/8", "1", "0", "2 3/8"]);
});

test("the same word in US and UK", () => {
  expect(say("base_camp", "us")).toBe("base camp");
  expect(Say("general_call", "uk")).toBe("Unit call");
});

test("a production's own colour has a name and plain paper", () => {
  expect(paper("Double Blue")).toEqual({ rev: "blue", double: true });
  expect(paper("Azul")).toEqual({ rev: "white", double: false });
});
