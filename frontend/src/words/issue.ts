/** Words of an issue: whom it tells, what differs, the half minute in which it can be stopped. */
export const issue = {
  title: "Issue",
  ready: (colour: string, number: number) => `${colour}, v${number}`,
  reason: "Why, in one line on every phone",
  reasonHint: "Rain: cover set",
  concerned: (n: number) =>
    n === 0 ? "Nobody will be told." : n === 1 ? "1 person will be told." : `${n} people will be told.`,
  silent: (n: number) => (n === 0 ? "" : n === 1 ? "1 other isn’t touched." : `${n} others aren’t touched.`),
  differs: "What changes",
  same: "Nothing differs from the sheet that is out.",
  first: "Nothing is out yet: everybody hears the whole call.",
  nothing: "Nothing to issue",
  readNewest: "Read the newest draft",
  checks: "To look at first",
  general: "Type the general call",
  doIt: (colour: string, n: number) =>
    n === 0 ? `Issue ${colour}, ring nobody` : `Issue ${colour}, ring ${n}`,
  held: (n: number, seconds: number) =>
    `${n === 1 ? "1 person" : `${n} people`} will be told in ${seconds} s`,
  stop: "Stop",
  sendNow: "Send now",
  stopped: "Stopped. Nobody was told.",
  stoppedMeanwhile: "Somebody stopped it. Nobody was told.",
  told: (told: number) => (told === 1 ? "1 person is being told." : `${told} people are being told.`),
  out: (colour: string, at: string) => `${colour} goes out at ${at}.`,
  board: "Who has it",
  toldWhat: (n: number) => (n === 1 ? "What 1 person is told" : `What each of the ${n} is told`),
};
