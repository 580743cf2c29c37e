/** Rest and meals of a draft: what its calls break, a reason for it, and the UPM's yes beforehand. */
import { api, must } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Hours = Schemas["HoursOut"];
export type HourFinding = Schemas["HourFindingOut"];
interface Path {
  production_id: number;
  day_id: number;
}
const AT = "/api/productions/{production_id}/days/{day_id}";

export const readHours = (path: Path): Promise<Hours> => must(api.GET(`${AT}/hours`, { params: { path } }));

export const explain = (path: Path, lines: readonly string[], reason: string): Promise<Hours> =>
  must(
    api.POST(`${AT}/forced-calls`, {
      params: { path },
      body: { lines: [...new Set(lines)], reason: reason.trim() },
    }),
  );

/** Says yes to rests exactly as they stand on the screen. */
export const allow = (path: Path, rests: readonly HourFinding[]): Promise<Hours> =>
  must(
    api.POST(`${AT}/forced-calls/yes`, {
      params: { path },
      body: { rests: rests.map(({ line, minutes }) => ({ line, minutes: minutes ?? 0 })) },
    }),
  );

export const takeBackYes = (path: Path, rests: readonly HourFinding[]): Promise<Hours> =>
  must(
    api.POST(`${AT}/forced-calls/take-back`, {
      params: { path },
      body: { lines: rests.map(({ line }) => line) },
    }),
  );

/** What is to be settled and has no reason yet. */
export const unexplained = ({ findings }: Hours): HourFinding[] =>
  findings.filter(({ weight, reason }) => weight === "act" && reason === "");
/** Calls inside the daily rest. */
export const shortRests = ({ findings }: Hours): HourFinding[] =>
  findings.filter(({ kind }) => kind === "rest");
/** One thing that one line breaks, to tell a new one from those that were there. */
export const idOf = ({ line, kind }: HourFinding): string => `${kind} ${line}`;
