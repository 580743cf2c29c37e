/** The country that is proposed for a new production. */
import { expect, test, vi } from "vitest";
import { countryOf } from "../src/desk/country";

test.each([
  ["America/New_York", "en-GB", "US"],
  ["America/Chicago", "en", "US"],
  ["Europe/London", "en-US", "GB"],
  ["Europe/Berlin", "de-DE", "DE"],
  ["Nowhere/Land", "en-GB", "GB"],
])("%s read in %s is in %s", (zone, language, country) => {
  vi.spyOn(navigator, "language", "get").mockReturnValue(language);
  expect(countryOf(zone)).toBe(country);
});
