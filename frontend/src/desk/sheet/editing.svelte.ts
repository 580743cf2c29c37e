/** The day being prepared, as the desk edits it: one change after the other, each with the revision that was seen. */
import { api, must } from "../../api/client";
import { stoppedMeanwhile } from "../../api/held";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { type CallIn, fetched, whose } from "../../rules/call";
import { parseClock } from "../../rules/typed";
import { issue as words } from "../../words/ad";
import { clock, dateOf, daysBetween } from "../../words/time";

type Schemas = components["schemas"];
export type DayOut = Schemas["DayOut"];
export type CalledOut = Schemas["CalledOut"];
export type DraftOut = Schemas["DraftOut"];
export type Issued = Schemas["Issued"];
export type PlaceIn = Schemas["DayPlaceIn"];
type SceneIn = Schemas["DaySceneIn"];
type NoteIn = Schemas["DayNoteIn"];

interface Undo {
  words: string;
  back: () => Promise<unknown>;
}

export class Editing {
  readonly path: { production_id: number; day_id: number };
  day = $state.raw<DayOut | undefined>(undefined);
  draft = $state.raw<DraftOut | undefined>(undefined);
  problem = $state.raw<Problem | undefined>(undefined);
  /** What can still be stopped, and the server's time when it said so. */
  held = $state.raw<{ hold: Issued; serverAt: string } | undefined>(undefined);
  /** Somebody issued, or edited, before this issue arrived: what the server said. Looked at line by line, then settled. */
  conflict = $state("");
  savedAt = $state<number | undefined>(undefined);
  waiting = $state(0);
  undos = $state.raw<Undo[]>([]);
  /** What became of the last Stop or Send now, where it went otherwise. */
  said = $state("");
  #issuing = false;
  #last: Promise<unknown> = Promise.resolve();
  /** Refused as its hour comes twice that night: done again when it is said which. */
  #twice: { make: () => Promise<unknown>; undo: Undo | undefined } | undefined;

  constructor(production_id: number, day_id: number) {
    this.path = { production_id, day_id };
  }

  get params() {
    return { path: this.path, header: { "If-Match": String(this.day?.revision ?? "*") } };
  }

  async read(): Promise<void> {
    try {
      const params = { path: this.path };
      const [day, draft] = await Promise.all([
        must(api.GET("/api/productions/{production_id}/days/{day_id}", { params })),
        must(api.GET("/api/productions/{production_id}/days/{day_id}/draft", { params })),
      ]);
      this.day = day;
      this.draft = draft;
      this.held = draft.hold ? { hold: draft.hold, serverAt: draft.at } : undefined;
    } catch (failure) {
      this.#failed(failure);
    }
  }

  /** Queues a change behind the others; `back` takes it back. */
  change(make: () => Promise<unknown>, undo?: Undo): Promise<void> {
    this.waiting += 1;
    const mine = this.#last.then(async () => {
      try {
        this.problem = undefined;
        this.said = "";
        this.#twice = undefined;
        await make();
        this.savedAt = Date.now();
        if (undo) this.undos = [...this.undos.slice(-49), undo];
      } catch (failure) {
        if (failure instanceof Problem && failure.code === "time_twice") this.#twice = { make, undo };
        this.#failed(failure);
      }
      this.waiting -= 1;
      if (this.waiting === 0) await this.read();
      else await this.#readRevision();
    });
    this.#last = mine;
    return mine;
  }

  /** Between two of one's own changes only the revision matters. */
  async #readRevision(): Promise<void> {
    try {
      const params = { path: this.path };
      this.day = await must(api.GET("/api/productions/{production_id}/days/{day_id}", { params }));
    } catch (failure) {
      this.#failed(failure);
    }
  }

  /** All of the production's, called that day or not; none where they can't be read, and `problem` says why. */
  async departments(): Promise<{ id: number; name: string }[]> {
    try {
      const path = { production_id: this.path.production_id };
      return (await must(api.GET("/api/productions/{production_id}/office", { params: { path } })))
        .departments;
    } catch (failure) {
      this.#failed(failure);
      return [];
    }
  }

  undo(): void {
    const last = this.undos.at(-1);
    if (!last) return;
    this.undos = this.undos.slice(0, -1);
    void this.change(last.back);
  }

  #failed(failure: unknown): void {
    if (!(failure instanceof Problem)) throw failure;
    this.problem = failure;
  }

  setCall(called: CalledOut, typed: Partial<CallIn> & { kind: CallIn["kind"] }): Promise<void> {
    return this.#writeCall(called, (now) => {
      const along = typed.kind === "absolute" || typed.kind === "relative" ? fetched(now) : {};
      return { ...whose(now), ...along, ...typed };
    });
  }

  /** When they are to be gone, null: not planned. The call stays as it is. */
  setRelease(called: CalledOut, release: number | null): Promise<void> {
    return this.#writeCall(called, (now) => ({ ...whose(now), ...callOf(this.day, now), release }));
  }

  /** `made` is given the line as it is when the changes before this one are done: it keeps what they wrote. */
  #writeCall(called: CalledOut, made: (now: CalledOut) => CallIn): Promise<void> {
    const id = lineId(called);
    let before: CallIn | undefined;
    const write = () => {
      const lines = [...(this.day?.cast ?? []), ...(this.day?.crew ?? [])];
      const now = lines.find((line) => lineId(line) === id) ?? called;
      before = { ...whose(now), ...callOf(this.day, now) };
      return this.#put(made(now));
    };
    return this.change(write, { words: called.name, back: async () => before && this.#put(before) });
  }

  #put(body: CallIn): Promise<unknown> {
    return must(
      api.PUT("/api/productions/{production_id}/days/{day_id}/calls", { params: this.params, body }),
    );
  }

  setDepartment(
    department_id: number,
    body: Omit<Schemas["DepartmentCallIn"], "department_id">,
  ): Promise<void> {
    const put = (call: Omit<Schemas["DepartmentCallIn"], "department_id">) =>
      must(
        api.PUT("/api/productions/{production_id}/days/{day_id}/department-calls", {
          params: this.params,
          body: { department_id, ...call },
        }),
      );
    const now = this.day?.department_calls.find((call) => call.department_id === department_id);
    const before = now
      ? {
          kind: now.kind as Schemas["DepartmentCallIn"]["kind"],
          offset_minutes: now.offset_minutes,
          at_minutes: now.at_minutes,
          place_id: now.place_id,
        }
      : { kind: "relative" as const, offset_minutes: 0 };
    return this.change(() => put(body), { words: "", back: () => put(before) });
  }

  patch(body: Schemas["DayPatch"]): Promise<void> {
    const now = this.day as unknown as Record<string, unknown>;
    const before = Object.fromEntries(
      Object.keys(body).map((name) => [name, now?.[name]]),
    ) as Schemas["DayPatch"];
    const send = (fields: Schemas["DayPatch"]) =>
      must(
        api.PATCH("/api/productions/{production_id}/days/{day_id}", { params: this.params, body: fields }),
      );
    return this.change(() => send(body), { words: "", back: () => send(before) });
  }

  /** On the night the clocks go back: whether times in the hour that comes twice mean the second one. */
  async sayHour(second_hour: boolean): Promise<void> {
    const refused = this.#twice;
    await this.patch({ second_hour });
    if (refused && !this.problem) await this.change(refused.make, refused.undo);
  }

  /** `body`: the places as they will stand; or a function that makes what is new among them first. */
  setPlaces(body: PlaceIn[] | (() => Promise<PlaceIn[]>)): Promise<void> {
    const put = (body: PlaceIn[]) =>
      must(api.PUT("/api/productions/{production_id}/days/{day_id}/places", { params: this.params, body }));
    const before = placesOf(this.day);
    const made = typeof body === "function" ? body : () => Promise.resolve(body);
    return this.change(async () => put(await made()), { words: "", back: () => put(before) });
  }

  setScenes(body: SceneIn[]): Promise<void> {
    const put = (body: SceneIn[]) =>
      must(api.PUT("/api/productions/{production_id}/days/{day_id}/scenes", { params: this.params, body }));
    const before = scenesOf(this.day);
    return this.change(() => put(body), { words: "", back: () => put(before) });
  }

  setNotes(body: NoteIn[]): Promise<void> {
    const put = (body: NoteIn[]) =>
      must(api.PUT("/api/productions/{production_id}/days/{day_id}/notes", { params: this.params, body }));
    const before = notesOf(this.day);
    return this.change(() => put(body), { words: "", back: () => put(before) });
  }

  async publish(reason: string, ring_all: boolean): Promise<void> {
    await this.#last;
    if (!this.draft || !this.day || this.#issuing) return;
    this.#issuing = true; // a second tap would find its own first one in the way
    const body = {
      base_version: this.draft.base_version,
      day_revision: this.draft.day_revision,
      reason,
      at_once: false,
      ring_all,
    };
    await this.change(async () => {
      this.conflict = "";
      const hold = await must(
        api.POST("/api/productions/{production_id}/days/{day_id}/versions", {
          params: { path: this.path },
          body,
        }),
      ).catch((failure: unknown) => {
        if (!(failure instanceof Problem) || failure.code !== "stale") throw failure;
        this.conflict = failure.message;
      });
      if (hold) this.held = { hold, serverAt: hold.issued_at };
    }).finally(() => {
      this.#issuing = false;
    });
  }

  settle(): void {
    this.conflict = "";
  }

  stop(): Promise<void> {
    return this.#onHeld("/api/productions/{production_id}/days/{day_id}/versions/{version_id}/stop");
  }

  sendNow(): Promise<void> {
    return this.#onHeld("/api/productions/{production_id}/days/{day_id}/versions/{version_id}/send");
  }

  #onHeld(
    url:
      | "/api/productions/{production_id}/days/{day_id}/versions/{version_id}/stop"
      | "/api/productions/{production_id}/days/{day_id}/versions/{version_id}/send",
  ): Promise<void> {
    const version_id = this.held?.hold.version_id;
    if (version_id === undefined) return Promise.resolve();
    return this.change(async () => {
      try {
        await must(api.POST(url, { params: { path: { ...this.path, version_id } } }));
      } catch (failure) {
        if (!stoppedMeanwhile(failure)) throw failure;
        this.said = words.stoppedMeanwhile;
      }
      this.held = undefined;
    });
  }
}

/** A call as the newest issue has it, to be typed here. */
export function theirs(
  was: Schemas["WasOut"],
  day: Pick<DayOut, "on_date" | "zone">,
): Partial<CallIn> & { kind: CallIn["kind"] } {
  if (was.kind !== "time" || was.call === null) return { kind: was.kind as CallIn["kind"] };
  const days = daysBetween(day.on_date, dateOf(was.call, day.zone));
  return { kind: "absolute", at_minutes: days * 1440 + (parseClock(clock(was.call, day.zone)) ?? 0) };
}

/** The day's places, scenes and notes as they are written back: all of them, in their order. */
export function placesOf(day: DayOut | undefined): PlaceIn[] {
  return (day?.places ?? []).map(({ place_id, kind, from_minutes, notes }) => ({
    place_id,
    kind: kind as PlaceIn["kind"],
    from_minutes,
    notes,
  }));
}

export function scenesOf(day: DayOut | undefined): SceneIn[] {
  return (day?.scenes ?? []).map(({ scene_id, banner, place_id, at_minutes, notes, eighths }) => ({
    scene_id,
    banner,
    place_id,
    at_minutes,
    notes,
    eighths: scene_id === null ? null : eighths,
  }));
}

export function notesOf(day: DayOut | undefined): NoteIn[] {
  return (day?.notes ?? []).map(({ text, department_id }) => ({ text, department_id }));
}

/** The call as it stands, to go back to. */
function callOf(day: DayOut | undefined, called: CalledOut): Partial<CallIn> & { kind: CallIn["kind"] } {
  // a role for which nobody typed a call is on nobody's department
  if (called.element_id !== null && called.call_id === null) return { kind: called.kind as CallIn["kind"] };
  const kind = called.typed as CallIn["kind"];
  const beside = { on_set: called.on_set, ...fetched(called) };
  if (kind === "absolute") return { kind, at_minutes: called.call, ...beside };
  if (kind === "relative")
    return {
      kind,
      offset_minutes: (called.call ?? 0) - (day?.general_call ?? called.call ?? 0),
      ...beside,
    };
  if (kind === "chain") {
    const makeup_minutes = (called.on_set ?? 0) - (called.call ?? called.on_set ?? 0);
    return { kind, makeup_minutes, ...beside };
  }
  return called.kind === "time" ? { kind, ...beside } : { kind };
}

/** The line's id in the draft and on the issued page. */
export function lineId(called: CalledOut): string {
  return `m${called.member_id ?? 0}.p${called.position_id ?? 0}.e${called.element_id ?? 0}`;
}
