import { Problem } from "../api/problem";

/** What a page asks of the server: the last refusal stays in sight until something goes well. */
export class Trying {
  problem = $state.raw<Problem | null>(null);

  /** True: it was done. What isn't the server's refusal is thrown on. */
  readonly tried = async (what: () => Promise<unknown>): Promise<boolean> => {
    try {
      await what();
      this.problem = null;
      return true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
      return false;
    }
  };
}
