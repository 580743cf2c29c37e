/** What a push leaves where it is. */
import { expect, test } from "vitest";
import { staying, staysOf, ticked } from "../src/crew/ad/stays";

const shift = {
  stays: [
    {
      call_id: 12,
      member_id: null,
      name: "",
      title: "YOUNG TAREFF",
      call: 465,
      why: "minor",
      because: "a minor's hours don't move",
    },
  ],
  departments: [{ department_id: 3, department: "Grip", at_minutes: 372, people: 8 }],
  scenes: [{ id: 7, number: "44", set_name: "LAKE", at_minutes: 1080, because: "the sun sets 18:10" }],
};

test("a department with a typed time is named among what stays, and counted by its people", () => {
  expect(staysOf(shift).map((stay) => [stay.name, stay.sub, stay.at])).toEqual([
    ["Grip, all 8", "typed as a clock time", 372],
    ["YOUNG TAREFF", "a minor's hours don't move", 465],
    ["Scene 44, LAKE", "the sun sets 18:10", 1080],
  ]);
  expect(staying(shift)).toBe(9);
});

test("what is ticked goes to the server by its kind", () => {
  expect(ticked(["d3", "c12", "s7"])).toEqual({ also: [12], also_departments: [3], also_scenes: [7] });
});
