/** Passkeys: in Me, and at the door. */
export const passkeys = {
  title: "Passkeys",
  sub: "Your face, finger or PIN instead of a letter",
  noName: "Passkeys need a name such as callboard.example.org; this page was opened by its address.",
  none: "No passkey yet.",
  add: "Add a passkey",
  nameLabel: "What to call it",
  synced: "kept by your account with its maker too",
  bound: "on that device only",
  used: (when: string): string => `used ${when}`,
  unused: "not used yet",
  remove: "Remove",
  only: "Nothing but a passkey signs me in",
  onlySub:
    "A letter to your mailbox lets nobody in then. If every passkey is lost, whoever runs this installation lets you in.",
  known: "This device has a passkey already.",
  nothingMade: "No passkey was made.",
  door: "Sign in with a passkey",
  nothingUsed: "No passkey was used. A code or a letter works too.",
};
