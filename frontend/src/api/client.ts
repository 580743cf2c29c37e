import createClient, { type Middleware } from "openapi-fetch";
import { heard, unheard } from "../data/connection.svelte";
import { detailsOf, Problem, unreachable } from "./problem";
import type { paths } from "./schema";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** The format of queue entries and requests that this build writes. */
export const FORMAT = 1;
/** A page waits so long for an answer; the outbox tries again. */
const DEADLINE_MS = 15_000;

const identified: Middleware = {
  onRequest({ request }) {
    if (UNSAFE.has(request.method) && !request.headers.has("Callboard-Request")) {
      request.headers.set("Callboard-Request", crypto.randomUUID());
      request.headers.set("Callboard-Format", String(FORMAT));
    }
    return request;
  },
};

/** Every request of a page. Throws nothing but `Problem` (by `must`) and tells `connection` whether the server was heard. */
async function listen(request: Request, deadline = DEADLINE_MS): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(deadline);
    const response = await globalThis.fetch(request, { signal });
    heard(response);
    return response;
  } catch (failure) {
    if (request.signal.aborted) throw failure;
    unheard();
    throw unreachable();
  }
}

/** For files, which take their time: two minutes. */
export const patiently = (request: Request): Promise<Response> => listen(request, 120_000);

export const api = createClient<paths>({
  baseUrl: "",
  fetch: (request) => listen(request),
  credentials: "same-origin",
});
api.use(identified);

/** The data of a 2xx answer, or a thrown Problem. */
export async function must<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call.catch(notOurs);
  if (!response.ok) throw new Problem(detailsOf(error, response.status));
  return data as T;
}

/** A hotel's sign-in page answers 200 to everything, and a signal may end in the middle of an answer. */
function notOurs(failure: unknown): never {
  if (failure instanceof Problem || (failure as Error).name === "AbortError") throw failure;
  unheard();
  throw unreachable();
}
