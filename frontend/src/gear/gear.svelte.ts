/** The gear as this phone knows it: the saved list, with what was scanned here and isn't on the server yet laid over it. */
import type { components } from "../api/schema";
import { connection } from "../data/connection.svelte";
import { accountDB, type Entry } from "../data/databases";
import { Document } from "../data/document.svelte";
import { act, onSent, queue } from "../data/queue.svelte";
import { session } from "../data/session.svelte";
import { later, type Stamp, seqOf, stamp } from "../scan/stamp";

export type Gear = components["schemas"]["GearOut"];
export type Thing = components["schemas"]["ThingOut"];
export type Named = components["schemas"]["NameOut"];
export type Dispute = components["schemas"]["DisputeOut"];
export type Check = components["schemas"]["CheckOut"];
type ScanIn = components["schemas"]["ScanIn"];
type CheckIn = components["schemas"]["CheckIn"];
export type Holder = ScanIn["holder"];
export type Move = ScanIn["move"];

interface Batch {
  device: string;
  scans: ScanIn[];
  checks: CheckIn[];
}

const KEY = "callboard.gear.production";

class Store {
  /** Undefined: the first production of the person with gear. */
  chosen = $state<number | undefined>(undefined);
  list = $state.raw<Document<Gear> | undefined>(undefined);
  checks = $state.raw<Document<{ checks: Check[] }> | undefined>(undefined);
  /** Scans of this sitting, until the list that came after them holds them. */
  done = $state.raw<ScanIn[]>([]);
  #last: Stamp = { ms: 0, counter: 0 };
  #device = "";

  get productions() {
    return session.memberships.filter((on) => !on.archived && on.may.includes("gear.read"));
  }

  get production() {
    return this.productions.find((on) => on.production_id === this.chosen) ?? this.productions[0];
  }

  /** Opens the stored copies of a production's gear, then asks the server. */
  async open(): Promise<void> {
    const id = this.production?.production_id;
    if (!id) return;
    const base = `/api/productions/${id}`;
    if (this.list?.url !== `${base}/gear`) {
      this.list = new Document<Gear>(`gear-${id}`, `${base}/gear`);
      this.checks = new Document<{ checks: Check[] }>(`checks-${id}`, `${base}/checks`);
    }
    await Promise.all([this.list.start(), this.checks?.start()]);
  }

  async refresh(): Promise<void> {
    await Promise.all([this.list?.check(), this.checks?.check()]);
  }

  /** Scans that the server hasn't named yet. */
  get waiting(): ScanIn[] {
    const path = `/api/productions/${this.production?.production_id}/scans`;
    return queue.entries
      .filter((entry) => entry.path === path && entry.state === "waiting")
      .flatMap((entry) => (entry.body as Batch).scans);
  }

  /** Scans of this phone that could not be applied, until the person has read why. */
  get refused(): Entry[] {
    const path = `/api/productions/${this.production?.production_id}/scans`;
    return queue.parked.filter((entry) => entry.path === path);
  }

  /** Scans of this phone that the list may not hold yet, oldest first. */
  get own(): ScanIn[] {
    const waiting = this.waiting;
    const refused = this.refused.flatMap((entry) => (entry.body as Batch).scans);
    const known = new Set([...waiting, ...refused].map((scan) => scan.id));
    return [...this.done.filter((scan) => !known.has(scan.id)), ...waiting].sort(
      (a, b) => a.ms - b.ms || (a.counter ?? 0) - (b.counter ?? 0),
    );
  }

  get things(): Thing[] {
    const things = this.list?.body?.things ?? [];
    const over = new Map<number, ScanIn>();
    for (const scan of this.own) if (scan.thing_id) over.set(scan.thing_id, scan);
    return over.size === 0 ? things : things.map((thing) => laidOver(thing, over.get(thing.id), this.me));
  }

  get names(): Map<string, Named> {
    return new Map((this.list?.body?.names ?? []).map((name) => [`${name.kind}:${name.id}`, name]));
  }

  get disputes(): Dispute[] {
    return this.list?.body?.disputes ?? [];
  }

  get me(): number {
    return this.list?.body?.member_id ?? 0;
  }

  of(kind: string, id: number | null | undefined): Named | undefined {
    return id ? this.names.get(`${kind}:${id}`) : undefined;
  }

  /** Stores one scan on this phone; throws when it could not be stored, and then nothing was done. */
  async scan(
    thing: Thing,
    move: Move,
    holder: Holder,
    more: { check?: CheckIn; where?: string } = {},
  ): Promise<ScanIn> {
    const account = session.account;
    const production = this.production;
    if (!account || !production) throw new Error("nobody is signed in");
    await this.#remember(account);
    const now = Date.now();
    this.#last = stamp(Math.round(now + connection.offset), this.#last, {
      ms: thing.ms,
      counter: thing.counter,
    });
    const scan: ScanIn = {
      id: crypto.randomUUID(),
      thing_id: thing.id,
      label: null,
      move,
      holder,
      seq: seqOf(this.#last),
      ms: this.#last.ms,
      counter: this.#last.counter,
      device_at: new Date(now).toISOString(),
      seen: thing.event_id,
      check_id: more.check?.id ?? null,
      where: more.where ?? "",
    };
    const body: Batch = { device: this.#device, scans: [scan], checks: more.check ? [more.check] : [] };
    const path = `/api/productions/${production.production_id}/scans`;
    await act({ method: "POST", path, body, label: thing.code ?? thing.name });
    this.done = [...this.done.slice(-400), scan];
    return scan;
  }

  /** Who this phone is in the ledger, and its last stamp: kept, so that a start with a wrong clock doesn't go back. */
  async #remember(account: number): Promise<void> {
    const db = await accountDB(account);
    if (!this.#device) {
      const kept = (await db.get("kv", "scanner")) as { device: string; last: Stamp } | undefined;
      this.#device = kept?.device ?? crypto.randomUUID();
      const waiting = queue.entries.flatMap(
        (entry: Entry) => (entry.body as Partial<Batch> | undefined)?.scans ?? [],
      );
      for (const { ms, counter = 0 } of [...waiting, kept?.last ?? { ms: 0, counter: 0 }])
        if (later({ ms, counter }, this.#last)) this.#last = { ms, counter };
    }
    await db.put("kv", { device: this.#device, last: this.#last }, "scanner");
  }

  choose(production_id: number): void {
    this.chosen = production_id;
    try {
      localStorage.setItem(KEY, String(production_id));
    } catch {
      return;
    }
  }
}

/** A thing as it is after a scan of this phone that is newer than what the list says. */
export function laidOver(thing: Thing, scan: ScanIn | undefined, me: number): Thing {
  if (!scan || !later({ ms: scan.ms, counter: scan.counter ?? 0 }, thing)) return thing;
  const at = new Date(scan.ms).toISOString();
  const { kind } = scan.holder;
  const out = kind === "member" || kind === "unit" || kind === "place";
  return {
    ...thing,
    holder_kind: kind,
    holder_id: scan.holder.id ?? null,
    since_at: at,
    event_id: scan.id,
    ms: scan.ms,
    counter: scan.counter ?? 0,
    last_seen_at: at,
    last_seen_by: me,
    last_seen_place: scan.where ?? "",
    standing: thing.standing === "dispute" ? "dispute" : kind === "vendor" ? "back" : out ? "out" : "in",
  };
}

export const gear = new Store();
try {
  gear.chosen = Number(localStorage.getItem(KEY)) || undefined;
} catch {
  gear.chosen = undefined;
}

let soon: ReturnType<typeof setTimeout> | undefined;
onSent((entry) => {
  if (!entry.path.endsWith("/scans")) return;
  if (entry.state === "parked") {
    const refused = new Set((entry.body as Batch).scans.map((scan) => scan.id));
    gear.done = gear.done.filter((scan) => !refused.has(scan.id));
  }
  clearTimeout(soon);
  soon = setTimeout(() => void gear.refresh(), 400);
});
