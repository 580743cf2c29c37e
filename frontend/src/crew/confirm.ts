/** "Got it" and "A problem": acts that work with no signal. The copy on the phone says at once what was done. */
import type { HeldDay, MyNotice, TodayOut } from "../api/today";
import { tell } from "../data/bus";
import { correctedNow } from "../data/connection.svelte";
import { amend, TODAY } from "../data/documents";
import { changes, today } from "../data/own.svelte";
import { act } from "../data/queue.svelte";
import { session } from "../data/session.svelte";
import { changeConfirmed, confirmedAs } from "../rules/confirmed";

export function confirmPath(day: { production_id: number; notice: Pick<MyNotice, "id"> | null }): string {
  return `/api/productions/${day.production_id}/notices/${day.notice?.id}/confirm`;
}

export interface Confirmable {
  production_id: number;
  notice: Pick<MyNotice, "id"> | null;
}

const storing = new Set<number>();

/** Throws when the phone could not store it. A second tap while it is stored is the same one. */
export async function confirm(day: Confirmable, label: string): Promise<void> {
  const id = day.notice?.id;
  if (id === undefined || storing.has(id)) return;
  storing.add(id);
  try {
    await agree(day, id, label);
  } finally {
    storing.delete(id);
  }
}

async function agree(day: Confirmable, id: number, label: string): Promise<void> {
  if (!session.account) return;
  const at = correctedNow();
  await act({ method: "POST", path: confirmPath(day), body: { device_at: at }, label });
  const account = session.account;
  await amend<TodayOut>(account, TODAY, (body) => confirmedAs(body, id, at));
  await amend(account, changes.name, (body: Parameters<typeof changeConfirmed>[0]) =>
    changeConfirmed(body, id, at),
  );
  for (const name of [TODAY, changes.name]) tell({ kind: "document", account, name });
  await Promise.all([today.reread(), changes.reread()]);
}

const told = new Set<number>();

/** The page with that version was open: evidence for the board, sent once, never counted as waiting. */
export async function tellOpened(day: HeldDay): Promise<void> {
  const notice = day.notice;
  if (!notice || told.has(notice.id) || ["opened", "confirmed", "reached"].includes(notice.state)) return;
  told.add(notice.id);
  const path = `/api/productions/${day.production_id}/notices/${notice.id}/opened`;
  await act({ method: "POST", path, body: { device_at: correctedNow() }, label: "", quiet: true });
}

export type Trouble = "late" | "cant_come" | "need_lift" | "wrong_department";

/** Goes to the head and the 2nd AD. */
export async function report(day: Confirmable, kind: Trouble, text: string, label: string): Promise<void> {
  const path = `/api/productions/${day.production_id}/notices/${day.notice?.id}/problem`;
  await act({ method: "POST", path, body: { kind, text, device_at: correctedNow() }, label });
}
