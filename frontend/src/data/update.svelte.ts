/** A newer build waits quietly: a bar offers it, and never within two hours of a call. */
import { go } from "../router.svelte";

class Update {
  /** A build that is ready and waits to be loaded. */
  waiting = $state.raw<ServiceWorker | undefined>(undefined);
  build = $state("");
}

export const update = new Update();

let asked = false;

export async function registerWorker(): Promise<void> {
  const container = navigator.serviceWorker;
  if (!container || import.meta.env.DEV) return;
  let controlled = container.controller !== null;
  container.addEventListener("controllerchange", () => {
    // the first worker that takes this page brings nothing newer
    const first = !controlled;
    controlled = true;
    if (!first && (asked || document.visibilityState === "hidden")) location.reload();
  });
  container.addEventListener("message", ({ data }) => data?.kind === "go" && go(String(data.url)));
  const registration = await container
    .register("/sw.js", { scope: "/", updateViaCache: "none" })
    .catch(() => undefined);
  if (!registration) return;
  const look = () => {
    if (registration.waiting && container.controller) update.waiting = registration.waiting;
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void registration.update().catch(() => undefined);
  });
  void readBuild(await container.ready);
}

async function readBuild(registration: ServiceWorkerRegistration): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    update.build = String(data);
  };
  registration.active?.postMessage({ kind: "build" }, [port2]);
}

/** The person tapped: the new build takes over and every page of it is loaded anew. */
export function loadUpdate(): void {
  asked = true;
  update.waiting?.postMessage({ kind: "load_update" });
}

const TWO_HOURS = 2 * 3_600_000;

/** Whether an update may be offered now, given the instants of one's calls (ms). */
export function mayOffer(calls: readonly number[], now: number): boolean {
  return calls.every((call) => Math.abs(call - now) >= TWO_HOURS);
}
