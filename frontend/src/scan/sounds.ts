/** What a scan sounds and feels like: every answer differs in length and rhythm, so that it works in a pocket and in noise. */
export type Answer = "stored" | "twice" | "held" | "unknown" | "not_saved";

interface Note {
  /** Hz; start and length in ms. */
  hz: number;
  at: number;
  ms: number;
  loud: number;
}

export const TONES: Record<Answer, readonly Note[]> = {
  stored: [{ hz: 1320, at: 0, ms: 90, loud: 0.5 }],
  twice: [
    { hz: 330, at: 0, ms: 80, loud: 0.2 },
    { hz: 330, at: 140, ms: 80, loud: 0.2 },
  ],
  held: [
    { hz: 660, at: 0, ms: 120, loud: 0.4 },
    { hz: 990, at: 160, ms: 160, loud: 0.4 },
  ],
  unknown: [{ hz: 180, at: 0, ms: 500, loud: 0.5 }],
  not_saved: [0, 420, 840].map((at) => ({ hz: 240, at, ms: 320, loud: 0.6 })),
};

export const BUZZ: Record<Answer, readonly number[]> = {
  stored: [40],
  twice: [20, 60, 20],
  held: [80, 60, 80],
  unknown: [250],
  not_saved: [200, 100, 200, 100, 200],
};

const MUTE = "callboard.scan.mute";
let context: AudioContext | undefined;

export function muted(): boolean {
  try {
    return localStorage.getItem(MUTE) === "1";
  } catch {
    return false;
  }
}

export function mute(on: boolean): void {
  try {
    localStorage.setItem(MUTE, on ? "1" : "0");
  } catch {
    return;
  }
}

/** Browsers let sound begin only from a tap: called by the page's first one. */
export function wake(): void {
  if (!("AudioContext" in globalThis)) return;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

export function sound(answer: Answer): void {
  navigator.vibrate?.([...BUZZ[answer]]);
  if (muted() || !context || context.state !== "running") return;
  for (const note of TONES[answer]) play(context, note);
}

function play(on: AudioContext, { hz, at, ms, loud }: Note): void {
  const from = on.currentTime + at / 1000;
  const tone = on.createOscillator();
  const volume = on.createGain();
  tone.frequency.value = hz;
  volume.gain.setValueAtTime(loud, from);
  volume.gain.exponentialRampToValueAtTime(0.001, from + ms / 1000);
  tone.connect(volume).connect(on.destination);
  tone.start(from);
  tone.stop(from + ms / 1000);
}
