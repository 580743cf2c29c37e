/** Words of what is kept for the office: entries that couldn't be applied, and letters that weren't sent. */
export const parked = {
  title: "Kept from phones",
  sub: (n: number) => (n === 0 ? "" : n === 1 ? "1 to look at" : `${n} to look at`),
  lead: "A phone did this with no signal, and it could not be applied any more. Nothing is lost, and nothing happens by itself: do by hand what is left to do, then take it off the list.",
  none: "Nothing is kept.",
  noneNext:
    "What a phone hands over and can’t be applied any more, from somebody who left or against a newer state, stands here.",
  from: (who: string, made: string, came: string) =>
    made ? `${who}, made ${made}, came ${came}` : `${who}, came ${came}`,
  done: "Done by hand",
  as: "As it was made",
  what: {
    scans: (n: number) => (n === 1 ? "1 scan" : `${n} scans`),
    log: (n: number) => (n === 1 ? "1 entry of the day log" : `${n} entries of the day log`),
    got_it: "Got it",
    problem: "A problem with a call",
    looked: "A sheet that was opened",
    count: "A truck check",
    other: "An entry",
  },
};

export const mail = {
  title: "Captured mail",
  sub: "Nobody is really being mailed",
  lead: "No mail server is set, so letters are kept here instead of being sent. The newest 500 stay.",
  off: "This server mails for real.",
  offNext: "Letters are kept here only where no mail server is set.",
  none: "No letter yet.",
  to: (who: string) => `to ${who}`,
  older: "Older letters",
  choose: "Choose a letter to read it.",
  attachment: (name: string) => `Attached: ${name}`,
};
