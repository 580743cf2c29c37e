/**
 * Whether the server is heard. `navigator.onLine` stays true with a dead server, so the banner rests on requests that failed, and on
 * the browser only for a quick "no".
 */
export type Hearing = "unknown" | "heard" | "no_signal" | "unreachable";

class Connection {
  hearing = $state<Hearing>("unknown");
  /** Phone's time of the last answer, ms. */
  heardAt = $state(0);
  /** Server's clock minus the phone's, ms, from the Date header (1 s exact); a demo says its own time. */
  offset = $state(0);
  /** This is a demo, whose clock may be moved. */
  demo = $state(false);
  /** A 401 came: the copy stays, but nothing newer is fetched. */
  signedOut = $state(false);
}

export const connection = new Connection();

export function heard(response: Response): void {
  connection.hearing = "heard";
  connection.heardAt = Date.now();
  const demo = response.headers.get("callboard-now");
  if (demo) connection.demo = true;
  const date = Date.parse(demo ?? response.headers.get("date") ?? "");
  if (Number.isFinite(date)) connection.offset = date + (demo ? 0 : 500) - Date.now();
  if (response.status === 401) connection.signedOut = true;
}

export function unheard(): void {
  connection.hearing = navigator.onLine ? "unreachable" : "no_signal";
}

/** The phone's clock, corrected by the server's at the last contact, ms: which day is today. */
export function correctedMs(): number {
  return Date.now() + connection.offset;
}

/** What acts are dated with. */
export function correctedNow(): string {
  return new Date(correctedMs()).toISOString();
}
