import { afterEach, beforeEach, expect, test, vi } from "vitest";

let container: EventTarget & { controller: object | null };
let registration: EventTarget & { waiting?: { postMessage: (said: unknown) => void } };
const reload = vi.fn();

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("DEV", false);
  reload.mockClear();
  registration = new EventTarget();
  const active = { postMessage: () => undefined };
  const ready = Promise.resolve({ active });
  container = Object.assign(new EventTarget(), {
    controller: null,
    ready,
    register: async () => registration,
  });
  Object.defineProperty(navigator, "serviceWorker", { value: container, configurable: true });
  vi.stubGlobal("location", { ...location, reload });
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

test("on the page that the first worker took over, an update that is tapped is loaded too", async () => {
  const { loadUpdate, registerWorker, update } = await import("../src/data/update.svelte");
  await registerWorker();
  container.controller = {};
  container.dispatchEvent(new Event("controllerchange"));
  expect(reload).not.toHaveBeenCalled();
  const asked = vi.fn();
  const installing = new EventTarget();
  Object.assign(registration, { installing });
  registration.dispatchEvent(new Event("updatefound"));
  registration.waiting = { postMessage: asked };
  installing.dispatchEvent(new Event("statechange"));
  expect(update.waiting).toBe(registration.waiting);
  loadUpdate();
  expect(asked).toHaveBeenCalledWith({ kind: "load_update" });
  container.dispatchEvent(new Event("controllerchange"));
  expect(reload).toHaveBeenCalledOnce();
});
