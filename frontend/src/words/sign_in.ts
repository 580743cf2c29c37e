/** Words of the ways in. */
export const signIn = {
  title: "Type your code",
  lead: "The 8 characters from your invitation, or the 6 from the browser page you came from.",
  help: "Works once. Capital or small letters are the same.",
  code: "Code",
  typed: (n: number, of: number) => `Code, ${n} of ${of} typed`,
  toGo: (n: number) => (n === 1 ? "1 character to go" : `${n} characters to go`),
  button: "Show my call",
  signingIn: "Signing in…",
  more: "An invitation has 8: 2 to go.",
  newCode: "Where is my code?",
  newCodeHelp:
    "On the invitation from the production office: a letter, a card or a poster. On an iPhone the browser page that sent you here shows a new one each time. Lost it? The office can send it again.",
  useMail: "Use e-mail instead",
  useCode: "Use a code instead",
  captured: "Nobody is really being mailed here: letters are kept on the server.",
};

export const byMail = {
  title: "Sign in by e-mail",
  lead: "The address that the production office has of you.",
  email: "E-mail",
  send: "Send me a code",
  sentTitle: "Look into your mail",
  sent: (email: string, minutes: number) =>
    `If ${email} is known here, a link and six digits are on their way. They work once, for ${minutes} minutes.`,
  button: "Sign in",
  again: "Another address",
};

export const byLink = {
  title: "Sign in on this device",
  lead: "The link works once. This browser stays signed in until your work on the production ends.",
  button: "Sign in here",
};

export const first = {
  title: "The first coordinator",
  lead: "Nobody has signed in here yet. With the code that was printed when Callboard was started, this is you.",
  name: "Your name",
  email: "Your e-mail",
  code: "Code from the terminal",
  button: "Begin",
};

export const join = {
  looking: "Looking at the code…",
  refused: "This didn’t open your call",
  invited: (name: string) => (name ? `You are invited: ${name}` : "You are invited"),
  codeName: "That is the production’s code name: this page doesn’t tell its title to whoever found a code.",
  lead: "Your call comes first. Nothing is asked for before you have seen it.",
  button: "Show my call",
  typeInstead: "Type a code instead",
  notACode: {
    title: "This code isn’t right.",
    detail: "",
    next: "It has 8 characters. Look at it again, or ask for a new one.",
  },
  device: "This code signs in an app that is on your Home Screen. Open Callboard there and type it.",
};

export const install = {
  title: "Put it on your Home Screen",
  lead: "Only then can it show your call without signal and ring when the call changes.",
  share: { title: "Tap Share", sub: "In the bar at the bottom", subPad: "At the top, beside the address" },
  add: { title: "Tap Add to Home Screen", sub: "Scroll down in the list, then Add" },
  open: { title: "Open it, type the code", sub: "From your Home Screen" },
  menu: { title: "Open the browser’s menu", sub: "The three dots at the top right" },
  installApp: { title: "Tap Install app", sub: "Or Add to Home screen" },
  openPlain: { title: "Open it from your Home screen", sub: "You stay signed in" },
  yourCode: "Your code, for step 3",
  validUntil: (at: string) => `valid until ${at}`,
  newCode: "new code",
  where: "Share is here, in Safari’s bar",
  button: "Install Callboard",
  done: "Callboard is on this phone.",
  doneText: "Open it from your Home Screen.",
  other: "Or open this page in Safari: other browsers on the iPhone can’t put it on the Home Screen.",
  noCode: "The code comes with signal. Try again where there is some.",
};
