/** Acts of the grid: each one request, shown at once, never over what somebody else typed meanwhile. */
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { grid as words } from "../../words/grid";
import type { Editing } from "./editing.svelte";
import { type Act, applied, type CellIn, type DayOut, ownId, same, type Value } from "./grid/cells";
import { type Beside, CHANGED_SINCE, changedSince, type Step, together } from "./history.svelte";

type Schemas = components["schemas"];
/** What somebody changed since it was read: the cell, what stands there now, whose it is and since when. */
export interface Clash {
  part: string;
  member_id: number | null;
  position_id: number | null;
  element_id: number | null;
  department_id: number | null;
  stands: unknown;
  who: string;
  at: string | null;
}
type ActOut = Schemas["ActOut"];

const CLASHED = "cells_changed";

/** Cells of an act that somebody changed first: nothing of it was written, until it is said whose counts. */
export interface Clashed {
  act: Act;
  clashes: readonly Clash[];
}

export const clashesOf = ({ details }: Problem): readonly Clash[] => (details.clashes ?? []) as Clash[];

type Whose = Pick<CellIn, "member_id" | "position_id" | "element_id">;

/** Whether this is about that cell of the act. */
export function meets(clash: Clash, one: CellIn): boolean {
  const own = (id: number | null | undefined) => id ?? null;
  const their: Whose = clash;
  if (clash.part !== one.cell) return false;
  if (own(one.element_id) !== null) return own(their.element_id) === own(one.element_id);
  return own(their.member_id) === own(one.member_id) && own(their.position_id) === own(one.position_id);
}

/** The act without what clashed. */
export function without(act: Act, clashes: readonly Clash[]): Act {
  const parts = new Set(clashes.map((clash) => clash.part));
  return {
    cells: (act.cells ?? []).filter((one) => !clashes.some((clash) => meets(clash, one))),
    departments: (act.departments ?? []).filter(
      (one) =>
        !clashes.some((clash) => clash.part === "department" && clash.department_id === one.department_id),
    ),
    places: parts.has("places") ? null : (act.places ?? null),
    notes: parts.has("notes") ? null : (act.notes ?? null),
  };
}

const nothing = (act: Act): boolean =>
  !act.cells?.length && !act.departments?.length && !act.places && !act.notes;

/** The act as it goes on once it was looked at: `mine` is written over theirs, which was seen; the others are left out. */
export function settled({ act, clashes }: Clashed, mine: ReadonlySet<Clash>): Act {
  const left = without(
    act,
    clashes.filter((clash) => !mine.has(clash)),
  );
  const seen = (one: CellIn): CellIn => {
    const clash = clashes.find((each) => meets(each, one));
    return clash ? { ...one, was: clash.stands as Value } : one;
  };
  const departments = (left.departments ?? []).map((one) => {
    const clash = clashes.find(
      (each) => each.part === "department" && each.department_id === one.department_id,
    );
    return clash ? { ...one, was: clash.stands as Schemas["DepartmentCallIn"] | null } : one;
  });
  return {
    ...left,
    cells: (left.cells ?? []).map(seen).filter((one) => !same(one.value as Value, one.was as Value)),
    departments,
  };
}

const MOST_CELLS = 1_200;
const MOST_BYTES = 200_000;
const bytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** What one request takes: the way back can name more cells than were typed. All cells of a line stay together. */
export function inParts(act: Act): readonly Act[] {
  const { cells = [], ...rest } = act;
  if (cells.length <= MOST_CELLS && bytes(act) <= MOST_BYTES) return [act];
  const found: CellIn[][] = [];
  let size = MOST_BYTES;
  const lines = new Map<string, CellIn[]>();
  for (const cell of cells) lines.set(ownId(cell), [...(lines.get(ownId(cell)) ?? []), cell]);
  for (const line of lines.values()) {
    const more = bytes(line);
    const here = found.at(-1);
    if (here && size + more <= MOST_BYTES && here.length + line.length <= MOST_CELLS) here.push(...line);
    else found.push(line);
    size = found.at(-1) === here ? size + more : more;
  }
  return [...(nothing(rest) ? [] : [rest]), ...found.map((part) => ({ cells: part }))];
}

export class Acts {
  /** Somebody was there before: both stand beside each other until it is said which counts. */
  clashed = $state.raw<Clashed | undefined>(undefined);
  /** What the last act did, for the line below the tools and the screen reader. */
  said = $state("");
  readonly #editing: Editing;
  /** Sent, or to be sent: shown on top of what the server says. */
  #pending: readonly Act[] = [];

  constructor(editing: Editing) {
    this.#editing = editing;
  }

  /** The day as it will be when what is under way is done. */
  ahead(day: DayOut): DayOut {
    return this.#pending.reduce(applied, day);
  }

  /** `beside`: what goes back and forth with it on this page alone. */
  async do(act: Act, beside?: Beside): Promise<void> {
    if (nothing(act) && !beside) return;
    const step = nothing(act) ? Promise.resolve(undefined) : this.#run(act, () => this.#send(act));
    await this.#editing.history.did(beside ? step.then((found) => together(found, beside)) : step);
  }

  /** What the server makes an act of: another day's calls, a template. */
  async ask(make: () => Promise<ActOut>): Promise<boolean> {
    return (await this.#editing.history.did(this.#run({}, make))) !== undefined;
  }

  async settle(mine: ReadonlySet<Clash>): Promise<void> {
    const { clashed } = this;
    this.clashed = undefined;
    if (clashed) await this.do(settled(clashed, mine));
  }

  #send(act: Act): Promise<ActOut> {
    const { path } = this.#editing;
    return must(
      api.PATCH("/api/productions/{production_id}/days/{day_id}/calls", {
        params: { path },
        body: act as Schemas["ActIn"],
      }),
    );
  }

  /** One request behind the others. Gives back the step that takes it back. */
  async #run(act: Act, make: () => Promise<ActOut>): Promise<Step | undefined> {
    const editing = this.#editing;
    this.#pending = [...this.#pending, act];
    if (editing.day) editing.day = applied(editing.day, act);
    let done: ActOut | undefined;
    await editing.queue(async () => {
      try {
        done = await make();
        return done;
      } catch (failure) {
        if (!(failure instanceof Problem) || failure.code !== CLASHED) throw failure;
        this.clashed = { act, clashes: clashesOf(failure) };
        return undefined;
      } finally {
        this.#pending = this.#pending.filter((one) => one !== act);
      }
    });
    const back = done?.back as Act | undefined;
    return back && this.#back(inParts(back));
  }

  /** Takes an act back; where that is stopped half way, it goes on from there. */
  #back(parts: readonly Act[]): Step {
    let left = parts;
    let again: readonly Act[] = [];
    const stays: Clash[] = [];
    return async () => {
      for (const part of left) {
        const done = await this.#taken(part, stays);
        if (done === "later") return done;
        left = left.slice(1);
        if (done) again = [...inParts(done), ...again];
      }
      if (!again.length) return undefined;
      this.said = stays.length ? words.stays(stays.length, stays[0]?.who ?? "") : words.takenBack;
      return this.#back(again);
    };
  }

  /** What does it again; without what somebody changed since: that stays as they left it, and is said. */
  async #taken(back: Act, kept: Clash[]): Promise<Act | "later" | undefined> {
    const editing = this.#editing;
    let done: ActOut | undefined;
    let stays: readonly Clash[] = [];
    await editing.queue(async () => {
      done = await this.#send(back).catch((failure: unknown) => {
        if (!(failure instanceof Problem) || failure.code !== CLASHED) throw failure;
        stays = clashesOf(failure);
        const left = without(back, stays);
        if (nothing(left)) throw changedSince();
        return this.#send(left);
      });
      return done;
    });
    // no signal, say: it can still be taken back; what can't stand there any more, never
    if (!done && ![CHANGED_SINCE, "invalid"].includes(editing.problem?.code ?? "")) return "later";
    kept.push(...stays);
    return done?.back as Act | undefined;
  }
}
