/** Words of pushing a day on an AD's phone. */
import { type Clock, clockOfMinutes, duration } from "./time";

export const push = {
  title: (day: string, minutes: number) => (minutes < 0 ? `Pull ${day}` : `Push ${day}`),
  by: "By how much",
  less: "15 minutes less",
  more: "15 minutes more",
  later: (minutes: number) =>
    minutes === 0 ? "as it is" : minutes > 0 ? `${duration(minutes)} later` : `${duration(-minutes)} earlier`,
  result: (moves: number, stays: number) => ({
    bold: moves === 1 ? "1 call moves." : `${moves} calls move.`,
    rest: stays === 1 ? "1 stays." : `${stays} stay.`,
  }),
  quiet: "Nobody is told before you issue.",
  chooseFirst: "Choose by how much. What moves and what stays is shown before anything happens.",
  short: (n: number) => (n === 1 ? "1 rest falls short" : `${n} rests fall short`),
  shortLine: (name: string, title: string, minutes: number) =>
    `${[name, title].filter(Boolean).join(", ")}: ${duration(minutes)}`,
  shortSub: (needed: number, logged: boolean) =>
    `${logged ? "from the logged wrap" : "from the estimated wrap"}; needs ${duration(needed)}`,
  to: (time: string) => `To ${time}`,
  stays: "Stays where it is",
  tap: "tap to move it too",
  moves: "moves too",
  why: { absolute: "typed by hand", chain: "follows from on set", minor: "a minor’s hours" } as Record<
    string,
    string
  >,
  button: (minutes: number, to: string) =>
    `${minutes < 0 ? "Pull" : "Push"} ${duration(Math.abs(minutes))}, to ${to}`,
  done: (day: string, to: string) => `${day} starts ${to}`,
  doneSub: (moves: number, stays: number) => `${moves} moved, ${stays} stayed. Nobody is told yet.`,
  issue: (name: string, rings: number) => (rings === 0 ? `Issue ${name}` : `Issue ${name}, ring ${rings}`),
  reason: "Why, in one line",
  told: (n: number, seconds: number) =>
    n === 1 ? `1 person will be told in ${seconds} s` : `${n} people will be told in ${seconds} s`,
  toldNow: (n: number) => (n === 1 ? "1 person is being told" : `${n} people are being told`),
  toldSub: (colour: string) => `Nobody reads ${colour} before.`,
  stopped: "Stopped. Nobody was told.",
  overtaken: "Somebody issued in the meantime. Look at the difference before you issue.",
  board: "Who has it",
  oneCall: "Change one call",
  player: "Add a day player",
  offline: "Pushing needs the server. Nothing was changed.",
  noGeneral: "This day has no general call yet. Set it at the desk.",
};

export const oneCall = {
  title: "Change one call",
  find: "Name or position",
  none: "Nobody fits.",
  at: "Call",
  pickup: "Pickup, if any",
  rest: (minutes: number, needed: number) => `rest ${duration(minutes)}, needs ${duration(needed)}`,
  save: (name: string, at: string) => `${name}: ${at}`,
  back: "As the department again",
  saved: "Changed. The next issue tells them.",
};

export const player = {
  title: "Add a day player",
  name: "Name",
  mobile: "Mobile",
  position: "Position",
  department: "Department",
  at: "Call",
  save: (name: string) => (name ? `Add ${name}` : "Add"),
  saved: (name: string) => `${name} is on the day. The next issue tells them.`,
};

/** "06:12" or "6:12A" as typed → minutes after midnight; not a time: null. Four digits are enough: 0612. */
export function minutesOf(text: string): number | null {
  const found = /^\s*(\d{1,2})[:.h]?(\d{2})\s*([ap])?m?\s*$/i.exec(text);
  if (!found) return null;
  const [, h = "", m = "", half = ""] = found;
  const hour = half ? (Number(h) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : Number(h);
  const minutes = hour * 60 + Number(m);
  return Number(m) < 60 && hour < 48 ? minutes : null;
}

export function clockText(minutes: number | null, style: Clock): string {
  return minutes === null ? "" : clockOfMinutes(minutes, style);
}
