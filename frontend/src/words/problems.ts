/** What is said when a request fails without an answer that says it better. */
export const problems = {
  noSignal: {
    title: "No signal.",
    next: "What you did is saved on this phone. It goes to the server when there is signal; you can go on.",
  },
  unreachable: {
    title: "The server doesn’t answer.",
    next: (savedAt: string) =>
      `Your sheet of ${savedAt} is below, safe. We try again every 30 s; Check tries now.`,
    plain: "We try again every 30 s.",
  },
  broken: {
    title: "The server could not do this.",
    next: "Nothing was changed. Try again; if it stays, tell the production office.",
  },
  signedOut: {
    title: "You are signed out on this phone.",
    next: "What you see is the saved copy. Sign in to get newer sheets.",
  },
  notKept:
    "This phone keeps nothing: it is full, or this is a private window. With no signal nothing will be here.",
  storageFull: {
    title: "Not saved.",
    next: "The phone is out of space. Delete some photos, then try again.",
  },
};
