/** Everybody's copies of one day's sheet, watched while workers make them. */
import { api, must } from "../../api/client";
import type { components } from "../../api/schema";
import { onFact } from "../../data/live.svelte";
import { copies as words } from "../../words/copies";
import { versions } from "../../words/versions";
import { Trying } from "../trying.svelte";

export type Made = components["schemas"]["CopySetOut"];
const PATH = "/api/productions/{production_id}/days/{day_id}/copies";
/** How often progress is looked at, ms. */
const LOOK = 1000;

export const nameOf = (one: { colour: string; number: number }) =>
  versions.name(one.colour, one.number, false);

export class Copies {
  found = $state.raw<components["schemas"]["CopiesOut"] | undefined>(undefined);
  /** What has ended while it was watched: said aloud once. */
  said = $state("");
  busy = $state(false);
  readonly asked = new Trying();
  readonly production_id: number;
  readonly day_id: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watched = false;

  constructor(production_id: number, day_id: number) {
    this.production_id = production_id;
    this.day_id = day_id;
  }

  get #path() {
    return { production_id: this.production_id, day_id: this.day_id };
  }

  /** The set of what is out that stands in this size: asking again would answer it. */
  standing(half: boolean): Made | undefined {
    return this.found?.sets.find((one) => !one.old && one.half === half && one.state !== "cancelled");
  }

  sizeOf(one: Made): string {
    return words.sizeOf(this.found?.paper ?? "", one.half);
  }

  async read(): Promise<void> {
    await this.asked.tried(async () => {
      const told = await must(api.GET(PATH, { params: { path: this.#path } }));
      // only now: an effect that asks for this must not depend on it
      const before = this.found?.sets ?? [];
      this.found = told;
      const ended = told.sets.find(
        (one) => one.state === "done" && before.some((was) => was.id === one.id && was.state === "making"),
      );
      if (ended) this.said = words.done(ended.made, words.set(nameOf(ended), this.sizeOf(ended)));
    });
    this.#next();
  }

  /** Reads anew as long as something is being made and somebody looks. */
  #next(): void {
    clearTimeout(this.#timer);
    if (this.#watched && this.found?.sets.some((one) => one.state === "making"))
      this.#timer = setTimeout(() => void this.read(), LOOK);
  }

  watch(): () => void {
    this.#watched = true;
    const end = onFact(
      (fact) => fact.subject === "day" && fact.subject_id === this.day_id && void this.read(),
    );
    return () => {
      this.#watched = false;
      clearTimeout(this.#timer);
      end();
    };
  }

  make(half: boolean): Promise<void> {
    return this.#act(() => must(api.POST(PATH, { params: { path: this.#path }, body: { half } })));
  }

  cancel(set_id: number): Promise<void> {
    return this.#act(() =>
      must(api.POST(`${PATH}/{set_id}/cancel`, { params: { path: { ...this.#path, set_id } } })),
    );
  }

  async #act(what: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.said = "";
    if (await this.asked.tried(what)) await this.read();
    this.busy = false;
  }
}
