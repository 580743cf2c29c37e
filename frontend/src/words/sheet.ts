/** Words of the whole sheet on a phone. */
import type { components } from "../api/schema";
import { type Clock, dayAndClock } from "./time";
import { Say, type Vocabulary } from "./vocabulary";

type Approved = Pick<components["schemas"]["SheetOut"], "approved" | "zone" | "version">;

export const sheet = {
  title: "Call sheet",
  day: (n: number, of: number | null) => (of === null ? `Day ${n}` : `Day ${n} of ${of}`),
  shooting: "Shooting call",
  lunch: "Lunch",
  wrap: "Estimated wrap",
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
  kind: (kind: string) => ({ on_call: "O/C", no_call: "N/C", will_notify: "W/N" })[kind] ?? "–",
  placeKind: (kind: string, words: Vocabulary) =>
    ({
      base_camp: Say("base_camp", words),
      crew_parking: "Crew parking",
      truck_parking: Say("trailer_parking", words),
      holding: "Holding",
      catering: "Catering",
      set: "Set",
      hospital: "Hospital",
    })[kind] ?? "Place",
};
