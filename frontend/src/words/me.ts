/** Words of Me. */
import type { Ringing } from "../data/subscription.svelte";

export const me = {
  title: "Me",
  on: (position: string, department: string, until: string, signedIn: string) =>
    [
      [position, department].filter(Boolean).join(", "),
      until && `on until ${until}`,
      signedIn && `signed in until ${signedIn}`,
    ]
      .filter(Boolean)
      .join(" · "),
  phone: "This phone",
  ring: "Ring me",
  hush: "Stop",
  test: "Test",
  testing: "Testing…",
  tested: (at: string, seconds: number) => `tested ${at}, shown in ${seconds} s`,
  testSent: "sent; waiting for this phone to show it",
  testLost:
    "It was sent, but not shown within 30 s. Look whether the phone is in Do Not Disturb, then test again.",
  storage: (used: number, of: number) => `${used} of ${of} MB used`,
  offline: "My call works with no signal",
  kept: (until: string, sheets: number) =>
    `kept until ${until}, ${sheets === 1 ? "1 sheet" : `${sheets} sheets`}`,
  keptNone: "Nothing is kept yet: open Today once with signal",
  ready: "Ready",
  looks: "How it looks",
  theme: "Theme",
  themes: { auto: "As phone", light: "Light", dark: "Dark", sun: "Sun" },
  clock: "Clock",
  clocks: { "24": "06:12", "12": "6:12A" },
  language: "Language",
  languageIs: (words: string) =>
    words === "uk"
      ? "English, UK film words, as the production set it"
      : "English, US film words, as the production set it",
  number: "Who sees my number",
  numberShown: "everybody on the sheet",
  numberHidden: "my head of department, ADs, the office",
  change: "Change",
  show: "Show to all",
  hide: "Hide",
  devices: "My devices",
  device: (name: string, installed: boolean) => (installed ? `${name}, on the Home Screen` : name),
  thisOne: "this one",
  seen: (at: string) => `last seen ${at}`,
  revoke: "Sign it out",
  record: {
    title: "What is kept about me",
    sub: "positions, what I was told and when, scans, day logs, devices, consents",
    save: "Take along",
    saving: "Saving…",
    file: "callboard-my-record.json",
  },
  waiting: "Waiting on this phone",
  parkedTitle: "Could not be applied",
  letGo: "Let it go",
  made: (at: string) => `done ${at}`,
  app: "Callboard",
  build: (hash: string) => `build ${hash}`,
  update: "Load the new version",
  signOut: "Sign out",
  signingOut: "Signing out…",
  cannot: (n: number) =>
    n === 1
      ? "You can’t sign out yet: 1 entry has not reached the server. Find signal, or sign out and lose it."
      : `You can’t sign out yet: ${n} entries have not reached the server. Find signal, or sign out and lose them.`,
  lose: "Sign out and lose them",
  noSignal:
    "Signing out needs signal, so that nobody else can read this phone’s account. Try again where there is some.",
};

export const rings: Record<Ringing, { title: string; sub: string }> = {
  unknown: { title: "Rings when my call changes", sub: "" },
  on: { title: "Rings when my call changes", sub: "one sound for one change" },
  off: { title: "Doesn’t ring", sub: "Until then we e-mail you and your head of department may ring." },
  denied: {
    title: "Push is off for Callboard on this phone",
    sub: "Settings, Notifications, Callboard, Allow. Until then we e-mail you and your head of department may ring.",
  },
  no_push: { title: "This browser can’t be rung", sub: "We e-mail you instead." },
  needs_install: {
    title: "Rings only from the Home Screen",
    sub: "Put Callboard there first; then it can ring.",
  },
  failed: {
    title: "The push service doesn’t answer",
    sub: "Try again with better signal. Until then we e-mail you.",
  },
};
