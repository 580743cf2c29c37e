/** One continuous session of scanning: the mode, the scope of the check, who gets it, and what the last label came to. */
import type { components } from "../api/schema";
import { correctedMs, correctedNow } from "../data/connection.svelte";
import { accountDB } from "../data/databases";
import { kept } from "../data/keeping.svelte";
import { session } from "../data/session.svelte";
import { type Check, type Dispute, gear, type Holder, type Move, type Thing } from "../gear/gear.svelte";
import { gear as words } from "../words/gear";
import { readLabel } from "./label";
import { type Answer, sound } from "./sounds";

export type Mode = "check" | "hand_over" | "out_in";
/** `trucks`: all of a department's, or with 0 the whole production's; on the server it is one check a truck. */
export type Scope = { kind: "vehicle" | "department" | "thing" | "trucks"; id: number };
type Part = { kind: CheckIn["scope_kind"]; id: number };
type CheckIn = components["schemas"]["CheckIn"];

/** A check of this phone: kept, so that a phone that was killed goes on where it was. */
interface Own {
  check: CheckIn;
  read: Record<string, number>;
}

/** Own checks by `kind:id`, and the scope that was chosen last. */
interface Kept {
  scope: Scope;
  own: Record<string, Own>;
}

export interface Said {
  answer: Answer | "foreign";
  thing?: Thing;
  /** Who has it, for *held*. */
  who?: string;
  n: number;
}

const ROUND_MS = 3 * 3_600_000;

class Scanning {
  mode = $state<Mode>("check");
  direction = $state<"out" | "in">("out");
  scope = $state.raw<Scope | undefined>(undefined);
  holder = $state.raw<Holder | undefined>(undefined);
  where = $state("");
  said = $state.raw<Said | undefined>(undefined);
  /** A question that waits: the case is held by somebody else. */
  held = $state.raw<Thing | undefined>(undefined);
  dispute = $state.raw<{ thing: Thing; dispute: Dispute } | undefined>(undefined);
  own = $state.raw<Record<string, Own>>({});
  /** The truck that was read last: what belongs elsewhere lies on it. */
  #at: Part | undefined;
  #n = 0;
  #before: Promise<unknown> = Promise.resolve();

  async open(): Promise<void> {
    const account = session.account;
    const checks = account && (await kept(async () => (await accountDB(account)).get("kv", "checks")));
    const { own, scope } = (checks || { own: {} }) as Partial<Kept> & { own: Kept["own"] };
    const going = Object.entries(own).filter(
      ([, { check }]) => correctedMs() - Date.parse(check.started_at) < ROUND_MS,
    );
    if (going.length > 0) {
      this.own = { ...Object.fromEntries(going), ...this.own };
      this.scope ??= scope;
    }
    this.scope ??= scopes()[0];
    this.holder ??= gear.me ? { kind: "member", id: gear.me } : undefined;
  }

  /** What is checked, each of which has a check of its own. */
  get parts(): Part[] {
    return partsOf(this.scope, gear.things);
  }

  /** The newest checks of these as the server put them together, as far as they go on. */
  get open_rounds(): Check[] {
    return this.parts.flatMap((part) => openRound(part) ?? []);
  }

  get mine(): Set<number> {
    return new Set(this.parts.flatMap((part) => Object.keys(this.own[key(part)]?.read ?? {}).map(Number)));
  }

  get found(): Set<number> {
    return new Set([...this.open_rounds.flatMap((round) => round.found), ...this.mine]);
  }

  /** The checks that closing ends. */
  get to_close(): string[] {
    return this.parts.flatMap((part) => this.own[key(part)]?.check.id ?? openRound(part)?.id ?? []);
  }

  choose(scope: Scope): void {
    this.scope = scope;
    this.said = undefined;
  }

  read(text: string): Promise<void> {
    return this.#next(() => this.#read(text));
  }

  take(thing: Thing, { sure = false } = {}): Promise<void> {
    return this.#next(() => this.#take(gear.things.find((one) => one.id === thing.id) ?? thing, sure));
  }

  /** One after the other: two labels within a blink begin one check, and one label read twice is counted once. */
  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#before.then(work);
    this.#before = done.catch(() => undefined);
    return done;
  }

  async #read(text: string): Promise<void> {
    const label = readLabel(text, gear.list?.body?.origins ?? [location.origin]);
    if (label.kind !== "ours") {
      const thing = byWritten(text);
      if (thing) return this.#take(thing, false);
      return this.say(label.kind === "foreign" ? "foreign" : "unknown");
    }
    const thing = gear.things.find((one) => one.label === label.code) ?? byWritten(text);
    return thing ? this.#take(thing, false) : this.say("unknown");
  }

  async #take(thing: Thing, sure: boolean): Promise<void> {
    this.held = undefined;
    const dispute = gear.disputes.find((one) => one.thing_id === thing.id);
    if (dispute && !sure) {
      this.dispute = { thing, dispute };
      return this.say("held", thing);
    }
    if (this.mode === "check") return this.#count(thing);
    const target =
      this.mode === "out_in" && this.direction === "in"
        ? ({ kind: "home", id: null } as Holder)
        : this.holder;
    if (!target) return;
    if (same(thing, target)) return this.say("twice", thing);
    const other = thing.holder_kind === "member" && thing.holder_id !== gear.me && target.kind !== "home";
    if (other && !sure) {
      this.held = thing;
      return this.say("held", thing);
    }
    await this.#store(thing, target.kind === "home" || target.kind === "vendor" ? "return" : "take", target);
  }

  async #count(thing: Thing): Promise<void> {
    const scope = this.scope;
    if (!scope) return;
    if (this.found.has(thing.id)) return this.say("twice", thing);
    const part = this.#part(thing);
    if (!part) return;
    const check = this.#check(part);
    const astray = part.kind === "vehicle" && thing.home_vehicle_id !== part.id;
    const stored = await this.#store(
      thing,
      "return",
      astray ? { kind: "vehicle", id: part.id } : { kind: "home", id: null },
      check,
    );
    if (!stored) return;
    const before = this.own[key(part)];
    const read = before?.check.id === check.id ? before.read : {};
    this.own = { ...this.own, [key(part)]: { check, read: { ...read, [thing.id]: Date.now() } } };
    const kept: Kept = { scope, own: this.own };
    if (session.account)
      await (await accountDB(session.account)).put("kv", kept, "checks").catch(() => undefined);
  }

  /** Whose check counts a thing: its own truck's, else that of the truck that is being read. */
  #part(thing: Thing): Part | undefined {
    const parts = this.parts;
    const home = parts.find((part) => part.kind === "vehicle" && part.id === thing.home_vehicle_id);
    const here = parts.find((part) => this.#at && key(part) === key(this.#at));
    this.#at = home ?? here ?? parts[0];
    return this.#at;
  }

  /** Goes on with this phone's check, joins the one that is open, or begins one. */
  #check(part: Part): CheckIn {
    const own = this.own[key(part)]?.check;
    const closed = roundOf(part)?.closed_at;
    const fresh = own && (!closed || Date.parse(own.started_at) > Date.parse(closed));
    if (own && fresh) return own;
    const open = openRound(part);
    return {
      id: open?.id ?? crypto.randomUUID(),
      scope_kind: part.kind,
      scope_id: part.id,
      started_at: open?.started_at ?? correctedNow(),
    };
  }

  async #store(thing: Thing, move: Move, holder: Holder, check?: CheckIn): Promise<boolean> {
    const lost = thing.hold === "lost";
    try {
      await gear.scan(thing, lost ? "found" : move, holder, {
        ...(check ? { check } : {}),
        where: this.where.trim(),
      });
    } catch {
      this.say("not_saved", thing);
      return false;
    }
    this.say("stored", thing);
    return true;
  }

  /** What one can see: it's in my hands, so I answer for it. The correction knew both claims. */
  async claim(): Promise<void> {
    const thing = this.dispute?.thing;
    this.dispute = undefined;
    if (!thing) return;
    const mine: Holder = this.mode === "check" ? { kind: "home", id: null } : { kind: "member", id: gear.me };
    await this.#store(thing, "correct", mine);
  }

  say(answer: Answer | "foreign", thing?: Thing): void {
    const who = thing && answer === "held" ? (gear.of(thing.holder_kind, thing.holder_id)?.name ?? "") : "";
    this.said = { answer, n: ++this.#n, who, ...(thing ? { thing } : {}) };
    sound(answer === "foreign" ? "unknown" : answer);
  }
}

export const scanning = new Scanning();

function same(thing: Thing, holder: Holder): boolean {
  return thing.holder_kind === holder.kind && (thing.holder_id ?? null) === (holder.id ?? null);
}

/** "CAM-07", "cam 07" and "cam07" are the same to who reads it off the case. */
function bare(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, "");
}

/** What is written on it, or a walkie's number alone. */
export function byWritten(typed: string): Thing | undefined {
  const said = bare(typed);
  if (!said) return undefined;
  const exact = gear.things.find((one) => bare(one.code ?? "") === said);
  if (exact || !/^\d{1,4}$/.test(said)) return exact;
  return gear.things.find(
    (one) => one.kind === "walkie" && Number(/\d+$/.exec(one.code ?? "")?.[0]) === Number(said),
  );
}

function key(part: Part): string {
  return `${part.kind}:${part.id}`;
}

/** The newest check of a truck, cart or department as the server put it together. */
function roundOf({ kind, id }: Part): Check | undefined {
  return gear.checks?.body?.checks.find((check) => check.scope_kind === kind && check.scope_id === id);
}

/** If what the server knows of it belongs to the check that goes on here. */
function openRound(part: Part): Check | undefined {
  const round = roundOf(part);
  if (!round || round.closed_at) return undefined;
  return correctedMs() - Date.parse(round.started_at) < ROUND_MS ? round : undefined;
}

/** The trucks on which things of a department live, or with 0 all trucks; a scope of one is itself. */
export function partsOf(scope: Scope | undefined, things: readonly Thing[]): Part[] {
  if (!scope) return [];
  if (scope.kind !== "trucks") return [{ kind: scope.kind, id: scope.id }];
  const trucks = new Set<number>();
  for (const { home_vehicle_id, department_id, in_thing_id } of things)
    if (home_vehicle_id && !in_thing_id && (scope.id === 0 || department_id === scope.id))
      trucks.add(home_vehicle_id);
  return [...trucks].sort((a, b) => a - b).map((id) => ({ kind: "vehicle", id }));
}

/** What belongs to a scope: what the server expects there too (models/gear/checks.py). */
export function expected(scope: Scope | undefined, things: readonly Thing[]): Thing[] {
  if (!scope) return [];
  const trucks = new Set(scope.kind === "trucks" ? partsOf(scope, things).map((part) => part.id) : []);
  return things.filter((thing) => {
    if (!thing.code || thing.holder_kind === "vendor") return false;
    if (scope.kind === "thing") return thing.in_thing_id === scope.id;
    const top = !thing.in_thing_id && (thing.kind === "case" || thing.kind === "cart");
    if (scope.kind === "trucks") return top && trucks.has(thing.home_vehicle_id ?? 0);
    return top && (scope.kind === "vehicle" ? thing.home_vehicle_id : thing.department_id) === scope.id;
  });
}

/** What can be checked, one's own department first. */
export function scopes(): Scope[] {
  const things = gear.things;
  const mine = new Set(gear.of("member", gear.me)?.departments ?? []);
  const found = new Map<string, Scope & { own: boolean }>();
  for (const thing of things) {
    if (thing.in_thing_id || !thing.code) continue;
    const own = mine.has(thing.department_id ?? 0);
    const add = (kind: Scope["kind"], id: number | null) => {
      if (!id) return;
      const key = `${kind}:${id}`;
      found.set(key, { kind, id, own: own || (found.get(key)?.own ?? false) });
    };
    add("vehicle", thing.home_vehicle_id);
    add("department", thing.department_id);
    if (thing.kind === "cart") add("thing", thing.id);
  }
  const several = (id: number, own: boolean) => {
    const scope: Scope = { kind: "trucks", id };
    if (partsOf(scope, things).length > 1) found.set(`trucks:${id}`, { ...scope, own });
  };
  for (const id of mine) several(id, true);
  several(0, false);
  const order: Record<Scope["kind"], number> = { vehicle: 0, trucks: 1, department: 2, thing: 3 };
  const rank = (scope: Scope & { own: boolean }) => (scope.own ? 0 : 10) + order[scope.kind];
  return [...found.values()]
    .sort((a, b) => rank(a) - rank(b))
    .filter((scope) => expected(scope, things).length > 0);
}

export function scopeName(scope: Scope | undefined): string {
  if (!scope) return "";
  if (scope.kind === "trucks") {
    const many = partsOf(scope, gear.things).length;
    return words.trucks(gear.of("department", scope.id)?.name ?? "", many);
  }
  if (scope.kind === "thing") return gear.things.find((one) => one.id === scope.id)?.name ?? "";
  return gear.of(scope.kind, scope.id)?.name ?? "";
}
