import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** Not by its name: the worker's own types know no page. */
const WORKER = import.meta.glob<{ onClick: (tapped: object, action: string) => Promise<void> }>(
  "../src/worker/clicks.ts",
);

const openWindow = vi.fn(async () => null);
const page = (path: string, focused: boolean) => ({
  url: location.origin + path,
  focused,
  postMessage: vi.fn(),
  focus: vi.fn(),
});
let open: ReturnType<typeof page>[];

beforeEach(() => {
  vi.stubGlobal("PRECACHE", []);
  vi.stubGlobal("BUILD", "test");
  vi.stubGlobal("clients", { matchAll: async () => open, openWindow });
  openWindow.mockClear();
});

afterEach(() => vi.unstubAllGlobals());

async function tap(): Promise<void> {
  for (const load of Object.values(WORKER))
    await (await load()).onClick({ close: () => undefined, data: { url: "/changes" } }, "");
}

test("a tapped notification opens its page in the app that is there", async () => {
  open = [page("/schedule", false), page("/p/token-of-a-link", true)];
  await tap();
  expect(open[0]?.postMessage).toHaveBeenCalledWith({ kind: "go", url: "/changes" });
  expect(openWindow).not.toHaveBeenCalled();
});

test("with only a personal page or a PDF open it opens a window of its own", async () => {
  open = [page("/p/token-of-a-link", true), page("/api/productions/1/days/5/sheet.pdf", false)];
  await tap();
  expect(openWindow).toHaveBeenCalledWith("/changes");
});
