/** Words that every page shares. */
export const ui = {
  main: "Main",
  tabs: { today: "Today", schedule: "Schedule", scan: "Scan", gear: "Gear", changes: "Changes" },
  toConfirm: "to confirm: ",
  meOf: (name: string) => `Me: ${name}`,
  back: "Back",
  close: "Close",
  check: "Check",
  checking: "Checking…",
  undo: "Undo",
  stop: "Stop",
  sendNow: "Send now",
  tryAgain: "Try again",
  notHere: {
    title: "This page isn’t here for you.",
    detail: (office: string) =>
      office ? `Ask ${office} if it should be.` : "Ask the production office if it should be.",
    home: "Open Today",
  },
  notLoaded: {
    title: "This page isn’t on the phone yet.",
    detail: "It is fetched once, with signal, and then stays. Today, Schedule and Changes work now.",
  },
  savedHere: "Saved here",
  waiting: (n: number) =>
    n === 1 ? "1 entry saved here, waiting for signal" : `${n} entries saved here, waiting for signal`,
  parked: (n: number) => (n === 1 ? "1 entry could not be applied" : `${n} entries could not be applied`),
  update: { text: "A new version of Callboard is ready.", button: "Load it" },
  install: "Put it on this phone",
  signIn: "Sign in",
  hour: {
    which: "The hour that comes twice",
    first: "The first, before the clocks go back",
    second: "The second, after it",
  },
};
