/** A stored document as pages see it: the copy at once, the server's answer when it comes, and what to think of either. */
import { type Problem, problemOf, unreachable } from "../api/problem";
import { hear } from "./bus";
import { connection, heard, unheard } from "./connection.svelte";
import { checked, drop, expire, keep, type Lapsed, readHeld } from "./documents";
import { keeping, kept } from "./keeping.svelte";
import { flush, queue } from "./queue.svelte";
import { session } from "./session.svelte";

/** `checked`: the server said in this sitting that this is the newest. */
export type Standing = "reading" | "none" | "held" | "checked" | "lapsed" | "refused";

const DEADLINE_MS = 12_000;

/** False: the cookie is another person's by now, who signed in in another tab. Neither their page nor their refusal is kept here. */
function isOf(account: number, response: Response): boolean {
  const whose = response.headers.get("callboard-account");
  return whose === null || whose === String(account);
}

export class Document<T> {
  readonly name: string;
  readonly url: string;
  body = $state.raw<T | undefined>(undefined);
  standing = $state<Standing>("reading");
  savedAt = $state(0);
  checkedAt = $state(0);
  checking = $state(false);
  lapsed = $state.raw<Lapsed | undefined>(undefined);
  problem = $state.raw<Problem | undefined>(undefined);
  #etag = "";
  #asked = 0;
  /** Whose answer is waited for: who signs in meanwhile doesn't wait for another's. */
  #askedFor = 0;

  constructor(name: string, url: string) {
    this.name = name;
    this.url = url;
    hear((told) => {
      if (told.kind === "document" && told.name === name && told.account === session.account)
        void this.reread();
    });
  }

  /** Shows the copy, then asks the server. */
  async start(): Promise<void> {
    await this.reread();
    await this.check();
  }

  async reread(): Promise<void> {
    const account = session.account;
    if (!account) {
      this.standing = "none";
      return;
    }
    const held = await kept(async () => {
      this.lapsed = await expire(account, Date.now());
      return readHeld<T>(account, this.name);
    });
    if (keeping.refused && this.body) return;
    if (held) {
      this.#take(held.body, held.etag, held.savedAt, held.checkedAt);
      if (this.standing !== "checked") this.standing = "held";
    } else {
      this.body = undefined;
      this.standing = this.lapsed ? "lapsed" : "none";
    }
  }

  #take(body: T, etag: string, savedAt: number, checkedAt: number): void {
    this.body = body;
    this.#etag = etag;
    this.savedAt = savedAt;
    this.checkedAt = checkedAt;
  }

  /** Asks the server for the newest. The copy stays whatever comes. */
  async check(): Promise<void> {
    const account = session.account;
    if (!account || (this.checking && this.#askedFor === account)) return;
    this.checking = true;
    this.#askedFor = account;
    const asked = ++this.#asked;
    try {
      const response = await this.#fetch();
      if (asked === this.#asked && account === session.account && isOf(account, response))
        await this.#answer(account, response);
    } catch {
      unheard();
      if (asked !== this.#asked) return;
      this.problem = unreachable();
      if (this.standing === "checked") this.standing = "held";
    } finally {
      if (asked === this.#asked) this.checking = false;
    }
  }

  async #fetch(): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (this.#etag) headers["If-None-Match"] = this.#etag;
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const response = await fetch(this.url, {
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal,
    });
    heard(response);
    return response;
  }

  async #answer(account: number, response: Response): Promise<void> {
    const now = Date.now();
    this.problem = undefined;
    if (response.status === 304) {
      await kept(() =>
        checked(account, this.name, now).then(() => {
          keeping.refused = false;
        }),
      );
      this.checkedAt = now;
      this.standing = "checked";
    } else if (response.ok) {
      const body = (await response.json()) as T;
      const etag = response.headers.get("etag") ?? "";
      const fresh = { name: this.name, url: this.url, body, etag, savedAt: now, checkedAt: now };
      const held = await kept(() => keep(account, fresh));
      if (held) keeping.refused = false;
      this.#take(held?.body ?? body, etag, now, now);
      this.lapsed = undefined;
      this.standing = "checked";
    } else {
      this.problem = await problemOf(response);
      await this.#refused(account, response.status);
    }
    if (response.ok && queue.waiting.length > 0) void flush();
  }

  /** 404 and 403: the right is gone, so is the copy. 401 and 5xx: the copy stays. */
  async #refused(account: number, status: number): Promise<void> {
    if (status === 401) connection.signedOut = true;
    if (status !== 404 && status !== 403) return;
    await kept(() => drop(account, this.name));
    this.body = undefined;
    this.standing = "refused";
  }
}
