/** A confirmation in the copies on the phone, before the server has heard of it. */
import type { ChangesOut, TodayOut } from "../api/today";

/** The document with that notice confirmed at that instant; unknown or confirmed before: the same document. */
export function confirmedAs(today: TodayOut, notice: number, at: string): TodayOut {
  const asked = today.days.some((day) => day.notice?.id === notice && day.notice.confirmed_at === null);
  if (!asked) return today;
  const days = today.days.map((day) =>
    day.notice?.id === notice
      ? { ...day, notice: { ...day.notice, confirmed_at: at, state: "confirmed" } }
      : day,
  );
  return { ...today, days };
}

export function changeConfirmed(list: ChangesOut, notice: number, at: string): ChangesOut {
  const asked = list.changes.some((change) => change.notice_id === notice && change.confirmed_at === null);
  if (!asked) return list;
  const changes = list.changes.map((change) =>
    change.notice_id === notice ? { ...change, confirmed_at: at, state: "confirmed" } : change,
  );
  return { ...list, changes };
}
