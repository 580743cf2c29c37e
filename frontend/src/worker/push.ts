/**
 * A push shows exactly one notification, always: phones take the subscription away from those that don't. It sounds only for a notice
 * that this phone hasn't shown; an older one that comes late shows the newer again, silently. Then the stored copy of the day is
 * corrected from the payload, with no fetch, and the server is told what was shown.
 */
import type { PushPayload, TodayOut } from "../api/today";
import { tell } from "../data/bus";
import { accountDB, deviceDB, type ShownNotice, signedIn } from "../data/databases";
import { amend, TODAY } from "../data/documents";
import { add } from "../data/outbox";
import { withPush } from "../rules/newer";
import { worker as words } from "../words/worker";
import { scope } from "./scope";

export type Data = Partial<PushPayload> | null;

/** What a notification carries for the click. */
export interface Carried {
  url: string;
  notice?: number;
  token?: string;
  production?: number;
}

export async function onPush(data: Data): Promise<void> {
  const said = data?.callboard;
  const mine = await isMine(said?.account);
  const before = said && mine ? await shownBefore(said.account, data).catch(() => undefined) : undefined;
  await show(data, mine, before);
  if (!said || !mine) return;
  await Promise.allSettled([remember(said.account, data), correct(data), receipt(said)]);
}

async function isMine(account: number | undefined): Promise<boolean> {
  const here = await signedIn().catch(() => undefined);
  return here !== undefined && here.id === account;
}

function rankOf(data: Data): number {
  return data?.callboard?.day?.version?.number ?? data?.callboard?.notice ?? 0;
}

interface Before {
  /** This very notice was shown on this phone. */
  same: boolean;
  /** A newer one of the same subject was. */
  newer?: ShownNotice;
}

async function shownBefore(account: number, data: Data): Promise<Before> {
  const all = await (await accountDB(account)).getAll("notice");
  const newer = all.find((shown) => shown.tag === data?.notification?.tag && shown.rank > rankOf(data));
  return { same: all.some((shown) => shown.id === data?.callboard?.notice), ...(newer ? { newer } : {}) };
}

function show(data: Data, mine: boolean, before: Before | undefined): Promise<void> {
  const said = data?.callboard;
  const given = data?.notification;
  const newer = before?.newer;
  const known = given?.title && (mine || !said);
  const title = newer?.title ?? (known ? given.title : words.unknown.title);
  const quiet =
    newer !== undefined || before?.same === true || said?.rings === false || given?.silent === true;
  const carried: Carried = {
    url: given?.navigate ?? "/",
    ...(mine && said ? { notice: newer?.id ?? said.notice, token: newer?.token ?? said.token } : {}),
    ...(mine && said?.day ? { production: said.day.production_id } : {}),
  };
  const asks = mine && said?.must_confirm === true && "maxActions" in Notification;
  const options: NotificationOptions & { renotify?: boolean; actions?: { action: string; title: string }[] } =
    {
      body: newer?.body ?? (known ? (given.body ?? "") : words.unknown.body),
      tag: given?.tag ?? "callboard",
      icon: "/icons/icon-192.png",
      data: carried,
      silent: quiet,
      renotify: !quiet,
      ...(asks ? { actions: [{ action: "confirm", title: words.gotIt }] } : {}),
    };
  return scope.registration.showNotification(title, options);
}

async function remember(account: number, data: Data): Promise<void> {
  const said = data?.callboard;
  const given = data?.notification;
  if (!said || !given) return;
  const { tag, title, body } = given;
  const shown = {
    id: said.notice,
    tag,
    rank: rankOf(data),
    title,
    body,
    shownAt: await now(),
    token: said.token,
  };
  await (await accountDB(account)).put("notice", shown);
}

async function correct(data: Data): Promise<void> {
  const said = data?.callboard;
  // a page that is open fetches it
  if (said?.subject === "message")
    tell({
      kind: "fact",
      fact: {
        production_id: 0,
        seq: 0,
        kind: "message_shown",
        subject: "message",
        subject_id: 0,
        revision: null,
      },
    });
  if (!said?.day) return;
  const { account, day } = said;
  if (await amend<TodayOut>(account, TODAY, (today) => withPush(today, day)))
    tell({ kind: "document", account, name: TODAY });
}

type Said = NonNullable<Data>["callboard"];

async function receipt(said: NonNullable<Said>): Promise<void> {
  await byToken(
    "/api/notices/shown",
    { notice: said.notice, token: said.token, device_at: await now() },
    { label: words.shown, quiet: true },
  );
}

interface TokenBody {
  notice: number;
  token: string;
  device_at: string;
}

/** Sent now, or kept in the outbox until there is signal. Works with no session: the token is for this notice alone. */
export async function byToken(
  path: string,
  body: TokenBody,
  as: { label: string; quiet?: boolean },
): Promise<void> {
  const here = await signedIn();
  if (!here) {
    await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return;
  }
  await add(here.id, { method: "POST", path, body, madeAt: body.device_at, ...as });
}

/** The phone's clock, corrected as the page measured it last. */
export async function now(): Promise<string> {
  const offset = (await (await deviceDB()).get("kv", "clock_offset").catch(() => 0)) as number | undefined;
  return new Date(Date.now() + (offset ?? 0)).toISOString();
}
