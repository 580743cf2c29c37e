/** The service worker: the app with no signal, pushes with no page. It never takes over unasked; the page has a quiet bar for that. */
import { onClick, onSync, sendWaiting } from "./worker/clicks";
import { type Data, onPush } from "./worker/push";
import { build, scope } from "./worker/scope";
import { activate, answer, install } from "./worker/shell";

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));

scope.addEventListener("fetch", (event) => {
  const answered = answer(event.request);
  if (answered) event.respondWith(answered);
});

scope.addEventListener("push", (event) => {
  event.waitUntil(onPush(read(event.data)).then(sendWaiting));
});

function read(data: PushMessageData | null): Data {
  try {
    return (data?.json() as Data) ?? null;
  } catch {
    return null;
  }
}

scope.addEventListener("notificationclick", (event) => {
  event.waitUntil(onClick(event.notification, event.action));
});

// Not on iPhones: there the page flushes on start, on becoming visible and after every answer.
scope.addEventListener("sync", ((event: ExtendableEvent & { tag: string }) => {
  if (event.tag === "outbox") event.waitUntil(onSync());
}) as EventListener);

// The push service gave the phone a new address: the page tells it to the server at its next start.
scope.addEventListener("pushsubscriptionchange", ((event: ExtendableEvent) => {
  event.waitUntil(tellPages("subscription"));
}) as EventListener);

scope.addEventListener("message", (event) => {
  if (event.data?.kind === "load_update") void scope.skipWaiting();
  if (event.data?.kind === "build") event.ports[0]?.postMessage(build);
});

async function tellPages(kind: string): Promise<void> {
  for (const client of await scope.clients.matchAll({ type: "window" })) client.postMessage({ kind });
}
