/** Paths to pages. Links are plain `<a href>`; this listens for clicks on them. Desk, scanner and the rarer pages are fetched lazily. */
import type { Component } from "svelte";

export type Params = Record<string, string>;
export type Page = Component<{ params: Params }>;

export interface Route {
  path: string;
  /** The page's module. Its `default` is a `Page`; pages without parameters declare no props, hence `unknown`. */
  load: () => Promise<{ default: unknown }> | { default: unknown };
  /** Without signing in. */
  open?: boolean;
}

class Router {
  path = $state(location.pathname);
  query = $state.raw(new URLSearchParams(location.search));
}

export const router = new Router();

/** The first route whose path fits, with what its `:names` stand for. A trailing `/*` takes the rest as `rest`. */
export function match(routes: readonly Route[], path: string): { route: Route; params: Params } | undefined {
  for (const route of routes) {
    const params = fits(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}

function fits(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split("/").filter(Boolean);
  const given = path.split("/").filter(Boolean);
  const params: Params = {};
  for (const [at, part] of wanted.entries()) {
    if (part === "*") return { ...params, rest: given.slice(at).join("/") };
    const have = given[at];
    if (have === undefined || (!part.startsWith(":") && part !== have)) return undefined;
    if (part.startsWith(":")) params[part.slice(1)] = decode(have);
  }
  return given.length === wanted.length ? params : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function go(url: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", url);
  read();
  scrollTo(0, 0);
}

function read(): void {
  router.path = location.pathname;
  router.query = new URLSearchParams(location.search);
}

/** Pages that the server draws itself: a plain navigation. */
const SERVED = /^\/(api|p|c|v|V|G|g|trust|schema|health|ready|metrics)(\/|$)/;

export function listen(): void {
  addEventListener("popstate", read);
  addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a");
    if (
      !link ||
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey
    )
      return;
    const url = new URL(link.href, location.href);
    if (
      url.origin !== location.origin ||
      link.target ||
      link.hasAttribute("download") ||
      SERVED.test(url.pathname)
    )
      return;
    event.preventDefault();
    if (url.pathname === location.pathname && url.hash) document.querySelector(url.hash)?.scrollIntoView();
    else go(url.pathname + url.search);
  });
}
