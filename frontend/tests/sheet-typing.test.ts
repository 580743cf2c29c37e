import { beforeEach, expect, test } from "vitest";
import { Typing } from "../src/desk/sheet/typing";

/** A field of the sheet as the page keeps it: it shows what the draft says. */
let input: HTMLInputElement;
let typing: Typing;

beforeEach(() => {
  document.body.innerHTML = '<input value="06:42">';
  input = document.querySelector("input") as HTMLInputElement;
  typing = new Typing();
  typing.begin(input);
});

/** The draft of this revision is read anew, and says this. */
const drafted = (revision: number, value: string) =>
  typing.around(revision, () => {
    if (input.value !== value) input.value = value;
  });

test("a field in which nobody types shows what another typed", async () => {
  await drafted(4, "07:12");
  expect(input.value).toBe("07:12");
  expect(typing.seen()).toBeUndefined();
});

test("what is being typed stays, and is sent as typed on the draft that was seen", async () => {
  input.value = "07";
  await drafted(4, "07:12");
  expect(input.value).toBe("07");
  input.value = "07:00";
  await drafted(5, "07:15");
  expect(input.value).toBe("07:00");
  expect(typing.seen()).toBe(4);
  expect(typing.seen()).toBeUndefined();
});

test("typed back to how it was, the field shows what another typed", async () => {
  input.value = "07";
  await drafted(4, "07:12");
  input.value = "06:42";
  typing.end();
  expect(input.value).toBe("07:12");
});

test("another field's change is nothing to this one", async () => {
  input.value = "07:00";
  await typing.around(4, () => undefined);
  expect(input.value).toBe("07:00");
  expect(typing.seen()).toBeUndefined();
});
