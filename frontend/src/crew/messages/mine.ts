/** One's own messages: which are new, Got it with no signal, and the small files that stay on the phone. */
import type { components } from "../../api/schema";
import { tell } from "../../data/bus";
import { correctedNow } from "../../data/connection.svelte";
import { amend } from "../../data/documents";
import { messages } from "../../data/own.svelte";
import { act } from "../../data/queue.svelte";
import { session } from "../../data/session.svelte";
import { messages as words } from "../../words/messages";
import { confirmPath } from "../confirm";

export type MyMessages = components["schemas"]["MyMessages"];
export type MyMessage = components["schemas"]["MyMessage"];
export type Attached = MyMessage["attachments"][number];

/** Above this a file stays on the server; all that are kept together take at most `TOGETHER`. */
export const SMALL = 1024 ** 2;
export const TOGETHER = 8 * 1024 ** 2;

const SEEN = new Set(["opened", "confirmed", "reached"]);

export function toConfirm(one: MyMessage): boolean {
  return one.notice.must_confirm && !one.notice.confirmed_at;
}

/** New until its page was open, or until Got it where that is asked for. */
export function isNew(one: MyMessage): boolean {
  return one.notice.must_confirm ? toConfirm(one) : !SEEN.has(one.notice.state);
}

/** The list with that notice in a further state; unknown or so far already: the same list. */
export function proved(
  list: MyMessages,
  notice: number,
  state: string,
  confirmed_at: string | null,
): MyMessages {
  const change = (one: MyMessage): boolean =>
    one.notice.id === notice && (confirmed_at ? !one.notice.confirmed_at : !SEEN.has(one.notice.state));
  if (!list.messages.some(change)) return list;
  return {
    ...list,
    messages: list.messages.map((one) =>
      change(one)
        ? {
            ...one,
            notice: { ...one.notice, state, confirmed_at: confirmed_at ?? one.notice.confirmed_at ?? null },
          }
        : one,
    ),
  };
}

async function keepProof(notice: number, state: string, confirmed_at: string | null): Promise<void> {
  const account = session.account;
  if (!account) return;
  await amend<MyMessages>(account, messages.name, (list) => proved(list, notice, state, confirmed_at));
  tell({ kind: "document", account, name: messages.name });
  await messages.reread();
}

const told = new Set<number>();

/** The page was open: evidence for the sender, sent once, never counted as waiting. */
export async function tellOpened(one: MyMessage): Promise<void> {
  const { id, state } = one.notice;
  if (told.has(id) || SEEN.has(state)) return;
  told.add(id);
  const path = `/api/productions/${one.production_id}/notices/${id}/opened`;
  await act({ method: "POST", path, body: { device_at: correctedNow() }, label: "", quiet: true });
  await keepProof(id, "opened", null);
}

/** Throws when the phone could not store it. */
export async function gotIt(one: MyMessage): Promise<void> {
  const at = correctedNow();
  await act({
    method: "POST",
    path: confirmPath(one),
    body: { device_at: at },
    label: words.phone.label(one.subject),
  });
  await keepProof(one.notice.id, "confirmed", at);
}

export function urlOf(one: MyMessage, file: Attached): string {
  return `/api/productions/${one.production_id}/messages/${one.id}/attachments/${file.id}`;
}

/** Newest first, as long as there is room. */
export function worthKeeping(list: readonly MyMessage[]): string[] {
  let room = TOGETHER;
  const found: string[] = [];
  for (const one of list)
    for (const file of one.attachments) {
      if (file.size > SMALL || file.size > room) continue;
      room -= file.size;
      found.push(urlOf(one, file));
    }
  return found;
}

const shelf = (account: number): Promise<Cache> => caches.open(`callboard-${account}-files`);

/** Brings what is small onto the phone and puts away what is on no message any more. */
export async function keepFiles(account: number, list: readonly MyMessage[]): Promise<void> {
  const wanted = worthKeeping(list);
  const cache = await shelf(account);
  for (const held of await cache.keys()) {
    if (!wanted.includes(new URL(held.url).pathname)) await cache.delete(held);
  }
  for (const url of wanted) {
    if (await cache.match(url)) continue;
    const answer = await fetch(url, { credentials: "same-origin" });
    if (answer.ok) await cache.put(url, answer);
  }
}

export async function keptFiles(account: number): Promise<Set<string>> {
  return new Set((await (await shelf(account)).keys()).map((held) => new URL(held.url).pathname));
}

/** From the phone, else from the server. Rejects with no signal where it isn't kept; undefined: it may not be read. */
export async function fileOf(account: number, url: string): Promise<Blob | undefined> {
  const held = await (await shelf(account)).match(url);
  const answer = held ?? (await fetch(url, { credentials: "same-origin" }));
  return answer.ok ? answer.blob() : undefined;
}
