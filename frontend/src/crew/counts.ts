import type { ChangesOut, TodayOut } from "../api/today";

/** What I must confirm and have not, each notice once. */
export function toConfirm(today: TodayOut | undefined, changes: ChangesOut | undefined): number {
  const open = new Set<number>();
  for (const day of today?.days ?? []) {
    if (day.notice?.must_confirm && day.wrapped_at === null && day.notice.confirmed_at === null)
      open.add(day.notice.id);
  }
  for (const change of changes?.changes ?? []) {
    if (change.must_confirm && change.confirmed_at === null && change.state !== "superseded")
      open.add(change.notice_id);
    if (change.confirmed_at !== null) open.delete(change.notice_id);
  }
  return open.size;
}
