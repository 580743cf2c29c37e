/** The day that an AD works on from the phone: read from the server, written with the revision that was seen. */
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { today } from "../../data/own.svelte";
import { session } from "../../data/session.svelte";

export type DayOut = components["schemas"]["DayOut"];
export type CalledOut = components["schemas"]["CalledOut"];

export class WorkingDay {
  readonly id: number;
  production = $state(0);
  body = $state.raw<DayOut | undefined>(undefined);
  problem = $state.raw<Problem | undefined>(undefined);
  reading = $state(true);

  constructor(id: number) {
    this.id = id;
  }

  get path() {
    return { production_id: this.production, day_id: this.id };
  }

  /** With each change: somebody who was there first answers 412. */
  get seen() {
    return { "If-Match": String(this.body?.revision ?? "*") };
  }

  async read(): Promise<void> {
    this.reading = true;
    this.problem = undefined;
    try {
      const held = today.body?.days.find((day) => day.day_id === this.id)?.production_id;
      const candidates = held ? [held] : session.memberships.map((m) => m.production_id);
      for (const production of candidates) {
        const found = await this.#from(production).catch(notHere);
        if (!found) continue;
        this.production = production;
        this.body = found;
        return;
      }
      this.problem = missing();
    } catch (failure) {
      this.fail(failure);
    } finally {
      this.reading = false;
    }
  }

  #from(production_id: number): Promise<DayOut> {
    const path = { production_id, day_id: this.id };
    return must(api.GET("/api/productions/{production_id}/days/{day_id}", { params: { path } }));
  }

  /** Does `change`, then reads the day anew. False where it failed; `problem` says why. */
  async change(change: () => Promise<unknown>): Promise<boolean> {
    this.problem = undefined;
    try {
      await change();
      this.body = await this.#from(this.production);
      return true;
    } catch (failure) {
      this.fail(failure);
      return false;
    }
  }

  /** On the night the clocks go back: whether the day's times in the hour that comes twice mean the second one. */
  sayHour(second_hour: boolean): Promise<boolean> {
    return this.change(() =>
      must(
        api.PATCH("/api/productions/{production_id}/days/{day_id}", {
          params: { path: this.path, header: this.seen },
          body: { second_hour },
        }),
      ),
    );
  }

  fail(failure: unknown): void {
    if (!(failure instanceof Problem)) throw failure;
    this.problem = failure;
  }
}

/** A production that this day isn't of. */
function notHere(failure: unknown): undefined {
  if (failure instanceof Problem && (failure.status === 404 || failure.status === 403)) return undefined;
  throw failure;
}

function missing(): Problem {
  const words = { title: "This page isn’t here for you.", detail: "", next: "" };
  return new Problem({ type: "about:blank", status: 404, code: "not_found", ...words });
}
