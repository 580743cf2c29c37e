/**
 * What an accepted request says of its parts. A batch of scans is answered scan by scan: the server keeps each, but one that can't be
 * applied waits there for the office, and whoever scanned must hear of it.
 */
import type { ProblemDetails } from "../api/problem";
import { told as words } from "../words/told";

export function refusedIn(answer: unknown): ProblemDetails | undefined {
  const scans: unknown =
    typeof answer === "object" && answer !== null && "scans" in answer ? answer.scans : undefined;
  if (!Array.isArray(scans)) return undefined;
  for (const { outcome, why } of scans as { outcome?: string; why?: string }[]) {
    if (outcome === "parked") return about("scan_parked", why, words.officeHasIt);
    if (outcome === "conflict") return about("scan_conflict", why, words.scanAgain);
  }
  return undefined;
}

function about(code: string, why: string | undefined, next: string): ProblemDetails {
  return { type: "about:blank", status: 200, code, title: words.notApplied, detail: why ?? "", next };
}
