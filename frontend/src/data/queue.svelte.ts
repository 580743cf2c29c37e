/** The outbox as pages see it: what waits, what is parked, and when to try again. */
import { hear, tell } from "./bus";
import { connection, correctedNow, heard, unheard } from "./connection.svelte";
import type { Entry } from "./databases";
import { kept } from "./keeping.svelte";
import { add, type Draft, flush as flushOutbox, forget, list, type Send } from "./outbox";
import { session } from "./session.svelte";

const RETRY_MS = 30_000;

class Queue {
  entries = $state.raw<Entry[]>([]);
  waiting = $derived(this.entries.filter((entry) => entry.state === "waiting" && !entry.quiet));
  parked = $derived(this.entries.filter((entry) => entry.state === "parked" && !entry.quiet));
}

export const queue = new Queue();

const sentListeners = new Set<(entry: Entry) => void>();

/** Called once for each entry that the server has named, one that it could only keep (`parked`) among them. */
export function onSent(listener: (entry: Entry) => void): () => void {
  sentListeners.add(listener);
  return () => sentListeners.delete(listener);
}

export async function refreshQueue(): Promise<void> {
  const account = session.account;
  queue.entries = (account ? await kept(() => list(account)) : undefined) ?? [];
}

/** Stores the act, tells when it is safe on this phone, and tries to send it. Throws when it could not be stored. */
export async function act(draft: Omit<Draft, "madeAt">): Promise<Entry> {
  if (!session.account) throw new Error("nobody is signed in");
  const entry = await add(session.account, { ...draft, madeAt: correctedNow() });
  await refreshQueue();
  tell({ kind: "outbox", account: session.account });
  void registerSync();
  void flush();
  return entry;
}

const send: Send = async (url, init) => {
  try {
    const response = await fetch(url, init);
    heard(response);
    return response;
  } catch (failure) {
    unheard();
    throw failure;
  }
};

let retry: ReturnType<typeof setTimeout> | undefined;

export async function flush(): Promise<void> {
  const account = session.account;
  if (!account) return;
  clearTimeout(retry);
  const flushed = await kept(() => flushOutbox(account, send));
  if (!flushed) return;
  const { sent, parked, left, signedOut } = flushed;
  if (signedOut) connection.signedOut = true;
  if (sent.length > 0 || parked.length > 0) {
    await refreshQueue();
    tell({ kind: "outbox", account });
    for (const entry of [...sent, ...parked.filter((one) => one.kept)])
      for (const listener of sentListeners) listener(entry);
  }
  if (left > 0 && !signedOut) retry = setTimeout(() => void flush(), RETRY_MS);
}

export async function letGo(id: string): Promise<void> {
  if (!session.account) return;
  await forget(session.account, id);
  await refreshQueue();
  tell({ kind: "outbox", account: session.account });
}

/** Where the browser has it (not on iPhones) the worker flushes with the page closed. */
async function registerSync(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as
    | (ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } })
    | undefined;
  await registration?.sync?.register("outbox").catch(() => undefined);
}

/** Flushes on start, `online`, becoming visible, after any request that was heard, and on what the worker tells. */
export function keepFlushing(): void {
  const now = () => void flush();
  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && now());
  hear((told) => {
    if (told.kind === "outbox" && told.account === session.account) void refreshQueue();
  });
  void refreshQueue().then(now);
}
