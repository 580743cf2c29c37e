import { cleanup, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const may = vi.hoisted(() => ({ change: false }));
vi.mock("../src/desk/house.svelte", () => ({
  house: { here: { production_id: 1 }, may: () => may.change },
}));

import SheetForm from "../src/desk/settings/SheetForm.svelte";

beforeEach(() => {
  const body = JSON.stringify({ revision: 1, settings: { sheet: {} } });
  vi.stubGlobal("fetch", async () => new Response(body, { status: 200 }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test.each([false, true])(
  "who may only read the call sheet's form is told so: may change %s",
  async (change) => {
    may.change = change;
    render(SheetForm);
    await screen.findByText("Blocks");
    expect(screen.queryByText(/The office changes the call sheet’s form/) === null).toBe(change);
  },
);
