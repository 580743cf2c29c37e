/** Who plays a role: linked by name, from the crew list. */
import { api, must } from "../../../api/client";
import { Problem } from "../../../api/problem";
import { grid as words } from "../../../words/grid";
import type { Editing } from "../editing.svelte";
import { field } from "../history.svelte";
import { type CalledOut, lineId } from "./cells";
import type { Grid } from "./grid.svelte";

export interface Person {
  id: number;
  name: string;
}

export async function people({ path }: Editing): Promise<readonly Person[]> {
  const { production_id } = path;
  try {
    const params = { path: { production_id } };
    return (await must(api.GET("/api/productions/{production_id}/members", { params }))).people;
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    return [];
  }
}

/** Links the role to who has this name; emptied, to nobody. False: there is no such person, and `wrong` says so. */
export function perform(grid: Grid, role: CalledOut, typed: string, known: readonly Person[]): boolean {
  const name = typed.trim();
  if (name === role.name) {
    grid.cancel();
    return true;
  }
  const found = known.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  if (name && found.length !== 1) {
    grid.wrong = [words.cant(name), words.wrong.performer].join(" ");
    return false;
  }
  const { editing } = grid;
  const element_id = role.element_id ?? 0;
  const put = (member_id: number | null) =>
    must(
      api.PUT("/api/productions/{production_id}/roles/{element_id}/performer", {
        params: { path: { production_id: editing.path.production_id, element_id } },
        body: { member_id },
      }),
    );
  const stands = () => editing.day?.cast.find((line) => line.element_id === element_id)?.member_id ?? null;
  void editing
    .change(() => put(found[0]?.id ?? null), field(stands, put))
    .then(() => {
      const now = editing.day?.cast.find((line) => line.element_id === element_id);
      if (now) grid.go(lineId(now), "name");
    });
  grid.cancel();
  return true;
}
