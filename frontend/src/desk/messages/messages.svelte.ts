/** What the desk's pages of messages hold of the server, for one production. */
import { api, must, patiently } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Sent = Schemas["SentMessage"];
export type Ledger = Schemas["MessageLedger"];
export type KeptList = Schemas["KeptListOut"];
export type FilledList = Schemas["PeopleListOut"];
export type Person = Schemas["PersonOut"];
/** The list a message goes to, as the form names it. */
export interface Chosen {
  kind: FilledList["kind"] | "kept";
  department_id?: number;
  list_id?: number;
}
type Department = Schemas["OfficeOut"]["departments"][number];

export const MOST = 5;
export const LARGEST = 8 * 1024 ** 2;
export const TOGETHER = 16 * 1024 ** 2;

export interface Draft {
  id: string;
  to: Chosen;
  subject: string;
  text: string;
  must_confirm: boolean;
}

/** A list as one chooses it: its key in the field, and who is on it at this moment. */
export interface Choice {
  key: string;
  to: Chosen;
  name: string;
  member_ids: readonly number[];
}

export function keyOf(to: Chosen): string {
  return [to.kind, to.department_id ?? to.list_id].filter(Boolean).join(" ");
}

/** Of what was chosen the first that is too large or too many; none: it may go. */
export function unfit(
  files: readonly File[],
): { many: true } | { many: false; name: string; size: number } | undefined {
  if (files.length > MOST) return { many: true };
  const large = files.find((file) => file.size > LARGEST);
  if (large) return { many: false, name: large.name, size: large.size };
  const all = files.reduce((sum, file) => sum + file.size, 0);
  if (all <= TOGETHER) return undefined;
  return { many: false, name: files.map((file) => file.name).join(", "), size: all };
}

export class Mailbag {
  readonly production: number;
  sent = $state.raw<Sent[] | undefined>(undefined);
  older = $state<number | null>(null);
  /** The server's time of the last answer. */
  serverAt = $state("");
  filled = $state.raw<FilledList[]>([]);
  kept = $state.raw<KeptList[] | undefined>(undefined);
  departments = $state.raw<Department[]>([]);
  people = $state.raw<Person[]>([]);
  ledger = $state.raw<Ledger | undefined>(undefined);

  constructor(production_id: number) {
    this.production = production_id;
  }

  get #path() {
    return { production_id: this.production };
  }

  /** Throws Problem, as all below. */
  async readSent(before?: number): Promise<void> {
    const query = before === undefined ? {} : { before };
    const found = await must(
      api.GET("/api/productions/{production_id}/messages", { params: { path: this.#path, query } }),
    );
    this.sent = before === undefined ? found.messages : [...(this.sent ?? []), ...found.messages];
    this.older = found.next_before;
    this.serverAt = found.now;
  }

  async readKept(): Promise<void> {
    const params = { path: this.#path };
    this.kept = (await must(api.GET("/api/productions/{production_id}/kept-lists", { params }))).lists;
  }

  /** Everything one chooses from. */
  async readLists(): Promise<void> {
    const params = { path: this.#path };
    const [filled, office] = await Promise.all([
      must(api.GET("/api/productions/{production_id}/lists", { params })),
      must(api.GET("/api/productions/{production_id}/office", { params })),
      this.readKept(),
      this.readPeople(),
    ]);
    this.filled = filled.lists;
    this.departments = office.departments;
  }

  async readPeople(): Promise<void> {
    const found: Person[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page: Schemas["PeopleOut"] = await must(
        api.GET("/api/productions/{production_id}/members", {
          params: { path: this.#path, query: { after, limit: 500 } },
        }),
      );
      found.push(...page.people);
      after = page.next_after;
    }
    this.people = found.sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Lists with somebody on them: those that fill themselves, departments in their order, those kept by hand. */
  get choices(): { filled: Choice[]; departments: Choice[]; kept: Choice[] } {
    const filled = this.filled
      .filter((one) => one.kind !== "department")
      .map((one) => ({ key: one.kind, to: { kind: one.kind }, name: "", member_ids: one.member_ids }));
    const departments = this.departments.flatMap((department) => {
      const one = this.filled.find(({ department_id }) => department_id === department.id);
      const to = { kind: "department" as const, department_id: department.id };
      return one ? [{ key: keyOf(to), to, name: department.name, member_ids: one.member_ids }] : [];
    });
    const kept = (this.kept ?? []).map((one) => {
      const to = { kind: "kept" as const, list_id: one.id };
      return { key: keyOf(to), to, name: one.name, member_ids: one.member_ids };
    });
    return { filled, departments, kept };
  }

  namesOf(member_ids: readonly number[]): string[] {
    const on = new Set(member_ids);
    return this.people.filter(({ id }) => on.has(id)).map(({ name }) => name);
  }

  /** The same draft sent again is the same message. */
  async send(draft: Draft, files: readonly File[]): Promise<number> {
    const form = new FormData();
    form.append("message", JSON.stringify(draft));
    for (const file of files) form.append("files", file, file.name);
    const made = await must(
      api.POST("/api/productions/{production_id}/messages", {
        params: { path: this.#path },
        body: {} as Schemas["MessageForm"],
        bodySerializer: () => form,
        fetch: patiently,
      }),
    );
    return made.id;
  }

  async readOne(message_id: number): Promise<void> {
    const path = { ...this.#path, message_id };
    this.ledger = await must(
      api.GET("/api/productions/{production_id}/messages/{message_id}", { params: { path } }),
    );
  }

  async stop(message_id: number): Promise<void> {
    const params = { path: { ...this.#path, message_id } };
    await must(api.POST("/api/productions/{production_id}/messages/{message_id}/stop", { params }));
  }

  async sendNow(message_id: number): Promise<void> {
    const params = { path: { ...this.#path, message_id } };
    await must(api.POST("/api/productions/{production_id}/messages/{message_id}/send", { params }));
  }

  /** How many were told again. */
  async tellAgain(message_id: number): Promise<number> {
    const params = { path: { ...this.#path, message_id } };
    const done = await must(
      api.POST("/api/productions/{production_id}/messages/{message_id}/tell-again", { params }),
    );
    return done.told;
  }

  async rang(notice_id: number): Promise<void> {
    await must(
      api.POST("/api/productions/{production_id}/notices/{notice_id}/outcomes", {
        params: { path: { ...this.#path, notice_id } },
        body: { id: crypto.randomUUID(), outcome: "knows", proxy: "", detail: "" },
      }),
    );
  }

  /** A new list, or the one that was opened. */
  async keep(list: KeptList | undefined, name: string, member_ids: number[]): Promise<number> {
    if (!list) {
      const body = { name, member_ids, revision: 0 };
      const made = await must(
        api.POST("/api/productions/{production_id}/kept-lists", { params: { path: this.#path }, body }),
      );
      return made.id;
    }
    const params = { path: { ...this.#path, list_id: list.id } };
    const body = { name, member_ids, revision: list.revision };
    await must(api.PUT("/api/productions/{production_id}/kept-lists/{list_id}", { params, body }));
    return list.id;
  }

  async drop(list: KeptList): Promise<void> {
    const params = { path: { ...this.#path, list_id: list.id } };
    await must(api.DELETE("/api/productions/{production_id}/kept-lists/{list_id}", { params }));
  }
}
