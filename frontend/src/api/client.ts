import type { Client } from "openapi-fetch";
import { heard, unheard } from "../data/connection.svelte";
import { detailsOf, Problem, unreachable } from "./problem";
import type { paths } from "./schema";

/** The format of queue entries and requests that this build writes. */
export const FORMAT = 1;
/** A page waits so long for an answer; the outbox tries again. */
const DEADLINE_MS = 15_000;

/** Every request of a page. Throws nothing but `Problem` (by `must`) and tells `connection` whether the server was heard. */
async function listen(request: Request, deadline = DEADLINE_MS): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(deadline);
    const response = await globalThis.fetch(request, { signal });
    heard(response);
    return response;
  } catch {
    throw lost();
  }
}

function lost(): Problem {
  unheard();
  return unreachable();
}

/** For files, which take their time: two minutes. */
export const patiently = (request: Request): Promise<Response> => listen(request, 120_000);

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

interface Given {
  params?: { path?: object; query?: object; header?: Record<string, unknown> };
  body?: unknown;
  /** A form instead of JSON: the browser names its type. */
  bodySerializer?: (body: unknown) => FormData;
  fetch?: (request: Request) => Promise<Response>;
}

type Answer = { data?: unknown; error?: unknown; response: Response };

/** `/days/{day_id}` with its parts filled in, and what is asked for behind it. Nothing is sent for undefined and null. */
export function urlOf(
  template: string,
  { path = {}, query = {} }: NonNullable<Given["params"]> = {},
): string {
  const parts = path as Record<string, unknown>;
  const url = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parts[name])));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null) asked.append(name, String(one));
  return asked.size > 0 ? `${url}?${asked}` : url;
}

function requestOf(method: Method, template: string, given: Given): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given.params?.header ?? {}))
    if (value !== undefined && value !== null) headers.set(name, String(value));
  if (method !== "GET" && !headers.has("Callboard-Request")) {
    headers.set("Callboard-Request", crypto.randomUUID());
    headers.set("Callboard-Format", String(FORMAT));
  }
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (given.bodySerializer) init.body = given.bodySerializer(given.body);
  else if (given.body !== undefined) {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(given.body);
  }
  return new Request(new URL(urlOf(template, given.params), location.origin), init);
}

const ask =
  (method: Method) =>
  async (template: string, given: Given = {}): Promise<Answer> => {
    const response = await (given.fetch ?? listen)(requestOf(method, template, given));
    const text = await response.text().catch(() => Promise.reject(lost()));
    const said = parsed(text);
    if (!response.ok) return { error: said ?? text, response };
    // A hotel's sign-in page answers 200 to everything.
    if (text && said === undefined) throw unreachable();
    return { data: said, response };
  };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The server's operations, typed by its schema: `openapi-fetch` gives the types, which weigh nothing. */
export const api = {
  GET: ask("GET"),
  POST: ask("POST"),
  PUT: ask("PUT"),
  PATCH: ask("PATCH"),
  DELETE: ask("DELETE"),
} as unknown as Pick<Client<paths>, Method>;

/** The data of a 2xx answer, or a thrown Problem. */
export async function must<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Problem(detailsOf(error, response.status));
  return data as T;
}
