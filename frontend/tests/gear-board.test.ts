import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const NIA = 8;
const ON = [
  { production_id: 1, name: "Harbour Lights", archived: false, zone: "Europe/London", may: ["gear.read"] },
] as never;
const THING = {
  id: 10,
  code: "CAM-07",
  kind: "case",
  name: "Prime lenses",
  department_id: 2,
  standing: "in",
};
const LIST = { member_id: 1, origins: [], things: [THING], names: [], disputes: [] };

let lib: typeof import("@testing-library/svelte");
let asked: string[];

beforeEach(async () => {
  vi.resetModules();
  lib = await import("@testing-library/svelte");
  asked = [];
  vi.stubGlobal("fetch", async (input: string | Request) => {
    const url = typeof input === "string" ? input : input.url;
    asked.push(url);
    const body = url.endsWith("/gear") ? LIST : { checks: [], reports: [] };
    return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
  });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  const { house } = await import("../src/desk/house.svelte");
  house.me = { memberships: ON } as never;
});

afterEach(async () => {
  lib.cleanup();
  const { closeAll, wipe } = await import("../src/data/databases");
  await wipe(NIA).catch(() => undefined);
  await closeAll();
});

test("opened before this device knows who is here, the page says nothing of cases, then shows them", async () => {
  const { default: GearBoard } = await import("../src/desk/gear/GearBoard.svelte");
  const { session } = await import("../src/data/session.svelte");
  lib.render(GearBoard);
  expect(lib.screen.queryByText(/cases/)).toBeNull();
  expect(lib.screen.queryByText(/No truck was checked/)).toBeNull();
  expect(asked).toEqual([]);
  session.account = NIA;
  session.memberships = ON;
  await lib.screen.findByText("CAM-07");
  await lib.screen.findByText(/No truck was checked/);
});
