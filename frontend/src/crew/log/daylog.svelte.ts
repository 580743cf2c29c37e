/** The day log of one day: works with no signal from the copies on the phone, and every entry goes through the outbox. */
import type { components } from "../../api/schema";
import { correctedNow } from "../../data/connection.svelte";
import { Document } from "../../data/document.svelte";
import { act, onSent, queue } from "../../data/queue.svelte";
import { type LogLine, logView, nearest } from "../../rules/log";
import { addDays } from "../../rules/week";
import { instantAt } from "../../words/time";

type S = components["schemas"];

export interface Subject {
  kind: string;
  department_id: number | null;
  member_id: number | null;
}

export interface Department {
  id: number;
  name: string;
  people: S["CalledOut"][];
}

export class DayLog {
  readonly day: Document<S["DayOut"]>;
  readonly lines: Document<S["LogLineOut"][]>;
  readonly #path: string;

  constructor(production: number, day_id: number) {
    const url = `/api/productions/${production}/days/${day_id}`;
    this.#path = `${url}/log`;
    this.day = new Document(`day-${day_id}`, url);
    this.lines = new Document(`log-${day_id}`, this.#path);
  }

  /** Gives back how to stop listening. */
  start(): () => void {
    void this.day.start();
    void this.lines.start();
    return onSent((entry) => {
      if (entry.path === this.#path) void this.lines.check();
    });
  }

  get view() {
    const waiting = queue.waiting
      .filter((entry) => entry.path === this.#path)
      .flatMap((entry) => entry.body as LogLine[]);
    return logView(this.lines.body ?? [], waiting);
  }

  /** Everybody who is called, by department; cast by themselves. */
  get departments(): Department[] {
    const found = new Map<number, Department>();
    for (const person of [...(this.day.body?.crew ?? []), ...(this.day.body?.cast ?? [])]) {
      if (person.member_id === null || person.department_id === null || person.kind === "no_call") continue;
      const department = found.get(person.department_id) ?? {
        id: person.department_id,
        name: person.department,
        people: [],
      };
      if (!department.people.some((other) => other.member_id === person.member_id))
        department.people.push(person);
      found.set(person.department_id, department);
    }
    return [...found.values()];
  }

  /** The clock time typed now, as an instant of this day or the night after it. */
  instant(minutes: number, now: number): string {
    const { on_date = "", zone = "UTC" } = this.day.body ?? {};
    const dates = [addDays(on_date, -1), on_date, addDays(on_date, 1)];
    return nearest(
      dates.map((date) => instantAt(date, minutes, zone)),
      now,
    );
  }

  /** Stored on the phone before it shows as done. Throws when it can't be. `at` null takes it back. */
  async log(of: Subject, at: string | null, label: string): Promise<void> {
    const entry = { id: crypto.randomUUID(), ...of, at, device_at: correctedNow() };
    await act({ method: "POST", path: this.#path, body: [entry], label });
  }

  async logMany(subjects: Subject[], at: string, label: string): Promise<void> {
    const device_at = correctedNow();
    const body = subjects.map((of) => ({ id: crypto.randomUUID(), ...of, at, device_at }));
    await act({ method: "POST", path: this.#path, body, label });
  }
}
