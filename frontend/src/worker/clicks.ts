/** A tap on a notification opens its page; "Got it" confirms that notice, with no session and no signal too. */
import type { TodayOut } from "../api/today";
import { tell } from "../data/bus";
import { deviceDB, signedIn } from "../data/databases";
import { amend, TODAY } from "../data/documents";
import { flush } from "../data/outbox";
import { confirmedAs } from "../rules/confirmed";
import { worker as words } from "../words/worker";
import { byToken, type Carried, now } from "./push";
import { scope } from "./scope";
import { SERVED } from "./shell";

export async function onClick(notification: Notification, action: string): Promise<void> {
  notification.close();
  const carried = (notification.data ?? { url: "/" }) as Carried;
  if (action === "confirm" && carried.notice !== undefined && carried.token)
    return confirm(carried.notice, carried.token);
  await open(carried.url);
}

async function confirm(notice: number, token: string): Promise<void> {
  const at = await now();
  await byToken("/api/notices/confirm", { notice, token, device_at: at }, { label: words.confirmed });
  const here = await signedIn();
  if (!here) return;
  if (await amend<TodayOut>(here.id, TODAY, (today) => confirmedAs(today, notice, at))) {
    tell({ kind: "document", account: here.id, name: TODAY });
  }
  await sendWaiting();
}

/** What waits goes out; the page hears what became of it. How much is left. */
export async function sendWaiting(): Promise<number> {
  const here = await signedIn();
  if (!here) return 0;
  const { left } = await flush(here.id);
  tell({ kind: "outbox", account: here.id });
  return left;
}

/** A rejected promise makes the browser try the sync again later. */
export async function onSync(): Promise<void> {
  if ((await sendWaiting()) > 0) throw new Error("the server doesn't answer yet");
}

async function open(url: string): Promise<void> {
  const target = new URL(url, scope.location.origin);
  const path = target.origin === scope.location.origin ? target.pathname + target.search : "/";
  const all = await scope.clients.matchAll({ type: "window", includeUncontrolled: false });
  // a personal page or a PDF that is open hears nothing
  const windows = all.filter((client) => !SERVED.test(new URL(client.url).pathname));
  const here = windows.find((client) => client.focused) ?? windows[0];
  if (here) {
    here.postMessage({ kind: "go", url: path });
    await here.focus();
    return;
  }
  // On iPhones a cold start lands on the start page whatever is asked: the page reads here where it should be.
  await (await deviceDB()).put("kv", { url: path, at: Date.now() }, "open_at");
  await scope.clients.openWindow(path);
}
