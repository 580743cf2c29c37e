/** Who else has this draft open, and in which cell: said while the page is seen, ended by itself. */
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { onFact } from "../../data/live.svelte";

type Here = components["schemas"]["HereOut"];
const RENEW_MS = 20_000;
const SETTLE_MS = 250;
const URL = "/api/productions/{production_id}/days/{day_id}/here";

export class Presence {
  others = $state.raw<readonly Here[]>([]);
  readonly #path: { production_id: number; day_id: number };
  #cell = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(path: { production_id: number; day_id: number }) {
    this.#path = path;
  }

  /** Says so from now on. Gives back how to stop. */
  start(): () => void {
    const seen = () => document.visibilityState === "visible" && this.#say();
    const renewing = setInterval(seen, RENEW_MS);
    document.addEventListener("visibilitychange", seen);
    const unhear = onFact(
      ({ subject, subject_id, production_id }) =>
        subject === "here" &&
        production_id === this.#path.production_id &&
        String(subject_id) === String(this.#path.day_id) &&
        void this.#look(),
    );
    this.#say();
    return () => {
      clearInterval(renewing);
      clearTimeout(this.#timer);
      document.removeEventListener("visibilitychange", seen);
      unhear();
      void must(api.DELETE(URL, { params: { path: this.#path }, keepalive: true })).catch(quiet);
    };
  }

  /** One is in this cell now; said once one stays there for a moment. */
  in(cell: string): void {
    if (cell === this.#cell) return;
    this.#cell = cell;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(), SETTLE_MS);
  }

  #say(): void {
    const body = { cell: this.#cell };
    void this.#take(must(api.PUT(URL, { params: { path: this.#path }, body })));
  }

  #look(): Promise<void> {
    return this.#take(must(api.GET(URL, { params: { path: this.#path } })));
  }

  async #take(asked: Promise<Here[]>): Promise<void> {
    const found = await asked.catch(quiet);
    if (found && JSON.stringify(found) !== JSON.stringify(this.others)) this.others = found;
  }
}

/** Without it one can go on: who edits hears of a failure by what they edit. */
function quiet(failure: unknown): undefined {
  if (!(failure instanceof Problem)) throw failure;
}
