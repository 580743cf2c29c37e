/** The state of one push: preview, done, issued, stopped. Every step is the server's; nothing is reckoned here. */
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { productionOf } from "../production";

type S = components["schemas"];
export type Phase = "choosing" | "pushed" | "held" | "sent" | "stopped";

export class Pushing {
  readonly day_id: number;
  production = $state<number>();
  day = $state.raw<S["DayOut"]>();
  minutes = $state(0);
  also = $state.raw<readonly number[]>([]);
  preview = $state.raw<S["ShiftOut"]>();
  draft = $state.raw<S["DraftOut"]>();
  issued = $state.raw<S["Issued"]>();
  phase = $state<Phase>("choosing");
  busy = $state(false);
  problem = $state.raw<Problem>();
  /** Not here for this person. */
  missing = $state(false);
  #asked = 0;

  constructor(day_id: number) {
    this.day_id = day_id;
  }

  get #path() {
    return { production_id: this.production ?? 0, day_id: this.day_id };
  }

  async start(): Promise<void> {
    await this.#try(async () => {
      this.production = await productionOf(this.day_id, "day.change");
      if (this.production === undefined) {
        this.missing = true;
        return;
      }
      await this.#readDay();
    });
    if (this.problem?.status === 404 || this.problem?.status === 403) this.missing = true;
  }

  async #readDay(): Promise<void> {
    const params = { path: this.#path };
    this.day = await must(api.GET("/api/productions/{production_id}/days/{day_id}", { params }));
  }

  step(by: number): void {
    this.minutes = Math.max(-720, Math.min(720, this.minutes + by));
    void this.look();
  }

  toggle(call_id: number): void {
    this.also = this.also.includes(call_id)
      ? this.also.filter((id) => id !== call_id)
      : [...this.also, call_id];
    void this.look();
  }

  /** What it would do. A slow answer to an older question is thrown away. */
  async look(): Promise<void> {
    const asked = ++this.#asked;
    if (this.minutes === 0) {
      this.preview = undefined;
      return;
    }
    await this.#try(async () => {
      const body = { minutes: this.minutes, also: [...this.also], reason: "" };
      const found = await must(
        api.POST("/api/productions/{production_id}/days/{day_id}/shift/preview", {
          params: { path: this.#path },
          body,
        }),
      );
      if (asked === this.#asked) this.preview = found;
    });
  }

  async push(): Promise<void> {
    await this.#shift(this.minutes, this.preview?.revision);
    if (!this.problem) this.phase = "pushed";
  }

  async undo(): Promise<void> {
    await this.#shift(-this.minutes, undefined);
    if (this.problem) return;
    this.phase = "choosing";
    this.minutes = 0;
    this.preview = undefined;
  }

  async #shift(minutes: number, revision: number | undefined): Promise<void> {
    await this.#try(async () => {
      const header = revision === undefined ? {} : { "If-Match": `"${revision}"` };
      const body = { minutes, also: [...this.also], reason: "" };
      await must(
        api.POST("/api/productions/{production_id}/days/{day_id}/shift", {
          params: { path: this.#path, header },
          body,
        }),
      );
      await this.#readDay();
      await this.#readDraft();
    });
  }

  async #readDraft(): Promise<void> {
    this.draft = await must(
      api.GET("/api/productions/{production_id}/days/{day_id}/draft", { params: { path: this.#path } }),
    );
  }

  /** Whose rest falls short gets the earliest whole time without. */
  async mend(short: S["ShortOut"], at_minutes: number): Promise<void> {
    const line = [...(this.day?.crew ?? []), ...(this.day?.cast ?? [])].find(
      (one) => one.member_id === short.member_id,
    );
    await this.#try(async () => {
      const who = {
        member_id: short.member_id,
        position_id: line?.position_id ?? null,
        element_id: line?.element_id ?? null,
      };
      const body = {
        kind: "absolute" as const,
        at_minutes,
        status: line?.status ?? "",
        remarks: line?.remarks ?? "",
        ...who,
      };
      await must(
        api.PUT("/api/productions/{production_id}/days/{day_id}/calls", {
          params: { path: this.#path },
          body,
        }),
      );
      await this.#readDay();
    });
    await this.look();
  }

  /** After a change by hand (one call, a day player): the day and what an issue would say. */
  async reread(): Promise<void> {
    await this.#try(async () => {
      await this.#readDay();
      await this.#readDraft();
      if (this.phase === "choosing") this.phase = "pushed";
    });
  }

  async issue(reason: string): Promise<void> {
    const draft = this.draft;
    if (!draft) return;
    await this.#try(async () => {
      const body = {
        base_version: draft.base_version,
        day_revision: draft.day_revision,
        reason,
        at_once: false,
        ring_all: false,
      };
      this.issued = await must(
        api.POST("/api/productions/{production_id}/days/{day_id}/versions", {
          params: { path: this.#path },
          body,
        }),
      );
      this.phase = "held";
    });
    if (this.problem?.status === 412) await this.#readDraft().catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.#version("stop", () => {
      this.phase = "stopped";
    });
  }

  async send(): Promise<void> {
    await this.#version("send", () => {
      this.phase = "sent";
    });
  }

  async #version(verb: "stop" | "send", then: () => void): Promise<void> {
    const version_id = this.issued?.version_id;
    if (version_id === undefined) return;
    await this.#try(async () => {
      const params = { path: { ...this.#path, version_id } };
      if (verb === "stop")
        await must(
          api.POST("/api/productions/{production_id}/days/{day_id}/versions/{version_id}/stop", { params }),
        );
      else
        await must(
          api.POST("/api/productions/{production_id}/days/{day_id}/versions/{version_id}/send", { params }),
        );
      then();
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await work();
      this.problem = undefined;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    } finally {
      this.busy = false;
    }
  }
}
