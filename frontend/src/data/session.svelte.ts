import type { ProductionOut } from "../api/today";

/** Who is signed in on this phone, from the stored copy at once and from the server when it is heard. */
class Session {
  /** null: nobody; undefined: not read yet. */
  account = $state<number | null | undefined>(undefined);
  name = $state("");
  productions = $state.raw<ProductionOut[]>([]);

  /** Whether the person holds `right` ("day.change") on that production, as the server said last. */
  may(right: string, production_id: number): boolean {
    return this.productions.some((p) => p.id === production_id && p.rights.includes(right));
  }

  production(id: number): ProductionOut | undefined {
    return this.productions.find((p) => p.id === id);
  }
}

export const session = new Session();
