/** The day board's data: read from the server, kept for no signal, read again when a fact of this day arrives. */
import { approved, mine } from "../../api/approval";
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { follow, onFact, onReset } from "../../data/live.svelte";
import { house } from "../house.svelte";

type Schemas = components["schemas"];
export type BoardOut = Schemas["BoardOut"];
export type BoardDepartment = Schemas["BoardDepartment"];
export type DayLine = Schemas["DayLineOut"];

/** Facts that arrive together (150 phones showing one push) are one reading. */
const SETTLE_MS = 400;
const KEPT = "callboard.board";

export class Board {
  data = $state.raw<BoardOut | null>(null);
  days = $state.raw<DayLine[] | null>(null);
  /** Of the draft, where this production's sheets are approved. */
  approval = $state.raw<Schemas["ToApproveOut"] | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Phone's time at which the copy on screen was read; set only while it can't be read anew. */
  savedAt = $state<number | null>(null);
  readonly production: number;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(production: number) {
    this.production = production;
  }

  async readDays(): Promise<DayLine[]> {
    const { production } = this;
    this.days = await must(
      api.GET("/api/productions/{production_id}/days", { params: { path: { production_id: production } } }),
    );
    return this.days;
  }

  async read(day_id: number): Promise<void> {
    try {
      const path = { production_id: this.production, day_id };
      this.data = await must(
        api.GET("/api/productions/{production_id}/days/{day_id}/board", { params: { path } }),
      );
      this.problem = null;
      this.savedAt = null;
      keep(this.key(day_id), this.data);
      await this.#readApproval(path);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      const copy = failure.offline || failure.status === 503 ? kept(this.key(day_id)) : null;
      if (copy) {
        this.data = copy.data;
        this.savedAt = copy.at;
      } else {
        this.problem = failure;
      }
    }
  }

  /** Only for who reads drafts; without it the board offers what it offers elsewhere. */
  async #readApproval(path: { production_id: number; day_id: number }): Promise<void> {
    if (!this.data?.asks_approval || !house.may("sheet.preview")) {
      this.approval = null;
      return;
    }
    try {
      this.approval = await must(
        api.GET("/api/productions/{production_id}/days/{day_id}/approval", { params: { path } }),
      );
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.approval = null;
    }
  }

  /** The one thing that this role does next: approve what waits for them, issue what is approved, else prepare. */
  get act(): "approve" | "issue" | "prepare" | "" {
    const waiting = this.approval?.unchanged ? null : this.approval;
    if (waiting && mine(waiting.approval)) return "approve";
    if (waiting && this.data?.may_publish && approved(waiting.approval)) return "issue";
    return house.may("sheet.prepare") ? "prepare" : "";
  }

  /** Listens while the page is open; `then` after each reading. Gives back how to stop. */
  listen(day_id: () => number | undefined, then?: () => Promise<void>): () => void {
    const again = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        const day = day_id();
        if (day !== undefined) void this.read(day).then(then);
      }, SETTLE_MS);
    };
    const stops = [
      onFact((fact) => {
        if (fact.production_id === this.production) again();
      }),
      onReset(again),
      follow([this.production]),
    ];
    return () => {
      clearTimeout(this.timer);
      for (const stop of stops) stop();
    };
  }

  private key(day_id: number): string {
    return `${KEPT}.${this.production}.${day_id}`;
  }
}

function keep(key: string, data: BoardOut): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), data }));
  } catch {
    return; // no room, or none allowed: then there is no copy
  }
}

function kept(key: string): { at: number; data: BoardOut } | null {
  try {
    const text = sessionStorage.getItem(key);
    return text ? (JSON.parse(text) as { at: number; data: BoardOut }) : null;
  } catch {
    return null;
  }
}

/** The day the office looks at: the first that isn't over two hours after its estimated end, else the last one. */
export function nearest(days: readonly DayLine[], today: string): DayLine | undefined {
  const alive = days.filter((day) => !day.cancelled);
  return alive.find((day) => day.on_date >= today) ?? alive[alive.length - 1];
}

/** Departments that everybody has it in fold into one row; those in trouble, and those not counted, stay. */
export function folded(departments: readonly BoardDepartment[]): {
  shown: BoardDepartment[];
  whole: BoardDepartment[];
} {
  const isWhole = (one: BoardDepartment) => one.told > 0 && one.has_it === one.told && !trouble(one);
  const whole = departments.filter(isWhole);
  return whole.length < 2
    ? { shown: [...departments], whole: [] }
    : { shown: departments.filter((one) => !isWhole(one)), whole };
}

export function trouble(one: BoardDepartment): boolean {
  const gear = one.gear;
  return one.hasnt > 0 || (gear !== null && gear.missing + gear.disputed + gear.overdue > 0);
}
