/** The day log on the phone: what the server has, and on top of it what this phone has logged since and not sent yet. */
import { api, must } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema";
import { correctedNow } from "../../data/connection.svelte";
import { accountDB } from "../../data/databases";
import { act, queue } from "../../data/queue.svelte";
import { session } from "../../data/session.svelte";
import type { DayOut } from "./day.svelte";

export type LogLine = components["schemas"]["LogLineOut"];
export type LogKind = components["schemas"]["LogEntryIn"]["kind"];

/** What the page keeps for the hours without signal. */
interface Kept {
  production: number;
  day: DayOut;
  lines: LogLine[];
}

const name = (day: number) => `log:${day}`;

export class DayLog {
  readonly id: number;
  kept = $state.raw<Kept | undefined>(undefined);
  notSaved = $state(false);
  /** What is being saved: a second tap in the same blink is the same entry. */
  readonly #saving = new Set<string>();

  constructor(id: number) {
    this.id = id;
  }

  get url(): string {
    return `/api/productions/${this.kept?.production}/days/${this.id}/log`;
  }

  /** Entries of this day that wait on this phone. */
  get waiting(): LogLine[] {
    return queue.entries
      .filter((entry) => entry.state === "waiting" && entry.path === this.url)
      .flatMap((entry) => (entry.body as LogLine[]) ?? []);
  }

  /** The newest of a kind for a department, a person, or everybody. */
  standing(kind: LogKind, department: number | null = null, member: number | null = null): string | null {
    const mine = [...(this.kept?.lines ?? []), ...this.waiting].filter(
      (line) =>
        line.kind === kind &&
        (line.department_id ?? null) === department &&
        (line.member_id ?? null) === member,
    );
    mine.sort((a, b) => Date.parse(a.device_at) - Date.parse(b.device_at));
    return mine.at(-1)?.at ?? null;
  }

  async readCopy(): Promise<void> {
    if (!session.account) return;
    const held = await (await accountDB(session.account)).get("document", name(this.id));
    if (held && !this.kept) this.kept = held.body as Kept;
  }

  /** Takes what the server has; with no answer the copy stays. */
  async refresh(production: number, day: DayOut): Promise<void> {
    try {
      const path = { production_id: production, day_id: this.id };
      const lines = await must(
        api.GET("/api/productions/{production_id}/days/{day_id}/log", { params: { path } }),
      );
      this.kept = { production, day, lines };
      await this.#keep();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
    }
  }

  async #keep(): Promise<void> {
    if (!session.account || !this.kept) return;
    const now = Date.now();
    await (await accountDB(session.account)).put("document", {
      name: name(this.id),
      url: this.url,
      body: this.kept,
      etag: "",
      savedAt: now,
      checkedAt: now,
    });
  }

  /** Logs a time (null takes it back): safe on this phone first, sent when there is signal. */
  async log(kind: LogKind, at: string | null, subject: Subject = {}): Promise<void> {
    const what = `${kind} ${subject.department ?? ""} ${subject.member ?? ""}`;
    if (this.#saving.has(what)) return;
    this.#saving.add(what);
    const now = correctedNow();
    const entry = {
      id: crypto.randomUUID(),
      kind,
      at,
      device_at: now,
      department_id: subject.department ?? null,
      member_id: subject.member ?? null,
    };
    try {
      await act({ method: "POST", path: this.url, body: [entry], label: subject.label ?? kind });
      this.notSaved = false;
      if (this.kept) {
        this.kept = { ...this.kept, lines: [...this.kept.lines, { ...entry, received_at: now }] };
        await this.#keep();
      }
    } catch {
      this.notSaved = true;
    } finally {
      this.#saving.delete(what);
    }
  }
}

export interface Subject {
  department?: number;
  member?: number;
  label?: string;
}
