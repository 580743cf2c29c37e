import { cleanup, render, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { session } from "../src/data/session.svelte";
import { go } from "../src/router.svelte";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test.each([
  ["/", "/sign-in"],
  ["/changes", "/sign-in?next=%2Fchanges"],
  ["/gear/CAM-07", "/sign-in?next=%2Fgear%2FCAM-07"],
])("where nobody is signed in, %s leads to the sign-in and knows the way back", async (path, to) => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal("scrollTo", () => undefined);
  go(path);
  session.account = null;
  render(App);
  await waitFor(() => expect(location.pathname + location.search).toBe(to));
});
