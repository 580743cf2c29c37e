import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import { Crew } from "../src/desk/people/crew.svelte";
import type { Person } from "../src/desk/people/people";
import Suggested from "../src/desk/people/Suggested.svelte";

afterEach(cleanup);

const person = (id: number, name: string, title: string, proposed_roles: string[]) =>
  ({ id, name, positions: [{ title }], roles: ["crew"], proposed_roles }) as unknown as Person;

function crewOf(...people: Person[]): Crew {
  const crew = new Crew(1);
  crew.people = people;
  return crew;
}

const lena = person(3, "Lena Ruiz", "1st AC", []);
const hana = person(4, "Hana Sato", "Gaffer", ["head"]);
const bjorn = person(5, "Björn Falk", "2nd AD", ["second_ad"]);

test("all that is shown is confirmed in one request, and nothing else", async () => {
  const sent: unknown[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (request) => {
    sent.push(await (request as Request).json());
    return Response.json({ confirmed: 2 });
  });
  const done = vi.fn(async () => undefined);
  render(Suggested, { crew: crewOf(lena, hana, bjorn), onopen: vi.fn(), done });
  expect(screen.getAllByRole("listitem").map((line) => line.textContent)).toEqual([
    "Hana SatoGafferHead",
    "Björn Falk2nd AD2nd AD",
  ]);
  const all = screen.getByRole("button", { name: "Confirm all 2" });
  await Promise.all([fireEvent.click(all), fireEvent.click(all)]);
  await waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(sent).toEqual([
    {
      members: [
        { member_id: 4, roles: ["head"] },
        { member_id: 5, roles: ["second_ad"] },
      ],
    },
  ]);
});

test("who has left meanwhile is told as a changed list, which is read anew", async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () =>
    Response.json({ title: "It isn’t here." }, { status: 404 }),
  );
  const done = vi.fn(async () => undefined);
  render(Suggested, { crew: crewOf(hana), onopen: vi.fn(), done });
  await fireEvent.click(screen.getByRole("button", { name: "Confirm it" }));
  await screen.findByText(/Somebody changed the list meanwhile/);
  expect(done).toHaveBeenCalledOnce();
});
