import { afterEach, beforeEach, expect, test, vi } from "vitest";

const lead = { member_id: 2, name: "Lena", told: "" };
const camera = {
  department_id: 3,
  department: "Camera",
  people: 2,
  heads: [lead],
  asked_at: null,
  answer_by: null,
  chased_at: null,
  answered_at: null,
  answered_by: "",
  revision: 0,
  asks: [],
};
const heads = { day_id: 5, zone: "UTC", may_ask: true, departments: [camera] };
const sent: { body: { answer_by: string } }[] = [];
let lib: typeof import("@testing-library/svelte");

beforeEach(async () => {
  vi.resetModules();
  sent.length = 0;
  vi.doMock("../src/api/client", () => ({
    api: {
      GET: async () => heads,
      POST: async (_: string, more: { body: { answer_by: string } }) => {
        sent.push(more);
        return heads;
      },
    },
    must: async (found: unknown) => found,
  }));
  vi.doMock("../src/data/live.svelte", () => ({ onFact: () => undefined, onReset: () => undefined }));
  vi.doMock("../src/data/queue.svelte", () => ({ onSent: () => undefined }));
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  lib = await import("@testing-library/svelte");
});

afterEach(() => {
  vi.restoreAllMocks();
  lib.cleanup();
});

async function opened(at: string) {
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.parse(at));
  const { now } = await import("../src/ui/now.svelte");
  const { default: Heads } = await import("../src/desk/sheet/Heads.svelte");
  const path = { production_id: 1, day_id: 5 };
  lib.render(Heads, { editing: { path, day: { cover_of: null } } as never });
  await lib.screen.findByLabelText(/^Answers by/);
  return async (later: string) => {
    clock.mockReturnValue(Date.parse(later));
    now.ms = Date.parse(later);
    await new Promise((done) => setTimeout(done));
  };
}

test("a page that lay open since the morning asks for answers of this afternoon", async () => {
  const goOn = await opened("2030-04-11T10:00:00Z");
  expect(lib.screen.getByLabelText(/^Answers by/)).toHaveProperty("value", "10:45");
  await goOn("2030-04-11T15:00:00Z");
  await lib.fireEvent.click(lib.screen.getByRole("button", { name: "Ask 1 department" }));
  expect(sent[0]?.body.answer_by).toBe("2030-04-11T15:45:00.000Z");
});

test("a time that is over today is tomorrow's, and says so", async () => {
  await opened("2030-04-11T15:00:00Z");
  await lib.fireEvent.input(lib.screen.getByLabelText("Answers by"), { target: { value: "09:00" } });
  expect(lib.screen.getByLabelText(/^Answers by, Fri /)).toBeTruthy();
});
