/** What my departments are asked, a document of each production, kept for the hours without signal; and answering it. */
import type { components } from "../../api/schema";
import { correctedNow } from "../../data/connection.svelte";
import { Document } from "../../data/document.svelte";
import { amend } from "../../data/documents";
import { act, onSent, queue } from "../../data/queue.svelte";
import { session } from "../../data/session.svelte";
import { heads as words } from "../../words/heads";
import { shortDate } from "../../words/time";

type Schemas = components["schemas"];
export type Answer = Schemas["HeadAnswerOut"];
export type PreCall = Schemas["PreCallAskedOut"];
export type MorePeople = Schemas["MorePeopleOut"];
export type Question = Schemas["MyQuestionOut"] & { production_id: number };

export const nothing = (answer: Answer): boolean =>
  !answer.pre_calls.length && !answer.people.length && !answer.note.trim();

export const many = (answer: Answer): string =>
  words.counted(
    answer.pre_calls.length,
    answer.people.reduce((sum, one) => sum + one.quantity, 0),
    Boolean(answer.note.trim()),
  );

const pathOf = (one: Question) =>
  `/api/productions/${one.production_id}/days/${one.day_id}/heads/${one.department_id}/answer`;

const documents = new Map<number, Document<Schemas["MyQuestionOut"][]>>();

function documentOf(production: number) {
  const found = documents.get(production);
  if (found) return found;
  const made = new Document<Schemas["MyQuestionOut"][]>(
    `questions-${production}`,
    `/api/productions/${production}/questions`,
  );
  documents.set(production, made);
  return made;
}

const opened = new Set<number>();

export class Questions {
  get productions(): readonly number[] {
    return session.memberships
      .filter((one) => one.may.includes("heads.answer"))
      .map((one) => one.production_id);
  }

  readonly #documents = $derived(this.productions.map(documentOf));

  /** Blank ones first, the nearest day before the others. */
  get all(): readonly Question[] | undefined {
    if (this.#documents.every((one) => one.body === undefined)) return undefined;
    const found = this.#documents.flatMap((one, n) =>
      (one.body ?? []).map((question) => ({ ...question, production_id: this.productions[n] ?? 0 })),
    );
    return found.sort(
      (a, b) => Number(a.answer !== null) - Number(b.answer !== null) || a.on_date.localeCompare(b.on_date),
    );
  }

  get looked(): boolean {
    return this.#documents.every((one) => one.standing !== "reading" && !one.checking);
  }

  get problem() {
    return this.#documents.find((one) => one.problem)?.problem;
  }

  async start(): Promise<void> {
    await Promise.all(this.#documents.map((one) => one.start()));
  }

  async check(): Promise<void> {
    await Promise.all(this.#documents.map((one) => one.check()));
  }

  /** Reads again what the server has once an answer has arrived there. Gives back how to stop. */
  listen(): () => void {
    return onSent((entry) => /\/heads\/\d+\/answer$/.test(entry.path) && void this.check());
  }

  waits(one: Question): boolean {
    return queue.entries.some((entry) => entry.state === "waiting" && entry.path === pathOf(one));
  }

  /** Kept on the phone first, so that it counts also with no signal. Throws when the phone can't store it. */
  async answer(one: Question, answer: Answer): Promise<void> {
    const account = session.account;
    if (!account) return;
    const body = { ...answer, seen: one.revision };
    await act({
      method: "PUT",
      path: pathOf(one),
      body,
      label: words.label(one.department, shortDate(one.on_date)),
    });
    const document = documentOf(one.production_id);
    await amend<Schemas["MyQuestionOut"][]>(account, document.name, (all) =>
      all.map((each) =>
        each.day_id === one.day_id && each.department_id === one.department_id
          ? {
              ...each,
              answer,
              revision: one.revision + 1,
              answered_at: correctedNow(),
              answered_by: session.name,
            }
          : each,
      ),
    );
    await document.reread();
  }

  /** The question was open on this page: evidence for who asked, sent once. */
  async tellOpened(one: Question): Promise<void> {
    if (one.notice_id === null || opened.has(one.notice_id)) return;
    opened.add(one.notice_id);
    const path = `/api/productions/${one.production_id}/notices/${one.notice_id}/opened`;
    await act({ method: "POST", path, body: { device_at: correctedNow() }, label: "", quiet: true });
  }
}
