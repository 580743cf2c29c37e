/** Words of the whole sheet on a phone. */
import { Say, type Vocabulary } from "./vocabulary";

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
