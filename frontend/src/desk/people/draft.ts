/** A person as the form holds them (text fields) and as the server takes them. */
import type { components } from "../../api/schema";
import type { Person } from "./people";

export type PersonIn = components["schemas"]["PersonIn"];

export interface PositionDraft {
  department_id: string;
  title: string;
  head: boolean;
  starts_on: string;
  ends_on: string;
  only_on: string;
}

export interface Draft {
  name: string;
  email: string;
  mobile: string;
  second_number: string;
  contact_via: string;
  minor: boolean;
  /** Key of a rule pack; empty: as their department. */
  rest_pack: string;
  positions: PositionDraft[];
}

export function blank(): Draft {
  return {
    name: "",
    email: "",
    mobile: "",
    second_number: "",
    contact_via: "",
    minor: false,
    rest_pack: "",
    positions: [blankPosition()],
  };
}

export function blankPosition(): PositionDraft {
  return { department_id: "", title: "", head: false, starts_on: "", ends_on: "", only_on: "" };
}

export function draftOf(person: Person): Draft {
  return {
    name: person.name,
    email: person.email ?? "",
    mobile: person.mobile_typed ?? person.mobile ?? "",
    second_number: person.second_number ?? "",
    contact_via: person.contact_via ?? "",
    minor: person.minor,
    rest_pack: person.rest_pack ?? "",
    positions: person.positions.map((p) => ({
      department_id: String(p.department_id),
      title: p.title,
      head: p.head,
      starts_on: p.starts_on ?? "",
      ends_on: p.ends_on ?? "",
      only_on: p.only_on.join(", "),
    })),
  };
}

/** "2025-04-14, 2025-04-15" → dates; null where one isn't a date. */
export function datesIn(text: string): string[] | null {
  const parts = text.split(/[,;\s]+/).filter(Boolean);
  return parts.every((part) => /^\d{4}-\d{2}-\d{2}$/.test(part) && !Number.isNaN(Date.parse(part)))
    ? parts
    : null;
}

/** What goes to the server; fields that the form doesn't show keep what stood there. */
export function sent(draft: Draft, before?: Person): PersonIn {
  const text = (value: string): string | null => value.trim() || null;
  return {
    name: draft.name.trim(),
    email: text(draft.email),
    mobile: text(draft.mobile),
    second_number: text(draft.second_number),
    contact_via: text(draft.contact_via),
    minor: draft.minor,
    unit_id: before?.unit_id ?? null,
    born_on: before?.born_on ?? null,
    rest_pack: text(draft.rest_pack),
    positions: draft.positions.map((p) => ({
      department_id: Number(p.department_id),
      title: p.title.trim(),
      head: p.head,
      starts_on: text(p.starts_on),
      ends_on: text(p.ends_on),
      only_on: datesIn(p.only_on) ?? [],
    })),
  };
}
