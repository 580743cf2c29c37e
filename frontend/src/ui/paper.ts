/** The paper of a version: which token colours it and whether it is drawn double. The name itself is always shown in words. */
export interface Paper {
  rev: string;
  double: boolean;
}

const KNOWN = new Set(["white", "blue", "pink", "yellow", "green", "goldenrod", "buff", "salmon", "cherry"]);

/** `colour` as the production names it ("Blue", "double pink", "Azul"). An unknown name gets plain paper: nothing rests on hue. */
export function paper(colour: string): Paper {
  const words = colour.trim().toLowerCase().split(/\s+/);
  const double = words[0] === "double" || words[0] === "2nd";
  const name = words[words.length - 1] ?? "";
  return { rev: KNOWN.has(name) ? name : "white", double };
}
