/**
 * The outbox: what was done on this phone and isn't on the server yet. Shared by page and worker.
 *
 * An entry is written with strict durability before anything is shown as done. It leaves only when the server has named its id in an
 * answer; what the server refuses for good is parked, in sight, and never blocks those behind it.
 */
import { detailsOf, type ProblemDetails } from "../api/problem";
import { accountDB, type Entry } from "./databases";
import { refusedIn } from "./told";

export const FORMAT = 1;

export type Draft = Pick<Entry, "method" | "path" | "body" | "label" | "madeAt"> & {
  id?: string;
  quiet?: boolean;
};

/** Statuses that a later try can change. 401: after signing in again. */
const LATER = new Set([0, 401, 408, 421, 423, 425, 429, 500, 502, 503, 504]);

export interface Flushed {
  sent: Entry[];
  parked: Entry[];
  /** Still here, waiting. */
  left: number;
  /** A 401 came. */
  signedOut: boolean;
}

export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Throws when the phone can't store it (out of space): then nothing was done, and the person must be told. */
export async function add(account: number, draft: Draft): Promise<Entry> {
  const entry: Omit<Entry, "n"> = {
    id: crypto.randomUUID(),
    v: FORMAT,
    state: "waiting",
    tries: 0,
    ...draft,
  };
  const tx = (await accountDB(account)).transaction("outbox", "readwrite", { durability: "strict" });
  const n = await tx.store.add(entry as Entry);
  await tx.done;
  return { ...entry, n };
}

export async function list(account: number): Promise<Entry[]> {
  return (await accountDB(account)).getAll("outbox");
}

/** The person lets a parked entry go. */
export async function forget(account: number, id: string): Promise<void> {
  const db = await accountDB(account);
  const n = await db.getKeyFromIndex("outbox", "id", id);
  if (n !== undefined) await db.delete("outbox", n);
}

const next = new Map<number, Promise<Flushed>>();

/**
 * One flush at a time over page, other tabs and worker. Who comes while one runs waits for a second one, which sends what was added
 * since: with the page closed nobody else would.
 */
export function flush(account: number, send: Send = (url, init) => fetch(url, init)): Promise<Flushed> {
  if (!navigator.locks) return flushNow(account, send);
  const waiting = next.get(account);
  if (waiting) return waiting;
  const asked = navigator.locks.request(`callboard-outbox-${account}`, () => {
    next.delete(account);
    return flushNow(account, send);
  });
  const mine: Promise<Flushed> = Promise.resolve(asked).then((flushed) => flushed);
  next.set(account, mine);
  return mine;
}

async function flushNow(account: number, send: Send): Promise<Flushed> {
  const result: Flushed = { sent: [], parked: [], left: 0, signedOut: false };
  const waiting = (await list(account)).filter((entry) => entry.state === "waiting");
  for (const [at, entry] of waiting.entries()) {
    const answer = await deliver(entry, send);
    if (answer === "named") {
      await (await accountDB(account)).delete("outbox", entry.n);
      result.sent.push(entry);
    } else if (answer === "later" || answer === "signed_out") {
      result.signedOut = answer === "signed_out";
      result.left = waiting.length - at;
      return result;
    } else {
      const { kept, why } = answer;
      const parked: Entry = {
        ...entry,
        state: "parked",
        tries: entry.tries + 1,
        why,
        ...(kept ? { kept } : {}),
      };
      await (await accountDB(account)).put("outbox", parked);
      result.parked.push(parked);
    }
  }
  return result;
}

/** Otherwise it couldn't be applied. `kept`: the server has it all the same. */
type Answer = "named" | "later" | "signed_out" | { kept: boolean; why: ProblemDetails };

async function deliver(entry: Entry, send: Send): Promise<Answer> {
  let response: Response;
  try {
    response = await send(entry.path, {
      method: entry.method,
      credentials: "same-origin",
      redirect: "error",
      headers: {
        "Content-Type": "application/json",
        "Callboard-Request": entry.id,
        "Callboard-Format": String(entry.v),
      },
      ...(entry.body === undefined ? {} : { body: JSON.stringify(entry.body) }),
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    return "later";
  }
  // Anything on the way (a hotel's sign-in page, a proxy) may answer 200: only our server names the id.
  if (response.ok) {
    if (response.headers.get("callboard-request") !== entry.id) return "later";
    const why = refusedIn(await response.json().catch(() => null));
    return why ? { kept: true, why } : "named";
  }
  if (response.status === 401) return "signed_out";
  const said: unknown = await response.json().catch(() => null);
  const ours = typeof said === "object" && said !== null && "code" in said;
  if (LATER.has(response.status) || !ours) return "later";
  return { kept: false, why: detailsOf(said, response.status) };
}
