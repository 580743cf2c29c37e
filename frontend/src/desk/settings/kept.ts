/** What a kept entry was, in words: by where the phone sent it. */
import { parked as words } from "../../words/kept";

const { what } = words;

export interface Entry {
  path: string;
  body: string;
}

export function whatItWas({ path, body }: Entry): string {
  const [, ...parts] = path.split("?", 1)[0]?.split("/") ?? [];
  const last = parts.at(-1) ?? "";
  if (last === "scans") return what.scans(many(body));
  if (last === "log") return what.log(many(body));
  if (last === "confirm" || last === "got-it") return what.got_it;
  if (last === "problem") return what.problem;
  if (last === "opened" || last === "looked") return what.looked;
  if (parts.includes("checks")) return what.count;
  return what.other;
}

/** The body laid out to be read; as it is where it is no JSON. */
export function laidOut(body: string): string {
  const found = parse(body);
  return found === undefined ? body : JSON.stringify(found, null, 2);
}

function many(body: string): number {
  const found = parse(body);
  const list = Array.isArray(found)
    ? found
    : typeof found === "object" && found !== null
      ? Object.values(found).find(Array.isArray)
      : undefined;
  return list?.length ?? 1;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
