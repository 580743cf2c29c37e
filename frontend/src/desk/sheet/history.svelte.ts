/** What can be taken back and done again: a step for each act, on the server's terms. */
import { Problem } from "../../api/problem";
import { sheet } from "../../words/prep";

export const CHANGED_SINCE = "changed_since";
const KEPT = 50;

/** What became of a step: the one that does the opposite; "later": it couldn't be done now; undefined: it can't be any more. */
export type Taken = Step | "later" | undefined;
export type Step = () => Promise<Taken>;

/** What an act does on the page beside what it writes: how to take it back, and do it again. */
export interface Beside {
  off: () => void;
  on: () => void;
}

/** Both in one step. */
export function together(step: Step | undefined, { off, on }: Beside): Step {
  return async () => {
    const taken = await step?.();
    if (taken === "later") return taken;
    off();
    return step && !taken ? undefined : together(taken, { off: on, on: off });
  };
}

/** Something of the draft that a change writes, and writes back. */
export interface Field {
  stands: () => string;
  /** Keeps what stands there now; gives back how to write it again. */
  keep: () => () => Promise<unknown>;
}

export function field<T>(value: () => T, write: (value: T) => Promise<unknown>): Field {
  return {
    stands: () => JSON.stringify(value()),
    keep: () => {
      const was = value();
      return () => write(was);
    },
  };
}

export class History {
  undos = $state.raw<readonly Step[]>([]);
  redos = $state.raw<readonly Step[]>([]);

  /** Acts and the taking back of them, in the order of the keys: who is quick takes back what was done last. */
  #last: Promise<unknown> = Promise.resolve();

  /** An act under way; gives back the step that takes it back, where it was done. */
  async did(act: Promise<Step | undefined>): Promise<Step | undefined> {
    let step: Step | undefined;
    await this.#next(async () => {
      step = await act;
      if (!step) return;
      this.undos = [...this.undos.slice(1 - KEPT), step];
      this.redos = [];
    });
    return step;
  }

  #next(does: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(does);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  undo(): Promise<void> {
    return this.#next(async () => {
      const step = this.undos.at(-1);
      if (!step) return;
      this.undos = this.undos.slice(0, -1);
      const taken = await step();
      if (taken === "later") this.undos = [...this.undos, step];
      else if (taken) this.redos = [...this.redos.slice(1 - KEPT), taken];
    });
  }

  redo(): Promise<void> {
    return this.#next(async () => {
      const step = this.redos.at(-1);
      if (!step) return;
      this.redos = this.redos.slice(0, -1);
      const taken = await step();
      if (taken === "later") this.redos = [...this.redos, step];
      else if (taken) this.undos = [...this.undos.slice(1 - KEPT), taken];
    });
  }
}

export function changedSince(): Problem {
  const said = { ...sheet.changedSince, detail: "", status: 412, code: CHANGED_SINCE };
  return new Problem({ type: "about:blank", ...said });
}
