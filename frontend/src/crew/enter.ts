/** Signing in, whichever way: the same end. */
import { api, must } from "../api/client";
import { welcome } from "../data/start";
import { isInstalled, keepSubscription } from "../data/subscription.svelte";
import { go } from "../router.svelte";
import { agree } from "./looks";

/** What the browser says of itself: "iPhone, Safari". */
export function device(): { name: string; installed: boolean } {
  const agent = navigator.userAgent;
  const kind = /iPhone/.test(agent)
    ? "iPhone"
    : /iPad/.test(agent)
      ? "iPad"
      : /Android/.test(agent)
        ? "Android"
        : /Mac/.test(agent)
          ? "Mac"
          : /Windows/.test(agent)
            ? "Windows"
            : "Linux";
  const browser = /Firefox|FxiOS/.test(agent)
    ? "Firefox"
    : /Edg/.test(agent)
      ? "Edge"
      : /Chrome|CriOS/.test(agent)
        ? "Chrome"
        : "Safari";
  return { name: `${kind}, ${browser}`, installed: isInstalled() };
}

/** The page of ours that sent here to sign in. */
function came(): string | undefined {
  const next = new URLSearchParams(location.search).get("next");
  return next && /^\/(?![/\\])/.test(next) ? next : undefined;
}

/** After the cookie is set: who is this now, and to the page they came for. */
export async function enter(to?: string): Promise<void> {
  const me = await must(api.GET("/api/me"));
  await welcome(me);
  agree(me);
  void keepSubscription();
  // who works at the desk; a head reads the board there and lives on the phone
  const office = me.memberships.some((m) => m.may.includes("sheet.compare"));
  const nowhere = me.memberships.length === 0;
  go(to ?? came() ?? (nowhere || (office && innerWidth >= 768) ? "/desk" : "/"), { replace: true });
}
