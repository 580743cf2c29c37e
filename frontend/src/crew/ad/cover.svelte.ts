/** A day's cover set as the phone and the desk look at it, and the acts on it. */
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";

export type CoverOut = components["schemas"]["CoverOut"];

export class Cover {
  readonly path: { production_id: number; day_id: number };
  body = $state.raw<CoverOut | undefined>(undefined);
  problem = $state.raw<Problem | undefined>(undefined);
  busy = $state(false);
  /** Switched, and whose approval the issue waits for: nobody is told yet. */
  waits = $state<string | undefined>(undefined);

  constructor(production_id: number, day_id: number) {
    this.path = { production_id, day_id };
  }

  read(): Promise<boolean> {
    return this.#tried(async () => {});
  }

  make(): Promise<boolean> {
    return this.#tried(() =>
      must(api.POST("/api/productions/{production_id}/days/{day_id}/cover", { params: { path: this.path } })),
    );
  }

  setReady(ready: boolean): Promise<boolean> {
    return this.#tried(() =>
      must(
        api.PUT("/api/productions/{production_id}/days/{day_id}/cover/ready", {
          params: { path: this.path },
          body: { ready },
        }),
      ),
    );
  }

  drop(): Promise<boolean> {
    return this.#tried(() =>
      must(
        api.DELETE("/api/productions/{production_id}/days/{day_id}/cover", { params: { path: this.path } }),
      ),
    );
  }

  /** True: switched; `waits` says where nobody is told yet. */
  switch(issue: boolean, reason: string): Promise<boolean> {
    const { body } = this;
    if (!body?.draft) return Promise.resolve(false);
    const seen = {
      base_version: body.draft.base_version,
      day_revision: body.day_revision,
      cover_revision: body.draft.day_revision,
    };
    return this.#tried(async () => {
      const done = await must(
        api.POST("/api/productions/{production_id}/days/{day_id}/cover/switch", {
          params: { path: this.path },
          body: { ...seen, issue, reason },
        }),
      );
      this.waits = done.issued ? undefined : done.waits;
    });
  }

  /** Does it, then reads how it stands; after a refusal too, so that it is tried on what is there now. */
  async #tried(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = undefined;
    let done = true;
    try {
      await act();
    } catch (failure) {
      this.#fail(failure);
      done = false;
    }
    try {
      const params = { path: this.path };
      this.body = await must(api.GET("/api/productions/{production_id}/days/{day_id}/cover", { params }));
    } catch (failure) {
      if (done) this.#fail(failure);
      done = false;
    }
    this.busy = false;
    return done;
  }

  #fail(failure: unknown): void {
    if (!(failure instanceof Problem)) throw failure;
    this.problem = failure;
  }
}
