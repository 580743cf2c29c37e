/** The country of a time zone, to be proposed: telephone numbers, words, paper and currency follow from it. */
import { ownCountry } from "../words/time";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** Asked first: all pairs of letters take a third of a second. */
const OFTEN = ["US", "GB", "CA", "AU", "IE", "NZ", "DE", "FR", "ES", "IT"];

function zonesOf(region: Intl.Locale): readonly string[] {
  // browsers have either the method or the property before it; the types of TypeScript have neither
  const known = region as Intl.Locale & { getTimeZones?: () => string[]; timeZones?: string[] };
  return known.getTimeZones?.() ?? known.timeZones ?? [];
}

/** Two letters. Of the reader's language only where it fits the zone: en-GB in New York still shoots in the US. */
export function countryOf(zone: string): string {
  const own = ownCountry();
  const has = (country: string) => zonesOf(new Intl.Locale(`und-${country}`)).includes(zone);
  if (own && has(own)) return own;
  const found =
    OFTEN.find(has) ?? LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).find(has);
  return found ? (new Intl.Locale(`und-${found}`).region ?? "") : own;
}
