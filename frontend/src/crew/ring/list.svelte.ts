/** Whom I am asked to ring, over all my productions, nearest call first. Never stored: it holds others' numbers. */
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { act } from "../../data/queue.svelte";
import { session } from "../../data/session.svelte";
import { ring as words } from "../../words/ring";

type Schemas = components["schemas"];
export type Outcome = Schemas["OutcomeIn"]["outcome"];
export type ToRing = Schemas["ToRingOut"] & { production_id: number; office_phone: string; zone: string };

const TAKES_OFF: readonly Outcome[] = ["knows", "proxy_knows", "wrong_number"];

export class RingList {
  all = $state.raw<readonly ToRing[] | undefined>(undefined);
  problem = $state.raw<Problem | undefined>(undefined);
  /** Noted on this phone and perhaps not on the server yet. */
  #noted = $state.raw<ReadonlyMap<number, { outcome: Outcome; at: string }>>(new Map());

  get may(): readonly number[] {
    return session.memberships.filter((one) => one.may.includes("ring.read")).map((one) => one.production_id);
  }

  get people(): readonly ToRing[] {
    return (this.all ?? []).flatMap((one) => {
      const noted = this.#noted.get(one.notice_id);
      if (!noted) return [one];
      return TAKES_OFF.includes(noted.outcome) ? [] : [{ ...one, tried: noted.outcome, tried_at: noted.at }];
    });
  }

  /** One production that can't be read leaves the others' people there, and its own as they were. */
  async read(): Promise<void> {
    let problem: Problem | undefined;
    const lists = await Promise.all(
      this.may.map(async (production_id) => {
        try {
          return await this.#of(production_id);
        } catch (failure) {
          if (!(failure instanceof Problem)) throw failure;
          problem = failure;
          return this.all?.filter((one) => one.production_id === production_id);
        }
      }),
    );
    const known = lists.filter((list) => list !== undefined);
    if (known.length || !problem) this.all = known.flat();
    this.problem = problem;
  }

  async #of(production_id: number): Promise<ToRing[]> {
    const { people, office_phone, zone } = await must(
      api.GET("/api/productions/{production_id}/ring-list", { params: { path: { production_id } } }),
    );
    return people.map((one) => ({ ...one, production_id, office_phone, zone }));
  }

  /** Kept on the phone first, so that it is noted also with no signal. Throws when the phone can't store it. */
  async note(one: ToRing, outcome: Outcome, proxy: string): Promise<void> {
    const path = `/api/productions/${one.production_id}/ring-list/${one.notice_id}/outcomes`;
    const body = { id: crypto.randomUUID(), outcome, proxy, detail: "" };
    await act({ method: "POST", path, body, label: words.label(one.name) });
    this.#noted = new Map(this.#noted).set(one.notice_id, { outcome, at: new Date().toISOString() });
  }
}
