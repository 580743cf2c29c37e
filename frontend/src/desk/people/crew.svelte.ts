/** What the crew page holds of the server, for one production. */
import { api, must } from "../../api/client";
import type { components } from "../../api/schema";
import type { Department, Person, Reach } from "./people";

type Role = components["schemas"]["RolesIn"]["roles"][number];
export type Waves = components["schemas"]["WavesOut"];
export type PeopleList = components["schemas"]["PeopleListOut"];
export type Imported = components["schemas"]["ImportRow"];

export class Crew {
  people = $state.raw<Person[] | undefined>(undefined);
  reach = $state.raw<ReadonlyMap<number, Reach>>(new Map());
  departments = $state.raw<Department[]>([]);
  /** They fill themselves; read anew with everything else. */
  lists = $state.raw<PeopleList[]>([]);
  /** Agreements that a person's may be. */
  packs = $state.raw<components["schemas"]["RestPackOut"][]>([]);
  waves = $state.raw<Waves | undefined>(undefined);
  /** The newest import of people that stands. */
  imported = $state.raw<Imported | undefined>(undefined);
  readonly path: { production_id: number };

  constructor(production_id: number) {
    this.path = { production_id };
  }

  /** Everything at once. Throws Problem. */
  async read(may: { invites: boolean; imports: boolean }): Promise<void> {
    const params = { path: this.path };
    const [people, reach, lists, office, packs, waves, past] = await Promise.all([
      this.#people(),
      must(api.GET("/api/productions/{production_id}/reachable", { params })),
      must(api.GET("/api/productions/{production_id}/lists", { params })),
      must(api.GET("/api/productions/{production_id}/office", { params })),
      must(api.GET("/api/productions/{production_id}/rest-packs", { params })),
      may.invites ? must(api.GET("/api/productions/{production_id}/invites/waves", { params })) : undefined,
      may.imports ? must(api.GET("/api/productions/{production_id}/imports", { params })) : undefined,
    ]);
    this.reach = new Map(reach.people.map((one) => [one.member_id, one]));
    this.lists = lists.lists;
    this.departments = office.departments;
    this.packs = packs;
    this.waves = waves;
    this.imported = past?.imports.find(
      (one) => !one.undone_at && (one.kind === "crew" || one.kind === "contacts"),
    );
    this.people = people;
  }

  /** Gives what the positions of these suggest, as it is shown. Throws Problem. */
  async confirmRoles(shown: readonly Person[]): Promise<void> {
    const members = shown.map(({ id, proposed_roles }) => ({
      member_id: id,
      roles: proposed_roles as Role[],
    }));
    const params = { path: this.path };
    await must(api.POST("/api/productions/{production_id}/members/roles", { params, body: { members } }));
  }

  /** Take the newest import of people back. Throws Problem. */
  async takeBack(): Promise<void> {
    if (!this.imported) return;
    const path = { ...this.path, import_id: this.imported.id };
    await must(api.POST("/api/productions/{production_id}/imports/{import_id}/undo", { params: { path } }));
  }

  async #people(): Promise<Person[]> {
    const found: Person[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const params: { path: { production_id: number }; query: { after: number; limit: number } } = {
        path: this.path,
        query: { after, limit: 500 },
      };
      const page: components["schemas"]["PeopleOut"] = await must(
        api.GET("/api/productions/{production_id}/members", { params }),
      );
      found.push(...page.people);
      after = page.next_after;
    }
    return found;
  }
}
