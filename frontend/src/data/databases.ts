/**
 * What is stored on the phone. One small database that knows who is signed in here, and one per account, named by it: signing in as
 * somebody else can never show what the other left. Shared by page and worker: nothing here touches `window`.
 */
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { ProblemDetails } from "../api/problem";

export interface Held<T = unknown> {
  name: string;
  url: string;
  body: T;
  etag: string;
  /** Phone's time, ms: when this content came, and when the server last said that it is the newest. */
  savedAt: number;
  checkedAt: number;
}

export type EntryState = "waiting" | "parked";

export interface Entry {
  /** Order on this phone; given by the database. */
  n: number;
  /** The request's id: the same however often it is sent. */
  id: string;
  /** Format of the body, so that a later build can still read an entry that waited. */
  v: number;
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body: unknown;
  /** What it is in a few words, for the list of what waits: "Got it: 06:12". */
  label: string;
  madeAt: string;
  state: EntryState;
  tries: number;
  /** A receipt, not an act of the person: isn't counted as waiting. */
  quiet?: boolean;
  /** Parked, and kept by the server for the office: here it only waits to be read. */
  kept?: boolean;
  /** Why the server refused it. */
  why?: ProblemDetails;
}

/** A notice that this phone has shown, with its words: an older one that arrives late is answered by showing the newer again. */
export interface ShownNotice {
  id: number;
  tag: string;
  rank: number;
  title: string;
  body: string;
  shownAt: string;
  /** One-purpose token: confirms this notice and nothing else. */
  token: string;
}

interface DeviceSchema extends DBSchema {
  kv: { key: string; value: unknown };
}

interface AccountSchema extends DBSchema {
  document: { key: string; value: Held };
  outbox: { key: number; value: Entry; indexes: { id: string } };
  notice: { key: number; value: ShownNotice };
  kv: { key: string; value: unknown };
}

export type AccountDB = IDBPDatabase<AccountSchema>;

const DEVICE = "callboard";
const opened = new Map<string, Promise<IDBPDatabase<never>>>();

function once<S extends DBSchema>(
  name: string,
  version: number,
  upgrade: (db: IDBPDatabase<S>) => void,
): Promise<IDBPDatabase<S>> {
  let found = opened.get(name) as Promise<IDBPDatabase<S>> | undefined;
  if (!found) {
    const forget = () => void opened.delete(name);
    const open = () =>
      openDB<S>(name, version, {
        upgrade,
        // Another tab deletes or upgrades: let it, and open again when next asked.
        blocking(_current, _next, event) {
          forget();
          (event.target as IDBDatabase).close();
        },
        terminated: forget,
      });
    // A browser that refuses storage throws at once: it is to be a promise that fails.
    found = Promise.resolve().then(open);
    found.catch(forget);
    opened.set(name, found as unknown as Promise<IDBPDatabase<never>>);
  }
  return found;
}

export function deviceDB(): Promise<IDBPDatabase<DeviceSchema>> {
  return once<DeviceSchema>(DEVICE, 1, (db) => void db.createObjectStore("kv"));
}

export function accountDB(account: number): Promise<AccountDB> {
  return once<AccountSchema>(`${DEVICE}-${account}`, 1, (db) => {
    db.createObjectStore("document", { keyPath: "name" });
    db.createObjectStore("outbox", { keyPath: "n", autoIncrement: true }).createIndex("id", "id", {
      unique: true,
    });
    db.createObjectStore("notice", { keyPath: "id" });
    db.createObjectStore("kv");
  });
}

export interface SignedIn {
  id: number;
  name: string;
}

/** Who is signed in on this phone, as far as the phone knows. */
export async function signedIn(): Promise<SignedIn | undefined> {
  return (await (await deviceDB()).get("kv", "account")) as SignedIn | undefined;
}

export async function rememberSignedIn(account: SignedIn): Promise<void> {
  await (await deviceDB()).put("kv", account, "account");
}

/** Everything of that account on this phone goes, and with it who was signed in. */
export async function wipe(account: number): Promise<void> {
  const name = `${DEVICE}-${account}`;
  (await opened.get(name))?.close();
  opened.delete(name);
  await deleteDB(name);
  await (await deviceDB()).delete("kv", "account");
  for (const key of await caches.keys()) if (key.startsWith(`${DEVICE}-${account}`)) await caches.delete(key);
}

/** Closes what is open (tests, and before the browser's own wipe). */
export async function closeAll(): Promise<void> {
  for (const db of opened.values()) (await db).close();
  opened.clear();
}
