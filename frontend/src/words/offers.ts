export const offers = {
  ring: {
    title: "Ring when it changes?",
    text: "Only when your own call, pickup, place or parking changes. One sound for one change, never for somebody else’s.",
    button: "Ring me",
  },
  install: {
    title: "Want it to ring when it changes?",
    text: "And to show your call with no signal. Nothing to pay, no account to make.",
    button: "Put it on this phone",
  },
};
