/** Being rung: asked for after a tap with a reason, kept alive at each start, and never waited for without end. */
import { accountDB } from "./databases";
import { session } from "./session.svelte";

export type Ringing = "unknown" | "on" | "off" | "denied" | "no_push" | "needs_install" | "failed";

class Subscription {
  state = $state<Ringing>("unknown");
  busy = $state(false);
}

export const subscription = new Subscription();

/** Without the push service behind it `subscribe()` hangs for ever. */
const PATIENCE_MS = 12_000;

export function isInstalled(): boolean {
  const standalone = matchMedia("(display-mode: standalone)").matches;
  return standalone || (navigator as Navigator & { standalone?: boolean }).standalone === true;
}

export function isApplePhone(): boolean {
  return (
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1)
  );
}

function standing(): Ringing | undefined {
  if (!("PushManager" in window) || !("Notification" in window))
    return isApplePhone() && !isInstalled() ? "needs_install" : "no_push";
  return Notification.permission === "denied" ? "denied" : undefined;
}

/** On each start: what the phone has, told to the server. Asks for nothing. */
export async function keepSubscription(): Promise<void> {
  const fixed = standing();
  if (fixed) {
    subscription.state = fixed;
    return;
  }
  if (Notification.permission !== "granted") {
    subscription.state = "off";
    return;
  }
  const registration = await navigator.serviceWorker.ready;
  const held = await registration.pushManager.getSubscription();
  // Turned off here on purpose: stays off.
  if (!held && (await turnedOff())) subscription.state = "off";
  else await store(held ?? undefined);
}

async function turnedOff(): Promise<boolean> {
  return session.account ? (await (await accountDB(session.account)).get("kv", "rings_off")) === true : true;
}

/** From a tap only: the browser asks the person. */
export async function ring(): Promise<void> {
  const fixed = standing();
  if (fixed && fixed !== "denied") {
    subscription.state = fixed;
    return;
  }
  subscription.busy = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      subscription.state = Notification.permission === "denied" ? "denied" : "off";
      return;
    }
    if (session.account) await (await accountDB(session.account)).delete("kv", "rings_off");
    await store(undefined);
  } finally {
    subscription.busy = false;
  }
}

async function store(held: PushSubscription | undefined): Promise<void> {
  try {
    const made = held ?? (await subscribe());
    const { endpoint, keys } = made.toJSON();
    const response = await request("PUT", { endpoint, p256dh: keys?.p256dh, auth: keys?.auth });
    subscription.state = response.ok ? "on" : "failed";
    if (response.status === 409) await made.unsubscribe();
  } catch {
    // No signal: what the phone has keeps ringing; without it, it is tried again at the next start.
    subscription.state = held ? "on" : "failed";
  }
}

async function subscribe(): Promise<PushSubscription> {
  const registration = await navigator.serviceWorker.ready;
  const { key } = (await (await fetch("/api/push/key", { credentials: "same-origin" })).json()) as {
    key: string;
  };
  const asked = registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(key),
  });
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error("the push service doesn't answer")), PATIENCE_MS),
  );
  return Promise.race([asked, late]);
}

/** The key as bytes: some browsers refuse the text. */
function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function request(method: "PUT" | "DELETE", body: unknown): Promise<Response> {
  return fetch("/api/me/subscription", {
    method,
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      "Callboard-Request": crypto.randomUUID(),
      "Callboard-Format": "1",
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

/** Stops ringing on this phone: here first, then at the server. */
export async function hush(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const held = await registration?.pushManager?.getSubscription();
  if (session.account) await (await accountDB(session.account)).put("kv", true, "rings_off");
  subscription.state = "off";
  if (!held) return;
  await request("DELETE", { endpoint: held.endpoint }).catch(() => undefined);
  await held.unsubscribe();
}
