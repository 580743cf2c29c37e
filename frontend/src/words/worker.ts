/** What the service worker says. */
export const worker = {
  unknown: { title: "Callboard", body: "Something has changed. Open Callboard to see it." },
  gotIt: "Got it",
  shown: "Shown on this phone",
  confirmed: "Got it",
};
