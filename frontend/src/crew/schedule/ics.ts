/** My days as a calendar file (RFC 5545): a snapshot, as it says itself; the app is what rings. */
import type { ScheduleDay } from "../../api/today";

export function ics(days: readonly ScheduleDay[], origin: string): string {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Callboard//My days//EN", "CALSCALE:GREGORIAN"];
  for (const day of days) if (day.state !== "cancelled") lines.push(...entry(day, origin));
  lines.push("END:VCALENDAR");
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

function entry(day: ScheduleDay, origin: string): string[] {
  const title = day.day_number === null ? day.unit : `Day ${day.day_number}`;
  const version = day.version ? `${day.version.colour} v${day.version.number}. ` : "Not issued yet. ";
  const when = day.call_at
    ? [
        `DTSTART:${utc(day.call_at)}`,
        `DTEND:${utc(new Date(Date.parse(day.call_at) + 3_600_000).toISOString())}`,
      ]
    : [`DTSTART;VALUE=DATE:${day.on_date.replaceAll("-", "")}`];
  return [
    "BEGIN:VEVENT",
    `UID:day-${day.production_id}-${day.day_id}@${new URL(origin).hostname}`,
    `DTSTAMP:${utc(day.call_at ?? `${day.on_date}T00:00:00Z`)}`,
    ...when,
    `SUMMARY:${text(day.call_at ? `${title}: call` : title)}`,
    `LOCATION:${text(day.place)}`,
    `DESCRIPTION:${text(`${version}Callboard has the newest: ${origin}/day/${day.day_id}`)}`,
    "END:VEVENT",
  ];
}

function utc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

function text(said: string): string {
  return said.replace(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll("\n", "\\n");
}

/** No line longer than 75 octets. */
function folded(line: string): string {
  const bytes = new TextEncoder();
  let out = "";
  let length = 0;
  for (const letter of line) {
    const size = bytes.encode(letter).length;
    if (length + size > 74) {
      out += "\r\n ";
      length = 1;
    }
    out += letter;
    length += size;
  }
  return out;
}
