import type { components } from "../api/schema";

export type Membership = components["schemas"]["MembershipOut"];

/** Who is signed in on this phone: from the stored copy at once, from the server when it is heard. */
class Session {
  /** null: nobody; undefined: not read yet. */
  account = $state<number | null | undefined>(undefined);
  name = $state("");
  email = $state<string | null>(null);
  device = $state<number | null>(null);
  signedInUntil = $state<string | null>(null);
  memberships = $state.raw<Membership[]>([]);

  /** Whether the person holds `right` ("day.change") on that production, as the server said last. */
  may(right: string, production_id: number): boolean {
    return this.on(production_id)?.may.includes(right) ?? false;
  }

  on(production_id: number): Membership | undefined {
    return this.memberships.find((membership) => membership.production_id === production_id);
  }
}

export const session = new Session();
