/** Words of the whole sheet on a phone. */
import type { components } from "../api/schema";
import { type Clock, dayAndClock, shortDate } from "./time";

type Approved = Pick<components["schemas"]["SheetOut"], "approved" | "zone" | "version">;

/** Words as this production says them. */
type Spoken = components["schemas"]["SpokenOut"];

function papers(what: string, colour: string, on: string | null): string {
  const said = [colour, on && shortDate(on)].filter(Boolean).join(" ");
  return said && `${what} ${said}`;
}

export const sheet = {
  title: "Call sheet",
  day: (n: number, of: number | null) => (of === null ? `Day ${n}` : `Day ${n} of ${of}`),
  shooting: "Shooting call",
  lunch: "Lunch",
  wrap: "Estimated wrap",
  breakfast: "Breakfast",
  secondMeal: "Second meal",
  closed: "Closed set",
  script: (colour: string, on: string | null) => papers("Script", colour, on),
  schedule: (colour: string, on: string | null) => papers("Schedule", colour, on),
  safety: "Safety",
  hazards: "Hazards",
  bulletins: "Bulletins",
  medic: "Set medic",
  safetyContacts: "Safety contacts",
  extras: (spoken: Spoken) => `Stand-ins, stunts, ${spoken.background.toLowerCase()}`,
  extra: (kind: string, spoken: Spoken) =>
    ({ stand_in: spoken.stand_ins, stunt: "Stunts", background: spoken.background, crew: "Additional crew" })[
      kind
    ] ?? "",
  preCalls: "Pre-calls",
  transport: "Transport",
  channels: "Channels",
  scriptDay: (day: string) => `script day ${day}`,
  sunrise: "Sunrise",
  sunset: "Sunset",
  places: "Places",
  cast: "Cast",
  notes: "Notes",
  advance: "Advance schedule",
  /** By whom, with the colour where it was given for an earlier version. */
  approved: ({ approved, zone, version }: Approved, style: Clock) =>
    `Approved by ${approved
      .map(({ name, title, at, colour }) => {
        const of = version && version.colour !== colour ? ` (${colour})` : "";
        return `${[name, title, dayAndClock(at, zone, style)].filter(Boolean).join(", ")}${of}`;
      })
      .join(" · ")}`,
  pages: (length: string) => (length === "1" ? "1 page" : `${length} pages`),
  scenes: (length: string) => `Scenes · ${length} pages`,
  pickup: (at: string) => `pickup ${at}`,
  onSet: (at: string) => `on set ${at}`,
  release: (at: string) => `planned release ${at}`,
  minor: "minor",
  ring: (name: string) => `Ring ${name}`,
  route: (name: string) => `Route to ${name}`,
  kind: (kind: string) =>
    ({ on_call: "O/C", no_call: "N/C", will_notify: "W/N", hold: "Hold", cancelled: "Cancelled" })[kind] ??
    "–",
  placeKind: (kind: string, spoken: Spoken) =>
    ({
      base_camp: spoken.base_camp,
      crew_parking: "Crew parking",
      truck_parking: spoken.trailer_parking,
      holding: "Holding",
      catering: "Catering",
      set: "Set",
      hospital: "Nearest emergency department",
    })[kind] ?? "Place",
};
