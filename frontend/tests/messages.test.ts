import { expect, test } from "vitest";
import {
  isNew,
  type MyMessage,
  proved,
  SMALL,
  TOGETHER,
  toConfirm,
  urlOf,
  worthKeeping,
} from "../src/crew/messages/mine";
import { keyOf, LARGEST, Mailbag, unfit } from "../src/desk/messages/messages.svelte";
import { size, messages as words } from "../src/words/messages";

function message(id: number, more: Partial<MyMessage["notice"]> = {}, files: number[] = []): MyMessage {
  return {
    id,
    production_id: 1,
    production: "Harbour Lights",
    zone: "UTC",
    subject: "Road closed",
    text: "Use the bridge.",
    by: "Nia",
    sent_at: "2030-04-10T18:00:00Z",
    attachments: files.map((bytes, at) => ({
      id: id * 10 + at,
      name: "map.pdf",
      kind: "application/pdf",
      size: bytes,
    })),
    notice: { id: id + 100, must_confirm: false, state: "shown", confirmed_at: null, ...more },
  };
}

test("a message is new until it was open; one that asks for Got it until that was said", () => {
  expect(isNew(message(1))).toBe(true);
  expect(isNew(message(1, { state: "opened" }))).toBe(false);
  expect(isNew(message(1, { state: "opened", must_confirm: true }))).toBe(true);
  expect(
    isNew(message(1, { state: "confirmed", must_confirm: true, confirmed_at: "2030-04-10T18:05:00Z" })),
  ).toBe(false);
});

test("Got it stands on the phone before the server has heard of it, once", () => {
  const list = { v: 1, messages: [message(1, { must_confirm: true }), message(2)] };
  const said = proved(list, 101, "confirmed", "2030-04-10T18:05:00Z");
  expect(said.messages.map(({ notice }) => notice.confirmed_at)).toEqual(["2030-04-10T18:05:00Z", null]);
  expect(said.messages.some(toConfirm)).toBe(false);
  expect(proved(said, 101, "confirmed", "2030-04-10T19:00:00Z")).toBe(said);
  expect(proved(said, 101, "opened", null)).toBe(said);
  expect(proved(said, 999, "opened", null)).toBe(said);
});

test("small files are kept, newest first, as long as there is room", () => {
  const newest = message(2, {}, [SMALL, SMALL + 1]);
  const older = message(
    1,
    {},
    Array.from({ length: 9 }, () => SMALL),
  );
  const kept = worthKeeping([newest, older]);
  expect(kept.length).toBe(TOGETHER / SMALL);
  expect(kept[0]).toBe(urlOf(newest, newest.attachments[0] as MyMessage["attachments"][0]));
  expect(kept).not.toContain("/api/productions/1/messages/2/attachments/21");
});

test("too many and too large is said before anything is sent", () => {
  const file = (name: string, bytes: number) => ({ name, size: bytes }) as File;
  expect(unfit([file("a", 1)])).toBeUndefined();
  expect(unfit(Array.from({ length: 6 }, () => file("a", 1)))).toEqual({ many: true });
  expect(unfit([file("a", 1), file("map.pdf", LARGEST + 1)])).toMatchObject({ name: "map.pdf" });
  expect(unfit([file("a", LARGEST), file("b", LARGEST), file("c", 1)])).toMatchObject({ name: "a, b, c" });
  expect([size(900), size(1024 * 300), size(1024 ** 2 * 2.5)]).toEqual(["1 KB", "300 KB", "2.5 MB"]);
});

test("what is said of locked screens and of ringing is what happens", () => {
  expect(words.writing.subjectHint).toContain("beginning of the message");
  expect(words.writing.mustConfirmHint).toContain("Who has seen it and says nothing isn’t");
});

test("one chooses among lists with somebody on them, departments in their order", () => {
  const bag = new Mailbag(1);
  bag.departments = [
    { id: 7, name: "Camera" },
    { id: 8, name: "Grip" },
  ] as typeof bag.departments;
  bag.filled = [
    { kind: "tomorrow", department_id: null, member_ids: [1, 2] },
    { kind: "department", department_id: 7, member_ids: [1] },
  ];
  bag.kept = [{ id: 3, name: "Stunt team", by: "Nia", revision: 1, member_ids: [2] }];
  const { filled, departments, kept } = bag.choices;
  expect(filled.map(({ key }) => key)).toEqual(["tomorrow"]);
  expect(departments.map(({ key, name }) => [key, name])).toEqual([["department 7", "Camera"]]);
  expect(kept.map(({ to }) => keyOf(to))).toEqual(["kept 3"]);
});
