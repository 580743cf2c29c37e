/** Words of messages: the desk's pages, the phone's, and what may be attached. */
import { people } from "./people";

const persons = (n: number): string => (n === 1 ? "1 person" : `${n} people`);

export function size(bytes: number): string {
  return bytes >= 1024 ** 2
    ? `${(bytes / 1024 ** 2).toFixed(1)} MB`
    : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

export const messages = {
  title: "Messages",
  sub: "To a list, with who has it",
  write: "Write a message",
  lists: "Lists kept by hand",
  none: "Nothing was sent yet.",
  noneNext: "Write to who works tomorrow, to a department, or to a list of your own.",
  more: "Older ones",
  to: (kind: string, name: string) => name || people.lists[kind] || kind,
  sent: (to: string, by: string, at: string) =>
    [`To ${to}`, by && `from ${by}`, at].filter(Boolean).join(" · "),
  held: "not out yet",
  have: (has: number, told: number) => `${has} of ${told} have it`,
  confirmed: (n: number) => `${n} said Got it`,
  hasnt: (n: number) => (n === 1 ? "1 hasn’t" : `${n} haven’t`),
  files: (n: number) => (n === 1 ? "1 file" : `${n} files`),
  back: "All messages",
  saved: "No signal. What stands here was read before.",

  writing: {
    to: "To",
    choose: "Choose a list",
    own: "Kept by hand",
    departments: people.listGroup,
    subject: "Subject",
    subjectHint: "It and the beginning of the message stand on locked screens: no names of cast, no scenes.",
    text: "Message",
    mustConfirm: "Needs a Got it",
    mustConfirmHint:
      "Who isn’t known to have it within four hours is rung by a human. Who has seen it and says nothing isn’t: the message’s page shows who said Got it.",
    attach: "Attach files",
    attachHint:
      "PDF, JPEG or PNG: at most 5, 8 MB each, 16 MB together. Pictures lose where they were taken.",
    remove: (name: string) => `Take ${name} off`,
    tooMany: "At most 5 files go with one message.",
    tooLarge: (name: string, has: string) =>
      `${name} has ${has}. A file may have 8 MB, all of a message 16 MB.`,
    nobody: "Nobody is on this list now.",
    who: "Who gets it",
    whoNext: "The list as it is when you send. Changing it later changes nothing that was sent.",
    send: (n: number) => (n === 0 ? "Send" : `Send to ${persons(n)}`),
    sending: "Sending… Keep this page open.",
    needs: "Choose a list and write a subject first.",
  },

  one: {
    told: (n: number, left: number) =>
      n === 1 ? `1 person will be told in ${left} s` : `${n} people will be told in ${left} s`,
    stop: "Stop it",
    sendNow: "Send now",
    stopped: "It was stopped. Nobody was told.",
    again: (n: number) => `Tell ${persons(n)} again`,
    toldAgain: (n: number) => (n === 0 ? "Everybody has it." : `${persons(n)} told again.`),
    rang: "Knows by phone",
    rangName: (name: string) => `${name} knows it by phone`,
    rangDone: (name: string) => `${name}: knows it by phone.`,
    nobodyFits: "Nobody stands so.",
    listWas: (to: string) => `${to}, as it was when this was sent`,
    columns: ["Name", "State", "How and when"] as const,
    attached: "Attached",
    asksGotIt: "needs a Got it",
  },

  kept: {
    title: "Lists kept by hand",
    sub: "Used again whenever you write",
    make: "Make a list",
    none: "You keep no list yet.",
    noneNext: "Put people together once, then write to them whenever you need to.",
    name: "Name of the list",
    find: "Find a person",
    on: (n: number) => `${persons(n)} on it`,
    by: (who: string) => (who ? `kept by ${who}` : ""),
    save: "Save the list",
    saved: (name: string) => `${name} is saved.`,
    drop: "Drop the list",
    dropSure: "Really drop it",
    dropped: (name: string) => `${name} is dropped. What was sent to it stays.`,
    open: (name: string) => `Open ${name}`,
    choose: "Choose a list to see who is on it, or make one.",
    nobodyFits: "Nobody fits.",
  },

  phone: {
    row: (n: number) => (n === 0 ? "What production wrote to you" : n === 1 ? "1 to read" : `${n} to read`),
    open: "Open",
    fresh: (n: number) => (n === 1 ? "1 new message" : `${n} new messages`),
    read: "Read",
    none: "No messages.",
    noneNext: "What production writes to you stands here, with no signal too.",
    gone: "This message isn’t here.",
    goneNext: "It is older than 90 days, or it wasn’t for you.",
    all: "All messages",
    new: "new",
    asks: "Got it is asked for",
    from: (who: string, production: string, at: string) => [who, production, at].filter(Boolean).join(" · "),
    gotIt: "Got it",
    said: (at: string) => `You said Got it ${at}`,
    label: (subject: string) => `Got it: ${subject}`,
    kept: "on this phone",
    notKept: "needs signal",
    openFile: (name: string) => `Open ${name}`,
    noFile: "This file isn’t on this phone.",
    noFileNext: "Files above 1 MB aren’t kept. Open it when there is signal.",
  },
};
