/** Where a thing is and belongs, in words. */
import { correctedMs } from "../data/connection.svelte";
import { look } from "../ui/look.svelte";
import type { ShapeName } from "../ui/shapes";
import { gear as words } from "../words/gear";
import { clock, dateOf, ownZone, shortDate, weekday } from "../words/time";
import { type Dispute, gear, type Thing } from "./gear.svelte";

type Tone = "ok" | "warn" | "danger" | "info" | "";

export function zone(): string {
  return gear.production?.zone ?? ownZone();
}

/** "20:06" today, "Thu 14:20" this week, else the date too. */
export function when(at: string | null | undefined): string {
  if (!at) return "";
  const on = dateOf(at, zone());
  const today = dateOf(correctedMs(), zone());
  const time = clock(at, zone(), look.clock);
  if (on === today) return time;
  const days = (Date.parse(today) - Date.parse(on)) / 86_400_000;
  return `${days < 7 && days > 0 ? weekday(on) : shortDate(on)} ${time}`;
}

export function holderWords(kind: string, id: number | null | undefined): string {
  if (kind === "home") return words.holderAt.home;
  const name = gear.of(kind, id)?.name ?? words.somebody;
  const say = words.holderAt[kind as keyof typeof words.holderAt];
  return typeof say === "function" ? say(name) : name;
}

export function belongs(thing: Thing): string {
  return (
    gear.of("vehicle", thing.home_vehicle_id)?.name ?? gear.of("department", thing.department_id)?.name ?? ""
  );
}

/** "Last: Liam Castillo, dining hall, 14:20". */
export function lastSeen(thing: Thing): string {
  const who =
    thing.holder_kind === "member"
      ? gear.of("member", thing.holder_id)
      : gear.of("member", thing.last_seen_by);
  const parts = [who?.name ?? "", thing.last_seen_place, when(thing.last_seen_at)].filter(Boolean);
  return parts.length > 0 ? words.last(parts) : words.neverSeen;
}

/** Whom to ring about it: who has it, else who had it in hand last, else who says so too. Never oneself. */
export function ringAbout(thing: Thing): { name: string; phone: string } | undefined {
  const claims = gear.disputes.find((one) => one.thing_id === thing.id)?.claims ?? [];
  const people = [thing.last_seen_by, ...claims.map((claim) => claim.member_id).reverse()];
  const holder = thing.holder_kind === "home" ? undefined : gear.of(thing.holder_kind, thing.holder_id);
  const found = [holder, ...people.map((id) => gear.of("member", id))];
  return found.find((one) => one?.phone && !(one.kind === "member" && one.id === gear.me));
}

/** What somebody says of a disputed case: "has it, Keel house", "counted it", "gave it to Lena". */
export function claimWords(claim: Dispute["claims"][number]): string {
  const said =
    claim.holder_kind === "home"
      ? words.counted
      : claim.holder_kind === "member" && claim.holder_id === claim.member_id
        ? words.hasIt
        : `${words.moves.take} ${gear.of(claim.holder_kind, claim.holder_id)?.name ?? words.somebody}`;
  return [said, claim.place].filter(Boolean).join(", ");
}

export const LOOKS: Record<string, { shape: ShapeName; tone: Tone }> = {
  missing: { shape: "missing", tone: "danger" },
  dispute: { shape: "dispute", tone: "danger" },
  lost: { shape: "missing", tone: "danger" },
  quarantine: { shape: "damage", tone: "warn" },
  out: { shape: "out", tone: "" },
  back: { shape: "out", tone: "" },
  in: { shape: "here", tone: "ok" },
};

export function standingWord(thing: Thing): string {
  return words.standing[thing.standing as keyof typeof words.standing];
}
