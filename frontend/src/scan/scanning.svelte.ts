/** One continuous session of scanning: the mode, the scope of the check, who gets it, and what the last label came to. */
import type { components } from "../api/schema";
import { accountDB } from "../data/databases";
import { session } from "../data/session.svelte";
import { type Check, type Dispute, gear, type Holder, type Move, type Thing } from "../gear/gear.svelte";
import { readLabel } from "./label";
import { type Answer, sound } from "./sounds";

export type Mode = "check" | "hand_over" | "out_in";
export type Scope = { kind: "vehicle" | "department" | "thing"; id: number };
type CheckIn = components["schemas"]["CheckIn"];

/** A check of this phone: kept, so that a phone that was killed goes on where it was. */
interface Own {
  check: CheckIn;
  read: Record<string, number>;
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
  own = $state.raw<Own | undefined>(undefined);
  #n = 0;

  async open(): Promise<void> {
    const kept = session.account && (await (await accountDB(session.account)).get("kv", "check"));
    const own = kept as Own | undefined;
    if (own && Date.now() - Date.parse(own.check.started_at) < ROUND_MS) {
      this.own = own;
      this.scope ??= { kind: own.check.scope_kind, id: own.check.scope_id };
    }
    this.scope ??= scopes()[0];
    this.holder ??= gear.me ? { kind: "member", id: gear.me } : undefined;
  }

  /** The newest check of this scope as the server put it together. */
  get round(): Check | undefined {
    const { kind, id } = this.scope ?? {};
    return gear.checks?.body?.checks.find((check) => check.scope_kind === kind && check.scope_id === id);
  }

  /** Whether what the server knows of the scope belongs to the check that goes on here. */
  get open_round(): Check | undefined {
    const round = this.round;
    if (!round || round.closed_at) return undefined;
    return Date.now() - Date.parse(round.started_at) < ROUND_MS ? round : undefined;
  }

  get mine(): Set<number> {
    const own = this.own;
    const same = own?.check.scope_kind === this.scope?.kind && own?.check.scope_id === this.scope?.id;
    return new Set(own && same ? Object.keys(own.read).map(Number) : []);
  }

  get found(): Set<number> {
    return new Set([...(this.open_round?.found ?? []), ...this.mine]);
  }

  choose(scope: Scope): void {
    this.scope = scope;
    this.said = undefined;
  }

  async read(text: string): Promise<void> {
    const label = readLabel(text, gear.list?.body?.origins ?? [location.origin]);
    if (label.kind !== "ours") {
      const thing = label.kind === "not_a_code" ? byWritten(text) : undefined;
      if (thing) return this.take(thing);
      return this.say(label.kind === "foreign" ? "foreign" : "unknown");
    }
    const thing = gear.things.find((one) => one.label === label.code) ?? byWritten(text);
    return thing ? this.take(thing) : this.say("unknown");
  }

  async take(thing: Thing, { sure = false } = {}): Promise<void> {
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
    const check = this.#check(scope);
    const astray = scope.kind === "vehicle" && thing.home_vehicle_id !== scope.id;
    const stored = await this.#store(
      thing,
      "return",
      astray ? { kind: "vehicle", id: scope.id } : { kind: "home", id: null },
      check,
    );
    if (!stored) return;
    const read = this.own?.check.id === check.id ? this.own.read : {};
    this.own = { check, read: { ...read, [thing.id]: Date.now() } };
    if (session.account)
      await (await accountDB(session.account)).put("kv", this.own, "check").catch(() => undefined);
  }

  /** Goes on with this phone's check, joins the one that is open, or begins one. */
  #check(scope: Scope): CheckIn {
    const own = this.own?.check;
    const closed = this.round?.closed_at;
    const fresh = own && (!closed || Date.parse(own.started_at) > Date.parse(closed));
    if (own && fresh && own.scope_kind === scope.kind && own.scope_id === scope.id) return own;
    const open = this.open_round;
    return {
      id: open?.id ?? crypto.randomUUID(),
      scope_kind: scope.kind,
      scope_id: scope.id,
      started_at: open?.started_at ?? new Date().toISOString(),
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

/** What is written on it, or a walkie's number alone. */
export function byWritten(typed: string): Thing | undefined {
  const said = typed.trim().toUpperCase();
  if (!said) return undefined;
  const exact = gear.things.find((one) => one.code?.toUpperCase() === said);
  if (exact || !/^\d{1,4}$/.test(said)) return exact;
  return gear.things.find(
    (one) => one.kind === "walkie" && Number(/\d+$/.exec(one.code ?? "")?.[0]) === Number(said),
  );
}

/** What belongs to a scope: what the server expects there too (models/gear/checks.py). */
export function expected(scope: Scope | undefined, things: readonly Thing[]): Thing[] {
  if (!scope) return [];
  return things.filter((thing) => {
    if (!thing.code || thing.holder_kind === "vendor") return false;
    if (scope.kind === "thing") return thing.in_thing_id === scope.id;
    const top = !thing.in_thing_id && (thing.kind === "case" || thing.kind === "cart");
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
  const rank = (scope: Scope & { own: boolean }) =>
    (scope.own ? 0 : 10) + (scope.kind === "vehicle" ? 0 : scope.kind === "department" ? 1 : 2);
  return [...found.values()]
    .sort((a, b) => rank(a) - rank(b))
    .filter((scope) => expected(scope, things).length > 0);
}

export function scopeName(scope: Scope | undefined): string {
  if (!scope) return "";
  if (scope.kind === "thing") return gear.things.find((one) => one.id === scope.id)?.name ?? "";
  return gear.of(scope.kind, scope.id)?.name ?? "";
}
