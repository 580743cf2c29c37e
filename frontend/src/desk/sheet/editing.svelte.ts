/** The day being prepared, as the desk edits it: one change after the other, each with the revision that was seen. */
import { api, must } from "../../api/client";
import { stoppedMeanwhile } from "../../api/held";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import type { Fact } from "../../data/bus";
import { follow, onFact, onReset } from "../../data/live.svelte";
import { issue as words } from "../../words/issue";
import { Acts } from "./acts.svelte";
import {
  type CalledOut,
  type CallIn,
  type DayOut,
  lineId,
  type NoteIn,
  notesOf,
  type PlaceIn,
  placesOf,
  type SceneIn,
  scenesOf,
} from "./draft";
import { reused, standing, whose } from "./grid/cells";
import {
  CHANGED_SINCE,
  changedSince,
  type Field,
  field,
  History,
  type Step,
  type Taken,
} from "./history.svelte";
import { Typing } from "./typing";

type Schemas = components["schemas"];
type DraftOut = Schemas["DraftOut"];
type Issued = Schemas["Issued"];

const SETTLE_MS = 150;
const MARKED_MS = 10_000;
/** Subjects of facts, beside the day's own, that a sheet is made of. */
const MADE_OF = new Set(["approval", "log", "member", "place", "department", "unit", "production", "import"]);

function timesOf(day: DayOut | undefined): Map<string, string> {
  const lines = [...(day?.cast ?? []), ...(day?.crew ?? [])];
  return new Map(lines.map((called) => [lineId(called), `${called.kind} ${called.call ?? ""}`]));
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
  readonly history = new History();
  readonly acts = new Acts(this);
  /** What became of the last Stop or Send now, where it went otherwise. */
  said = $state("");
  #issuing = false;
  #last: Promise<unknown> = Promise.resolve();
  /** Refused as its hour comes twice that night: done again when it is said which. */
  #twice: { make: () => Promise<unknown>; field: Field | undefined } | undefined;
  /** The revision on which the change that runs was typed, where the draft has gone past it. */
  #seen: number | undefined;
  readonly typing = new Typing();
  /** Lines whose call somebody else has just moved. */
  moved = $state.raw<ReadonlySet<string>>(new Set());
  #unmark: ReturnType<typeof setTimeout> | undefined;

  constructor(production_id: number, day_id: number) {
    this.path = { production_id, day_id };
  }

  get undos(): readonly Step[] {
    return this.history.undos;
  }

  get params() {
    return { path: this.path, header: { "If-Match": String(this.#seen ?? this.day?.revision ?? "*") } };
  }

  /** `following`: what another issued meanwhile is met when one issues oneself, with the difference. */
  async read(following = false): Promise<void> {
    try {
      const params = { path: this.path };
      const [day, draft] = await Promise.all([
        must(api.GET("/api/productions/{production_id}/days/{day_id}", { params })),
        must(api.GET("/api/productions/{production_id}/days/{day_id}/draft", { params })),
      ]);
      const issued = following && draft.base_version !== this.draft?.base_version;
      await this.#show(day, issued ? undefined : draft);
    } catch (failure) {
      this.#failed(failure);
    }
  }

  /** The draft, unless a newer one is shown; what is being typed stays in its field. */
  async #show(day: DayOut, draft?: DraftOut): Promise<void> {
    const before = this.day?.revision;
    if (before !== undefined && day.revision < before) return;
    await this.typing.around(before, () => {
      this.day = reused(this.day, this.acts.ahead(day));
      if (!draft) return;
      this.draft = draft;
      this.held = draft.hold ? { hold: draft.hold, serverAt: draft.at } : undefined;
    });
  }

  /** Follows what others change while the page is open. Gives back how to stop. */
  listen(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.#follow(), SETTLE_MS);
    };
    const stops = [
      onFact((fact) => this.#touches(fact) && again()),
      onReset(again),
      follow([this.path.production_id]),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }

  #touches({ production_id, subject, subject_id, revision }: Fact): boolean {
    if (production_id !== this.path.production_id) return false;
    if (subject !== "day") return MADE_OF.has(subject);
    if (String(subject_id) !== String(this.path.day_id)) return false;
    return (revision ?? 0) > (this.day?.revision ?? 0);
  }

  /** Not while one's own changes are under way: these read at their end. Calls that moved are marked for a while. */
  async #follow(): Promise<void> {
    if (this.waiting > 0) return;
    const before = timesOf(this.day);
    await this.read(true);
    const moved = [...timesOf(this.day)].filter(([id, time]) => before.has(id) && before.get(id) !== time);
    if (moved.length === 0) return;
    this.moved = new Set(moved.map(([id]) => id));
    clearTimeout(this.#unmark);
    this.#unmark = setTimeout(() => {
      this.moved = new Set();
    }, MARKED_MS);
  }

  /** Queues a change behind the others; one of a `field` can be taken back. */
  async change(make: () => Promise<unknown>, field?: Field): Promise<void> {
    await this.history.did(this.queue(make, field));
  }

  /** Queues a change behind the others; gives back the step that takes it back, where it was done and can be. */
  queue(make: () => Promise<unknown>, field?: Field): Promise<Step | undefined> {
    const seen = this.typing.seen();
    this.waiting += 1;
    const mine = this.#last.then(async () => {
      const back = field?.keep();
      const revision = await this.#make(make, field, seen);
      this.waiting -= 1;
      if (this.waiting === 0) await this.read();
      else await this.readDay();
      if (revision === undefined || !field || !back) return undefined;
      const left = this.day?.revision === revision ? field.stands() : undefined;
      return () => this.#takeBack(field, back, left);
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** The revision that the change made; undefined: it was refused, and `problem` says why. */
  async #make(make: () => Promise<unknown>, field: Field | undefined, seen: number | undefined) {
    try {
      this.problem = undefined;
      this.said = "";
      this.#twice = undefined;
      this.#seen = seen;
      const answer = await make();
      this.savedAt = Date.now();
      return (answer as { revision?: number } | undefined)?.revision ?? 0;
    } catch (failure) {
      if (failure instanceof Problem && failure.code === "time_twice") this.#twice = { make, field };
      this.#failed(failure);
      return undefined;
    } finally {
      this.#seen = undefined;
    }
  }

  /** Between two of one's own changes only the day matters. */
  async readDay(): Promise<void> {
    try {
      const params = { path: this.path };
      await this.#show(await must(api.GET("/api/productions/{production_id}/days/{day_id}", { params })));
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
    void this.history.undo();
  }

  redo(): void {
    void this.history.redo();
  }

  /** Writes a field as it was, unless somebody changed it since; gives back the step that does it again. */
  async #takeBack(field: Field, back: () => Promise<unknown>, left: string | undefined): Promise<Taken> {
    const again = await this.queue(async () => {
      await this.readDay();
      if (field.stands() !== left) throw changedSince();
      return back();
    }, field);
    // no signal, say: it can still be taken back
    return again ?? (this.problem && this.problem.code !== CHANGED_SINCE ? "later" : undefined);
  }

  #failed(failure: unknown): void {
    if (!(failure instanceof Problem)) throw failure;
    this.problem = failure;
  }

  /** The call as it was typed; what else stands in the line stays. */
  setCall(called: CalledOut, typed: Partial<CallIn> & { kind: CallIn["kind"] }): Promise<void> {
    const minutes = typed.kind === "relative" ? typed.offset_minutes : typed.at_minutes;
    const value = { kind: typed.kind, minutes: minutes ?? null };
    return this.acts.do({
      cells: [{ ...whose(called), cell: "call", value, was: standing(called.line, "call") }],
    });
  }

  setDepartment(
    department_id: number,
    call: Omit<Schemas["DepartmentCallIn"], "department_id">,
  ): Promise<void> {
    const there = this.day?.department_calls.find((one) => one.department_id === department_id);
    const own = (one: Omit<Schemas["DepartmentCallIn"], "department_id">) => ({
      department_id,
      kind: one.kind,
      offset_minutes: one.offset_minutes ?? null,
      at_minutes: one.at_minutes ?? null,
      place_id: one.place_id ?? null,
    });
    const was = there ? own(there as typeof call) : null;
    const value = own({ place_id: there?.place_id ?? null, ...call });
    return this.acts.do({ departments: [{ department_id, value, was }] });
  }

  patch(body: Schemas["DayPatch"]): Promise<void> {
    const stands = () => {
      const now = this.day as unknown as Record<string, unknown> | undefined;
      return Object.fromEntries(Object.keys(body).map((name) => [name, now?.[name]])) as Schemas["DayPatch"];
    };
    const send = (fields: Schemas["DayPatch"]) =>
      must(
        api.PATCH("/api/productions/{production_id}/days/{day_id}", { params: this.params, body: fields }),
      );
    return this.change(() => send(body), field(stands, send));
  }

  /** On the night the clocks go back: whether times in the hour that comes twice mean the second one. */
  async sayHour(second_hour: boolean): Promise<void> {
    const refused = this.#twice;
    await this.patch({ second_hour });
    if (refused && !this.problem) await this.change(refused.make, refused.field);
  }

  /** `body`: the places as they will stand; or a function that makes what is new among them first. */
  setPlaces(body: PlaceIn[] | (() => Promise<PlaceIn[]>)): Promise<void> {
    const put = (body: PlaceIn[]) =>
      must(api.PUT("/api/productions/{production_id}/days/{day_id}/places", { params: this.params, body }));
    const made = typeof body === "function" ? body : () => Promise.resolve(body);
    return this.change(
      async () => put(await made()),
      field(() => placesOf(this.day), put),
    );
  }

  setScenes(body: SceneIn[]): Promise<void> {
    const put = (body: SceneIn[]) =>
      must(api.PUT("/api/productions/{production_id}/days/{day_id}/scenes", { params: this.params, body }));
    return this.change(
      () => put(body),
      field(() => scenesOf(this.day), put),
    );
  }

  setNotes(body: NoteIn[]): Promise<void> {
    const put = (body: NoteIn[]) =>
      must(api.PUT("/api/productions/{production_id}/days/{day_id}/notes", { params: this.params, body }));
    return this.change(
      () => put(body),
      field(() => notesOf(this.day), put),
    );
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
