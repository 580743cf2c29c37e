/** Signing out: what waits goes first, what was refused is handed to the office, then everything of the person leaves the phone. */
import { tell } from "./bus";
import { type Entry, wipe } from "./databases";
import { list } from "./outbox";
import { flush, queue, refreshQueue } from "./queue.svelte";
import { session } from "./session.svelte";
import { hush } from "./subscription.svelte";

export type Left = "out" | "waiting" | "no_signal";

/** `insist`: what still waits is lost. Without signal nobody is signed out: the server would go on trusting this phone. */
export async function signOut({ insist }: { insist: boolean }): Promise<Left> {
  const account = session.account;
  if (!account) return "out";
  await flush();
  await refreshQueue();
  if (queue.waiting.length > 0 && !insist) return "waiting";
  if (!(await handOver(account)) && !insist) return "waiting";
  await hush();
  const answer = await post("/api/sign-out", undefined).catch(() => undefined);
  if (!answer || (!answer.ok && answer.status !== 401)) return "no_signal";
  await wipe(account);
  tell({ kind: "signed_out" });
  return "out";
}

/** Refused entries are kept by the server for the office. True: it has named them all. */
async function handOver(account: number): Promise<boolean> {
  return park(
    (await list(account)).filter((entry) => entry.state === "parked" && !entry.quiet && !entry.kept),
  );
}

/** At most so many in one request. */
const BATCH = 50;

async function park(entries: Entry[]): Promise<boolean> {
  for (let at = 0; at < entries.length; at += BATCH) {
    const batch = entries.slice(at, at + BATCH);
    const answer = await post("/api/parked", { entries: batch.map(asParked) }).catch(() => undefined);
    if (!answer?.ok) return false;
    const { kept } = (await answer.json()) as { kept: string[] };
    if (!batch.every((entry) => kept.includes(entry.id))) return false;
  }
  return true;
}

function asParked({ id, v, method, path, body, madeAt, why }: Entry): object {
  return {
    id,
    v,
    method,
    path,
    body: JSON.stringify(body ?? null),
    why: (why?.title ?? "").slice(0, 200),
    device_at: madeAt,
  };
}

/** Codes with which the server says that this phone's person is gone from here: their copies go, their acts to the office. */
const GONE = new Set(["session_left", "session_revoked"]);

/** True: the copies were put away. A phone that was signed out from another one hands over nothing: it may be stolen. */
export async function putAway(account: number, code: string): Promise<boolean> {
  if (!GONE.has(code)) return false;
  const unsent = (await list(account)).filter((entry) => !entry.quiet && !entry.kept);
  if (code === "session_left" && !(await park(unsent))) return false;
  await wipe(account);
  tell({ kind: "signed_out" });
  return true;
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
}
