import { cleanup, render, screen } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import CalendarOf from "../src/crew/me/CalendarOf.svelte";
import SaveNumbers from "../src/crew/SaveNumbers.svelte";
import { connection } from "../src/data/connection.svelte";
import type { Membership } from "../src/data/session.svelte";

const on = {
  production_id: 1,
  name: "Tide Tables",
  code_name: "Velvet Pier",
  may: ["sheet.read"],
} as Membership;
const ADDRESS = "https://callboard.test/c/s3cret.ics";

let asked: string[] = [];

/** Answers by method; what isn't there gets no answer. */
function server(answers: Record<string, unknown>): void {
  asked = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request.method);
    if (!(request.method in answers)) return Promise.reject(new TypeError("Failed to fetch"));
    const body = answers[request.method];
    if (body === undefined) return Promise.resolve(new Response(null, { status: 204 }));
    const headers = { "content-type": "application/json" };
    return Promise.resolve(new Response(typeof body === "string" ? body : JSON.stringify(body), { headers }));
  });
}

const tap = async (name: string | RegExp) =>
  (await screen.findByRole("button", { name, hidden: true })).click();

afterEach(() => {
  cleanup();
  connection.hearing = "unknown";
  vi.unstubAllGlobals();
});

test("the address is made, shown once, opened by webcal, and gone when the sheet is closed", async () => {
  server({ GET: { made_at: null }, POST: { address: ADDRESS, made_at: "2025-04-11T09:00:00Z" } });
  render(CalendarOf, { on, several: false });
  await tap("Add");
  expect(await screen.findByText(/It calls the production “Velvet Pier”/)).toBeTruthy();
  await tap("Make the address");
  expect(await screen.findByText(ADDRESS)).toBeTruthy();
  const link = screen.getByRole("link", { name: "Open my calendar", hidden: true });
  expect(link.getAttribute("href")).toBe("webcal://callboard.test/c/s3cret.ics");
  await tap("Close");
  await tap("Change");
  expect(await screen.findByRole("button", { name: "Make a new address", hidden: true })).toBeTruthy();
  expect(screen.queryByText(ADDRESS)).toBeNull();
});

test("it is removed, and says what stays in the calendar", async () => {
  server({ GET: { made_at: "2025-04-11T09:00:00Z" }, DELETE: undefined });
  render(CalendarOf, { on, several: false });
  await tap("Change");
  await tap("Remove the address");
  expect(await screen.findByText(/What your calendar still shows/)).toBeTruthy();
  expect(asked).toEqual(["GET", "DELETE"]);
});

test("with no signal the row says so, and no address is made in place of one that may be there", async () => {
  server({});
  render(CalendarOf, { on, several: false });
  expect(await screen.findByText("needs signal")).toBeTruthy();
  await tap("Add");
  expect(await screen.findByRole("alert", { hidden: true })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Make the address", hidden: true })).toBeNull();
  expect(screen.getByRole("button", { name: "Try again", hidden: true })).toBeTruthy();
});

test("numbers are handed to the phone as one file; where there is none it says so", async () => {
  const files: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((file) => `blob:${files.push(file as Blob)}`);
  const opened = vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
  server({ GET: "BEGIN:VCARD\r\nEND:VCARD\r\n" });
  render(SaveNumbers, { production: 1 });
  await tap("Save");
  await vi.waitFor(() => expect(opened).toHaveBeenCalledOnce());
  expect(files.map((file) => file.type)).toEqual(["text/vcard"]);
  server({ GET: "" });
  await tap("Save");
  expect(await screen.findByText("There is no number that you may see yet.")).toBeTruthy();
});
