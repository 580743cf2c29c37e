/** A call or a whole day that is cancelled: what late notice costs, asked before it is done; and the acts themselves. */
import { api, must } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Cancellation = Schemas["CancellationOut"];
interface Path {
  production_id: number;
  day_id: number;
}
const AT = "/api/productions/{production_id}/days/{day_id}";

/** Of the day; with `lines` of these calls. */
export const readCancellation = (path: Path, lines: readonly string[] = []): Promise<Cancellation> =>
  must(api.GET(`${AT}/cancellation`, { params: { path, query: lines.length ? { line: [...lines] } : {} } }));

export const cancelDay = (path: Path, reason: string, seen: string) =>
  must(
    api.POST(`${AT}/cancel`, {
      params: { path, header: { "If-Match": seen } },
      body: { reason: reason.trim() },
    }),
  );

export const restoreDay = (path: Path, seen: string) =>
  must(api.POST(`${AT}/restore`, { params: { path, header: { "If-Match": seen } }, body: { reason: "" } }));
