import { Problem } from "../../api/problem";

/** One try at a door: busy while it runs, the server's words when it was refused; what was typed stays. */
export class Attempt {
  busy = $state(false);
  problem = $state.raw<Problem | undefined>(undefined);

  async run(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    } finally {
      this.busy = false;
    }
  }
}
