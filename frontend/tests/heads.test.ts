import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answer } from "../src/crew/heads/questions.svelte";

const question = {
  production_id: 1,
  day_id: 5,
  on_date: "2030-04-12",
  zone: "UTC",
  unit: "Main",
  department_id: 3,
  department: "Camera",
  answer_by: "2030-04-11T20:45:00Z",
  chased: false,
  general_call: 402,
  people: [
    { member_id: 1, position_id: 7, name: "Omar", title: "1st AC" },
    { member_id: 2, position_id: 8, name: "Lena", title: "DP" },
  ],
  answer: null as Answer | null,
  revision: 0,
  answered_by: "",
  answered_at: null,
  notice_id: null,
};

let untimed = "";
let lib: typeof import("@testing-library/svelte");

beforeEach(async () => {
  vi.resetModules();
  vi.doMock("../src/data/queue.svelte", () => ({
    act: async () => undefined,
    queue: { entries: [], waiting: [], parked: [] },
    onSent: () => () => undefined,
  }));
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  lib = await import("@testing-library/svelte");
});

afterEach(() => lib.cleanup());

async function asked(answer: Answer | null = null) {
  const { default: Form } = await import("../src/crew/heads/Question.svelte");
  let said: Answer = { pre_calls: [], people: [], note: "" };
  lib.render(Form, {
    one: { ...question, answer },
    onchange: (is: Answer, without: string) => {
      said = is;
      untimed = without;
    },
  });
  return () => said;
}

test("one who comes earlier is minutes before the general call, with the time beside it", async () => {
  const said = await asked();
  await lib.fireEvent.change(lib.screen.getByLabelText("Call of Omar"), { target: { value: "30" } });
  expect(lib.screen.getAllByRole("option", { name: /^0?6:12/ })).toHaveLength(2);
  expect(said().pre_calls).toEqual([{ member_id: 1, position_id: 7, minutes: 30, at_minutes: null }]);
});

test("a time that isn't typed yet asks for nothing, and one that is counts from midnight", async () => {
  const said = await asked();
  await lib.fireEvent.change(lib.screen.getByLabelText("Call of Lena"), { target: { value: "at" } });
  expect(said().pre_calls).toEqual([]);
  await lib.fireEvent.input(lib.screen.getByLabelText("Time of Lena"), { target: { value: "05:45" } });
  expect(said().pre_calls).toEqual([{ member_id: 2, position_id: 8, minutes: null, at_minutes: 345 }]);
});

test("what is sent can be stored on the phone as it is", async () => {
  const said = await asked();
  await lib.fireEvent.input(lib.screen.getByLabelText("What they are"), {
    target: { value: "Daily loader" },
  });
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "Add people" }));
  expect(structuredClone(said()).people).toMatchObject([{ title: "Daily loader", quantity: 1, name: "" }]);
});

test("people who were typed and not yet added are asked for, once", async () => {
  const said = await asked();
  await lib.fireEvent.input(lib.screen.getByLabelText("What they are"), {
    target: { value: "Daily loader" },
  });
  await lib.fireEvent.input(lib.screen.getByLabelText("How many"), { target: { value: "3" } });
  const typed = said().people;
  expect(typed).toMatchObject([{ title: "Daily loader", quantity: 3 }]);
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "Add people" }));
  expect(said().people).toEqual(typed);
});

test("who comes at a time that isn't typed yet is named, so that nothing is sent without it", async () => {
  await asked();
  await lib.fireEvent.change(lib.screen.getByLabelText("Call of Lena"), { target: { value: "at" } });
  expect(untimed).toBe("Lena");
  await lib.fireEvent.input(lib.screen.getByLabelText("Time of Lena"), { target: { value: "05:45" } });
  expect(untimed).toBe("");
});

test("an answer stands in its fields, and what is left alone goes out as it was", async () => {
  const answer = {
    pre_calls: [{ member_id: 1, position_id: 7, minutes: 25, at_minutes: null }],
    people: [{ id: "6f0f5a55", title: "Daily loader", quantity: 2, name: "", at_minutes: null }],
    note: "Crane",
  };
  const said = await asked(answer);
  await lib.waitFor(() => expect(said()).toEqual(answer));
});

test("the button counts people, not lines", async () => {
  const { many } = await import("../src/crew/heads/questions.svelte");
  const more = { id: "1", title: "Loader", quantity: 3, name: "", at_minutes: null };
  expect(many({ pre_calls: [], people: [more], note: " " })).toBe("3 extra people");
});
