/** What was taken in last, kept while the page is made anew: the first import makes the production that the desk then opens. */
import type { Report } from "./importing";

class Kept {
  taken = $state.raw<Report[]>([]);
  said = $state("");
}

export const kept = new Kept();
