/**
 * Copies of what the server said, with their revision. Shared by page and worker. Writing keeps the higher version: an answer that
 * was overtaken by a push doesn't undo it.
 */
import type { TodayOut } from "../api/today";
import { leaseEnd } from "../rules/lease";
import { newerOf } from "../rules/newer";
import { accountDB, type Held } from "./databases";

export const TODAY = "today";

/** Names of documents that hold calls, and what production wrote: they go together when the lease runs out. */
const LEASED = /^(today|schedule|changes|messages|sheet-|log:|questions-)/;

export async function readHeld<T>(account: number, name: string): Promise<Held<T> | undefined> {
  return (await (await accountDB(account)).get("document", name)) as Held<T> | undefined;
}

/** Stores a fresh answer; gives back what is held now. */
export async function keep<T>(account: number, held: Held<T>): Promise<Held<T>> {
  const tx = (await accountDB(account)).transaction("document", "readwrite");
  const stored = (await tx.store.get(held.name)) as Held<T> | undefined;
  const body = held.name === TODAY ? newerToday(stored?.body, held.body) : held.body;
  const kept = { ...held, body };
  await tx.store.put(kept);
  await tx.done;
  return kept;
}

function newerToday<T>(stored: T | undefined, fetched: T): T {
  return newerOf(stored as TodayOut | undefined, fetched as unknown as TodayOut) as unknown as T;
}

/** The server said: still the newest (304). */
export async function checked(account: number, name: string, now: number): Promise<void> {
  const tx = (await accountDB(account)).transaction("document", "readwrite");
  const stored = await tx.store.get(name);
  if (stored) await tx.store.put({ ...stored, checkedAt: now });
  await tx.done;
}

/** Changes a stored document in one transaction; nothing stored: nothing happens. True if it was changed. */
export async function amend<T>(account: number, name: string, change: (body: T) => T): Promise<boolean> {
  const tx = (await accountDB(account)).transaction("document", "readwrite", { durability: "strict" });
  const stored = (await tx.store.get(name)) as Held<T> | undefined;
  const body = stored && change(stored.body);
  const changed = stored !== undefined && body !== stored.body;
  // Without its ETag the next check fetches the whole: what was pushed is only a part.
  if (changed) await tx.store.put({ ...stored, body, etag: "" });
  await tx.done;
  return changed;
}

export async function drop(account: number, name: string): Promise<void> {
  await (await accountDB(account)).delete("document", name);
}

/** The latest instant at which somebody must be somewhere, in ms. */
export function lastCall(today: TodayOut): number | null {
  const calls = today.days
    .flatMap((day) => [day.first_at, ...day.calls.map((call) => call.at)])
    .filter((at) => at !== null);
  return calls.length === 0 ? null : Math.max(...calls.map((at) => Date.parse(at)));
}

/** When the copies on this phone run out, ms; undefined: nothing is held. */
export async function leaseOf(account: number): Promise<number | undefined> {
  const today = await readHeld<TodayOut>(account, TODAY);
  return today && leaseEnd(lastCall(today.body), today.checkedAt);
}

export interface Lapsed {
  at: number;
  /** The office's number stays: somebody must be able to tell the call. */
  offices: { name: string; phone: string }[];
}

/** Puts the copies away whose lease has run out. What is left of them, if anything was put away now or before. */
export async function expire(account: number, now: number): Promise<Lapsed | undefined> {
  const db = await accountDB(account);
  const today = await readHeld<TodayOut>(account, TODAY);
  if (!today) return (await db.get("kv", "lapsed")) as Lapsed | undefined;
  const end = leaseEnd(lastCall(today.body), today.checkedAt);
  if (now < end) return undefined;
  const offices = today.body.productions
    .map(({ name, office_phone: phone }) => ({ name, phone }))
    .filter((o) => o.phone);
  const tx = db.transaction(["document", "kv"], "readwrite");
  for (const name of await tx.objectStore("document").getAllKeys()) {
    if (LEASED.test(name)) await tx.objectStore("document").delete(name);
  }
  const lapsed: Lapsed = { at: end, offices };
  await tx.objectStore("kv").put(lapsed, "lapsed");
  await tx.done;
  return lapsed;
}
