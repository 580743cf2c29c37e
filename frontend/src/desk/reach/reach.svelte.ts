/** Whom nothing reached, and how each was told: the day's board with the ledger of its newest version laid beside it. */
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { Board, type BoardOut } from "../board/board.svelte";
import { Trying } from "../trying.svelte";

type Schemas = components["schemas"];
export type LedgerRow = Schemas["LedgerRowOut"];
export type Evidence = Schemas["EvidenceOut"];
export type Outcome = Schemas["OutcomeIn"]["outcome"];
type Person = BoardOut["departments"][number]["people"][number];

/** One person of the newest version. */
export interface Told {
  person: Person;
  department: string;
  /** What they are told, word for word, and what came of it. Not read yet: none. */
  row?: LedgerRow | undefined;
}

/** Nearest call first; who has no time comes last, then by name. */
export function byCall(a: Told, b: Told): number {
  const at = (one: Told) => (one.person.call ? Date.parse(one.person.call) : Number.POSITIVE_INFINITY);
  return at(a) - at(b) || a.person.name.localeCompare(b.person.name) || 0;
}

export class Reach {
  readonly board: Board;
  readonly day: number;
  /** Of the newest version; by the notice's id. */
  rows = $state.raw<ReadonlyMap<number, LedgerRow>>(new Map());
  /** Of all versions, once they were asked for. */
  all = $state.raw<LedgerRow[] | undefined>(undefined);
  readonly asked = new Trying();
  /** The person that was chosen; none, or gone from the list: the first of it. */
  chosen = $state(0);

  constructor(production: number, day: number) {
    this.board = new Board(production);
    this.day = day;
  }

  get told(): Told[] {
    const byMember = new Map([...this.rows.values()].map((row) => [row.member_id, row]));
    return (this.board.data?.departments ?? []).flatMap((department) =>
      department.people
        .filter((person) => person.board)
        .map((person) => ({ person, department: department.name, row: byMember.get(person.member_id) })),
    );
  }

  get hasnt(): Told[] {
    return this.told.filter((one) => one.person.board === "hasnt").sort(byCall);
  }

  get reached(): Told[] {
    return this.told.filter((one) => one.person.state === "reached").sort(byCall);
  }

  /** On a chaser's list: a human was asked to ring, and the office may take them over. */
  get listed(): Told[] {
    return this.told
      .filter(({ person }) => person.rung === "chaser" && person.board === "being_called")
      .sort(byCall);
  }

  /** A later call that lies without a sound, and isn't shown yet. */
  get quiet(): Told[] {
    const now = Date.now();
    return this.told
      .filter(
        ({ person }) =>
          person.board === "being_called" && person.quiet_until && Date.parse(person.quiet_until) > now,
      )
      .sort(byCall);
  }

  /** How many are being called by what was sent, by department. */
  get called(): [string, number][] {
    const found = new Map<string, number>();
    for (const one of this.told)
      if (one.person.board === "being_called" && one.person.rung !== "chaser")
        found.set(one.department, (found.get(one.department) ?? 0) + 1);
    return [...found];
  }

  get next(): Told | undefined {
    const list = this.hasnt;
    return list.find((one) => one.person.member_id === this.chosen) ?? list[0];
  }

  listen(): () => void {
    return this.board.listen(
      () => this.day,
      () => this.#ledger(),
    );
  }

  async read(): Promise<void> {
    await this.board.read(this.day);
    await this.#ledger();
  }

  async readAll(): Promise<void> {
    await this.asked.tried(async () => {
      this.all = await this.#ask();
    });
  }

  async #ledger(): Promise<void> {
    const version = this.board.data?.version?.number;
    if (version === undefined || this.board.savedAt !== null) return;
    await this.asked.tried(async () => {
      this.rows = new Map((await this.#ask(version)).map((row) => [row.notice_id, row]));
      if (this.all) this.all = await this.#ask();
    });
  }

  /** Nobody was told anything: no rows. */
  async #ask(version?: number): Promise<LedgerRow[]> {
    const path = { production_id: this.board.production, day_id: this.day };
    const query = version === undefined ? {} : { version };
    try {
      const told = await must(
        api.GET("/api/productions/{production_id}/days/{day_id}/ledger", { params: { path, query } }),
      );
      return told.rows;
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 404) return [];
      throw failure;
    }
  }

  /** Off the chaser's list, onto the office's: nobody is rung twice. */
  async takeOver(one: Told): Promise<boolean> {
    const notice_id = one.person.notice_id;
    if (!notice_id) return false;
    const path = { production_id: this.board.production, notice_id };
    const done = await this.asked.tried(() =>
      must(api.POST("/api/productions/{production_id}/notices/{notice_id}/take-over", { params: { path } })),
    );
    if (done) await this.read();
    return done;
  }

  /** Whether it was noted. The same `id` sent again is noted once. */
  async note(one: Told, outcome: Outcome, proxy = "", id: string = crypto.randomUUID()): Promise<boolean> {
    const notice_id = one.person.notice_id;
    if (!notice_id) return false;
    const done = await this.asked.tried(() =>
      must(
        api.POST("/api/productions/{production_id}/notices/{notice_id}/outcomes", {
          params: { path: { production_id: this.board.production, notice_id } },
          body: { id, outcome, proxy, detail: "" },
        }),
      ),
    );
    if (done) await this.read();
    return done;
  }
}
