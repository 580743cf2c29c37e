import { Problem } from "./problem";

/** Of an issue that was stopped nothing is left: stopping or sending it once more, from another page, answers 404. */
export function stoppedMeanwhile(failure: unknown): boolean {
  return failure instanceof Problem && failure.status === 404;
}
