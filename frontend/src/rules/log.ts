/** The day log as the phone shows it: what the server has, and over it what waits here. Newest entry of a subject counts. */
export interface LogLine {
  kind: string;
  department_id: number | null;
  member_id: number | null;
  /** null: taken back. */
  at: string | null;
}

export interface Standing {
  at: string;
  /** Not on the server yet. */
  waiting: boolean;
}

export type LogView = ReadonlyMap<string, Standing>;

export function subject(
  kind: string,
  department_id: number | null = null,
  member_id: number | null = null,
): string {
  return `${kind}/${department_id ?? ""}/${member_id ?? ""}`;
}

/** Both in the order in which they were made; what waits is newer than what has arrived. */
export function logView(arrived: readonly LogLine[], waiting: readonly LogLine[]): LogView {
  const view = new Map<string, Standing>();
  const lay = (lines: readonly LogLine[], isWaiting: boolean) => {
    for (const line of lines) {
      const key = subject(line.kind, line.department_id, line.member_id);
      if (line.at === null) view.delete(key);
      else view.set(key, { at: line.at, waiting: isWaiting });
    }
  };
  lay(arrived, false);
  lay(waiting, true);
  return view;
}

/** Of a clock time typed at `now`, the instant nearest to it: at 00:40 "23:50" was yesterday evening, "01:30" is tonight. */
export function nearest(candidates: readonly string[], now: number): string {
  const far = (at: string) => Math.abs(Date.parse(at) - now);
  return [...candidates].sort((a, b) => far(a) - far(b))[0] ?? "";
}
