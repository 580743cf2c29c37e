/** What happens when the app starts: the stored person first, the server after, nothing waits for either longer than it must. */
import { api, must } from "../api/client";
import { Problem } from "../api/problem";
import type { components } from "../api/schema";
import { go } from "../router.svelte";
import { hear, tell } from "./bus";
import { connection } from "./connection.svelte";
import { accountDB, deviceDB, rememberSignedIn, signedIn } from "./databases";
import { kept } from "./keeping.svelte";
import { putAway } from "./leaving";
import { keepFlushing } from "./queue.svelte";
import { session } from "./session.svelte";
import { keepSubscription } from "./subscription.svelte";
import { registerWorker } from "./update.svelte";

type Me = components["schemas"]["MeOut"];

export async function start(): Promise<void> {
  const stored = await signedIn().catch(() => undefined);
  if (stored) {
    connection.offset = await storedOffset().catch(() => 0);
    session.name = stored.name;
    await showStoredMe(stored.id).catch(() => undefined);
  }
  // Without a stored person it stays open who this is until the server was asked.
  if (stored) session.account = stored.id;
  await goWhereTapped().catch(() => undefined);
  hear((told) => {
    if (told.kind === "signed_out") location.replace("/sign-in");
    // the cookie is another's now: what this page fetches would be theirs
    if (told.kind === "signed_in" && session.account && told.account !== session.account)
      location.replace("/");
  });
  keepFlushing();
  void registerWorker();
  await refreshMe();
  session.account ??= null;
  if (session.account) {
    void keepSubscription();
    void navigator.storage?.persist?.();
    void rememberOffset();
  }
}

async function showStoredMe(account: number): Promise<void> {
  const held = await (await accountDB(account)).get("document", "me");
  if (held) show(held.body as Me);
}

function show(me: Me): void {
  session.name = me.name;
  session.email = me.email;
  session.device = me.device_id;
  session.signedInUntil = me.signed_in_until;
  session.memberships = me.memberships;
}

/** Asks the server who is signed in. Nobody and no copy here: the pages send to the sign-in. */
export async function refreshMe(): Promise<void> {
  try {
    await welcome(await must(api.GET("/api/me")));
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    if (failure.status !== 401 || !session.account) return;
    connection.signedOut = true;
    if (await putAway(session.account, failure.code)) location.replace("/sign-in");
  }
}

/** From now on this phone is this person's. */
export async function welcome(me: Me): Promise<void> {
  const now = Date.now();
  await kept(async () => {
    await rememberSignedIn({ id: me.account_id, name: me.name });
    await (await accountDB(me.account_id)).put("document", {
      name: "me",
      url: "/api/me",
      body: me,
      etag: "",
      savedAt: now,
      checkedAt: now,
    });
  });
  tell({ kind: "signed_in", account: me.account_id });
  connection.signedOut = false;
  show(me);
  session.account = me.account_id;
}

/** The worker dates what it does by the server's clock too, and the next start with no signal. */
async function rememberOffset(): Promise<void> {
  await kept(async () => (await deviceDB()).put("kv", connection.offset, "clock_offset"));
}

async function storedOffset(): Promise<number> {
  return ((await (await deviceDB()).get("kv", "clock_offset")) as number | undefined) ?? 0;
}

/** A tap on a notification with the app closed: iPhones open the start page, and it is said here where to go. */
async function goWhereTapped(): Promise<void> {
  const db = await deviceDB().catch(() => undefined);
  const tapped = (await db?.get("kv", "open_at")) as { url: string; at: number } | undefined;
  if (!db || !tapped) return;
  await db.delete("kv", "open_at");
  if (Date.now() - tapped.at < 15_000 && location.pathname === "/" && tapped.url !== "/")
    go(tapped.url, { replace: true });
}
