/** Pages of one day: which days there are, and which of them opens where the address names none. */
import { api, must } from "../api/client";
import { Problem } from "../api/problem";
import type { components } from "../api/schema";
import { go } from "../router.svelte";

export type DayLine = components["schemas"]["DayLineOut"];

/** All days of the production, cancelled ones too. */
export function readDays(production_id: number): Promise<DayLine[]> {
  const query = { first: "2000-01-01", last: "2099-12-31" };
  return must(
    api.GET("/api/productions/{production_id}/days", { params: { path: { production_id }, query } }),
  );
}

export class Opening {
  days = $state.raw<DayLine[]>([]);
  /** The production has no day yet. */
  none = $state(false);
  problem = $state.raw<Problem | undefined>(undefined);
  readonly #production: number;
  readonly #at: string;
  readonly #choose: (days: readonly DayLine[]) => number | undefined;

  /** `at`: the page's address without the day; `choose`: the day that opens by itself. */
  constructor(production: number, at: string, choose: (days: readonly DayLine[]) => number | undefined) {
    this.#production = production;
    this.#at = at;
    this.#choose = choose;
  }

  /** Reads the days; goes to the chosen one where the address names none. */
  async open(named: string | undefined): Promise<void> {
    this.problem = undefined;
    try {
      this.days = await readDays(this.#production);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
      return;
    }
    if (named) return;
    const day = this.#choose(this.days);
    if (day === undefined) this.none = true;
    else go(`${this.#at}/${day}`, { replace: true });
  }
}
