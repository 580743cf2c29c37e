/** The issues of a day, and two of them side by side. */
import { api, must } from "../../api/client";
import type { components } from "../../api/schema";
import { onFact } from "../../data/live.svelte";
import { versions as words } from "../../words/versions";
import { Trying } from "../trying.svelte";

type Schemas = components["schemas"];
export type Line = Schemas["VersionLine"];
export type Compared = Schemas["Compared"];

export const nameOf = (line: Line) => words.name(line.colour, line.number, line.kind === "preliminary");
export const countOf = (found: Compared | undefined) =>
  (found?.people ?? []).reduce((sum, group) => sum + group.people.length, 0);

export class Versions {
  /** Newest first; undefined until read. */
  lines = $state.raw<Line[] | undefined>(undefined);
  before = $state<number | undefined>(undefined);
  after = $state<number | undefined>(undefined);
  compared = $state.raw<Compared | undefined>(undefined);
  readonly asked = new Trying();
  readonly production: number;
  readonly day: number;
  #asked = 0;

  constructor(production: number, day: number) {
    this.production = production;
    this.day = day;
  }

  /** Those that can be read: what is held is nobody's yet. */
  get out(): Line[] {
    return this.lines?.filter((line) => !line.held) ?? [];
  }

  /** The newest that counts for the crew, and what it would be withdrawn to. */
  get newest(): Line | undefined {
    return this.out.find((line) => line.kind === "final");
  }

  get former(): Line | undefined {
    return this.out.filter((line) => line.kind === "final" && !line.withdrawn_at)[1];
  }

  get mayWithdraw(): boolean {
    const held = this.lines?.some((line) => line.held);
    return !held && this.newest?.withdrawn_at === null && this.former !== undefined;
  }

  async read(): Promise<void> {
    const path = { production_id: this.production, day_id: this.day };
    await this.asked.tried(async () => {
      const told = await must(
        api.GET("/api/productions/{production_id}/days/{day_id}/versions", { params: { path } }),
      );
      const grown = told.versions.length !== this.lines?.length;
      this.lines = told.versions;
      if (grown) [this.after, this.before] = [this.newest?.id ?? this.out[0]?.id, this.out[1]?.id];
      await this.compare();
    });
  }

  /** Reads anew when something of this day was issued, stopped or withdrawn. */
  listen(): () => void {
    return onFact((fact) => fact.subject === "day" && fact.subject_id === this.day && void this.read());
  }

  choose(before: number | undefined, after: number | undefined): void {
    this.before = before;
    this.after = after;
    void this.asked.tried(() => this.compare());
  }

  async compare(): Promise<void> {
    const { before, after } = this;
    if (before === undefined || after === undefined) return;
    const asked = ++this.#asked;
    const found = await this.difference(before, after);
    if (asked === this.#asked) this.compared = found;
  }

  difference(before: number, after: number): Promise<Compared> {
    const path = { production_id: this.production, version_id: after };
    return must(
      api.GET("/api/productions/{production_id}/versions/{version_id}/difference", {
        params: { path, query: { since_id: before } },
      }),
    );
  }

  async withdraw(version_id: number): Promise<boolean> {
    const path = { production_id: this.production, day_id: this.day, version_id };
    const done = await this.asked.tried(() =>
      must(
        api.POST("/api/productions/{production_id}/days/{day_id}/versions/{version_id}/withdraw", {
          params: { path },
        }),
      ),
    );
    if (done) await this.read();
    return done;
  }
}
