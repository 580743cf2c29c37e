/** Status shapes, 18 px grid: filled (`f`), stroked (`s`) or knocked out of the ground (`k`), with stroke width and dashes. */
type Part = readonly [kind: "f" | "s" | "k", d: string, width?: number, dash?: string];

const DISC = "M1 9a8 8 0 1 0 16 0a8 8 0 1 0 -16 0";
const RING = "M2 9a7 7 0 1 0 14 0a7 7 0 1 0 -14 0";
const SQUARE = "M2 2h14v14H2z";

export const SHAPES = {
  has: [
    ["f", DISC],
    ["k", "M5 9.3l2.8 2.8L13 6.7", 2.2],
  ],
  reached: [
    ["f", DISC],
    [
      "k",
      "M6 5.2l1.3-.4 1 2.2-1 .8a6 6 0 0 0 2.9 2.9l.8-1 2.2 1-.4 1.3c-.2.5-.7.8-1.3.7C7.9 12 6 10.1 5.3 6.500c-.1-.6.2-1.1.7-1.3z",
      0,
    ],
  ],
  called: [
    ["s", RING],
    ["f", "M9 2a7 7 0 0 1 0 14z"],
  ],
  queued: [["s", RING, 2, "3 2.5"]],
  sent: [["s", RING]],
  hasnt: [
    ["f", "M9 1l8.5 15.5H.5z"],
    ["k", "M9 6.5v4.5M9 13.4v.1"],
  ],
  changed: [["f", "M9 1l8 8-8 8-8-8z"]],
  look: [
    ["s", "M9 1.2L16.8 9 9 16.8 1.2 9z"],
    ["s", "M9 5.6v3.9M9 12v.1"],
  ],
  old: [
    ["s", SQUARE],
    ["s", "M1 17L17 1"],
  ],
  dispute: [
    ["s", "M1 1h10v10H1z"],
    ["s", "M7 7h10v10H7z"],
  ],
  out: [
    ["s", "M10 2h6v6M16 2L8 10", 2.2],
    ["s", "M7 3H2v13h13v-5"],
  ],
  here: [
    ["s", SQUARE],
    ["f", "M5 5h8v8H5z"],
  ],
  missing: [
    ["s", SQUARE, 2, "3.5 2.5"],
    ["s", "M9 5v5M9 13v.1", 2.2],
  ],
  awaited: [["s", SQUARE, 2, "3.5 2.5"]],
  damage: [
    ["s", SQUARE],
    ["s", "M10 2L7 7l4 3-3 6"],
  ],
  saved: [
    ["s", "M9 15V4M4.5 8L9 3.5 13.5 8", 2, "2.5 2.8"],
    ["s", "M3 17h12"],
  ],
  twice: [
    ["s", "M1.500 9a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"],
    ["s", "M6.500 9a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"],
  ],
} satisfies Record<string, readonly Part[]>;

export type ShapeName = keyof typeof SHAPES;
