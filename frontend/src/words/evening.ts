/** The demo's line on the desk, and the evening that is played there. */
export const evening = {
  label: "Demo",
  now: (when: string): string => `Demo: ${when}.`,
  captured: "Nobody is really being mailed.",
  letters: "Letters",
  play: "Play the evening",
  begins: "The evening begins…",
  step: (step: number, of: number): string => `${step} of ${of}`,
  over: "Wrap. That was the evening.",
  board: "Tomorrow’s board",
};
