/** What the draft's calls break, read anew with every change of the draft; and what has just been broken. */
import { explain, type HourFinding, type Hours, idOf, readHours, unexplained } from "../../api/hours";
import { Problem } from "../../api/problem";

interface Path {
  production_id: number;
  day_id: number;
}

export class Broken {
  found = $state.raw<Hours | undefined>(undefined);
  problem = $state.raw<Problem | null>(null);
  /** Broken since the page was opened, without a reason: what was just typed did it. */
  fresh = $state.raw<readonly HourFinding[]>([]);
  readonly path: Path;
  #known: ReadonlyMap<string, number> | undefined;
  #asked = 0;

  constructor(path: Path) {
    this.path = path;
  }

  read(): Promise<boolean> {
    return this.tried(() => readHours(this.path));
  }

  explain(lines: readonly string[], reason: string): Promise<boolean> {
    return this.tried(() => explain(this.path, lines, reason));
  }

  /** Of two answers the one to the later question is shown. False where it was refused; `problem` says why. */
  async tried(ask: () => Promise<Hours>): Promise<boolean> {
    const mine = ++this.#asked;
    try {
      const found = await ask();
      // also when a later question overtook it: so it stood before anything was typed
      this.#known ??= new Map(unexplained(found).map((one) => [idOf(one), one.minutes ?? 0]));
      if (mine === this.#asked) this.#show(found);
      this.problem = null;
      return true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (mine === this.#asked) this.problem = failure;
      return false;
    }
  }

  /** What stands as it is: not asked about above the calls again; it stays under Rest & meals. */
  passOver(): void {
    for (const one of this.fresh) this.#keep(one);
    this.fresh = [];
  }

  #show(found: Hours): void {
    this.fresh = unexplained(found).filter(
      (one) => (one.minutes ?? 0) < (this.#known?.get(idOf(one)) ?? Number.POSITIVE_INFINITY),
    );
    this.found = found;
  }

  #keep(one: HourFinding): void {
    this.#known = new Map([...(this.#known ?? []), [idOf(one), one.minutes ?? 0]]);
  }
}
