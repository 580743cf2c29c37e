/** A phone never shows a lower number over a higher: how a push and a fetched document meet what is stored. */
import type { HeldDay, PushDay, TodayOut, Version } from "../api/today";

/** Preliminaries stand below every final version. */
function rank(version: Version | null): number {
  return version === null ? -1 : version.number + (version.kind === "final" ? 10_000 : 0);
}

/** The fetched document, but for days of which the phone already holds a higher version (a push overtook the answer). */
export function newerOf(stored: TodayOut | undefined, fetched: TodayOut): TodayOut {
  if (!stored || stored.account_id !== fetched.account_id) return fetched;
  const days = fetched.days.map((day) => {
    const held = stored.days.find((other) => other.day_id === day.day_id);
    return held && rank(held.version) > rank(day.version) ? held : day;
  });
  return { ...fetched, days };
}

/** The stored document with what a push says of one day. Unknown day: added, as far as the push tells it. Older than stored: untouched. */
export function withPush(stored: TodayOut, push: PushDay): TodayOut {
  const held = stored.days.find((day) => day.day_id === push.day_id);
  if (held && rank(held.version) > rank(push.version)) return stored;
  const { places, ...rest } = push;
  const before = held ?? blank(push);
  const day: HeldDay = { ...before, ...rest, places: mergedPlaces(before, push) };
  const days = [...stored.days.filter((other) => other.day_id !== push.day_id), day];
  return {
    ...stored,
    days: days.sort((a, b) => (a.first_at ?? a.on_date).localeCompare(b.first_at ?? b.on_date)),
  };
}

/** The push names only the places that changed: they take the place of those of the same kind and number. */
function mergedPlaces(before: HeldDay, push: PushDay): HeldDay["places"] {
  const changed = push.places ?? [];
  const kept = before.places.filter((p) => !changed.some((c) => c.kind === p.kind && c.number === p.number));
  return [...kept, ...changed];
}

function blank(push: PushDay): HeldDay {
  return {
    ...push,
    unit: push.unit ?? { id: 0, name: "" },
    day_type: "shoot",
    title: "",
    issue_expected: null,
    shooting_call: null,
    lunch: null,
    wrapped_at: null,
    places: [],
    people: [],
    hazards: push.hazards ?? "",
    medic: "",
    channels: "",
    weather: "",
    sunrise: null,
    sunset: null,
    scenes: [],
    eighths: 0,
    notes: [],
    sheet_url: "",
  };
}
