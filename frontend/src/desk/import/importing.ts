/** What the import page asks and keeps; a form with files is no JSON, so it is put together here. */
import { api, must, patiently } from "../../api/client";
import type { components } from "../../api/schema";

export type Report = components["schemas"]["ImportReport"];
export type Past = components["schemas"]["ImportRow"];

export interface Asked {
  files: readonly File[];
  text: string;
  first_day: string;
  /** Of a production that is started: where it is shot. */
  where: { zone: string; country: string };
  answers: Readonly<Record<string, string>>;
}

function formOf(asked: Asked): FormData {
  const form = new FormData();
  for (const file of asked.files) form.append("files", file, file.name);
  form.append("text", asked.text);
  form.append("first_day", asked.first_day);
  const { zone, country } = asked.where;
  form.append(
    "production",
    JSON.stringify({ zone: zone.trim() || null, country: country.trim().toUpperCase() || null }),
  );
  form.append("answers", JSON.stringify(asked.answers));
  return form;
}

type Body = components["schemas"]["Upload"];

/** The note about these files. `dry_run`: only a look. Without a production one is started. Throws Problem. */
export async function take(
  production_id: number | undefined,
  asked: Asked,
  dry_run: boolean,
): Promise<Report[]> {
  const how = {
    body: {} as Body,
    bodySerializer: () => formOf(asked),
    fetch: patiently,
  };
  const query = { dry_run };
  const answer =
    production_id === undefined
      ? await must(api.POST("/api/imports", { params: { query }, ...how }))
      : await must(
          api.POST("/api/productions/{production_id}/imports", {
            params: { path: { production_id }, query },
            ...how,
          }),
        );
  return answer.reports;
}

export const SECTIONS = ["refused", "doubted", "merged", "vanished", "kept", "changed", "made"] as const;
/** What is read at once; the rest is folded. */
export const OPEN = new Set<string>(["refused", "doubted", "vanished"]);

/** "147 scenes · 4 banners": counts that the page has a word for, in the server's order. */
export function counted(
  counts: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
): string {
  return Object.entries(counts)
    .filter(([name, n]) => n > 0 && words[name])
    .map(([name, n]) => `${n} ${words[name]}`)
    .join(" · ");
}
