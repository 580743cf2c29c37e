import type { ChangesOut, TodayOut } from "../api/today";
import { asking } from "../rules/asked";

/** What I must confirm and have not, each notice once. */
export function toConfirm(today: TodayOut | undefined, changes: ChangesOut | undefined): number {
  const open = new Set<number>();
  for (const day of today?.days ?? []) {
    if (day.notice?.must_confirm && day.wrapped_at === null && day.notice.confirmed_at === null)
      open.add(day.notice.id);
  }
  const all = changes?.changes ?? [];
  for (const { notice_id } of asking(all)) open.add(notice_id);
  for (const { notice_id, confirmed_at } of all) if (confirmed_at !== null) open.delete(notice_id);
  return open.size;
}
