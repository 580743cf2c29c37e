/** Who sits at the desk, and which production is open. One answer of the server, kept for the whole visit. */
import { api, must } from "../api/client";
import { Problem } from "../api/problem";
import type { components } from "../api/schema";
import { signedIn } from "../data/databases";
import { readHeld } from "../data/documents";

export type Me = components["schemas"]["MeOut"];
export type Membership = components["schemas"]["MembershipOut"];

const KEY = "callboard.desk.production";

class House {
  /** undefined: not read yet; null: nobody is signed in. */
  me = $state.raw<Me | null | undefined>(undefined);
  problem = $state.raw<Problem | null>(null);
  mailCaptured = $state(false);
  chosen = $state<number | undefined>(undefined);

  /** The production that is open: the chosen one, else the first that runs. */
  get here(): Membership | undefined {
    const on = this.me?.memberships ?? [];
    return on.find((m) => m.production_id === this.chosen) ?? on.find((m) => !m.archived) ?? on[0];
  }

  may(right: string): boolean {
    return this.here?.may.includes(right) ?? false;
  }

  async read(): Promise<void> {
    try {
      const [me, ways] = await Promise.all([must(api.GET("/api/me")), must(api.GET("/api/sign-in"))]);
      this.me = me;
      this.mailCaptured = ways.mail_captured;
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (failure.status === 401) this.me = null;
      else if (!failure.offline || this.me || !(await this.#stored())) this.problem = failure;
    }
  }

  /** With no signal: who this device knows. The pages say themselves what they need the server for. */
  async #stored(): Promise<boolean> {
    const here = await signedIn().catch(() => undefined);
    const held = here && (await readHeld<Me>(here.id, "me"));
    if (held) this.me = held.body;
    return held !== undefined;
  }

  open(production_id: number): void {
    this.chosen = production_id;
    remember(String(production_id));
  }
}

/** Private windows may refuse storage. */
function remember(id: string): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    return;
  }
}

function remembered(): number | undefined {
  try {
    return Number(localStorage.getItem(KEY)) || undefined;
  } catch {
    return undefined;
  }
}

export const house = new House();
house.chosen = remembered();
