/** The production's vocabulary: the same thing in US and UK words. In code always the US names of the glossary. */
export type Vocabulary = "us" | "uk";

const WORDS = {
  general_call: ["general crew call", "unit call"],
  base_camp: ["base camp", "unit base"],
  background: ["background", "supporting artists"],
  wardrobe: ["wardrobe", "costume"],
  second_second_ad: ["2nd 2nd AD", "3rd AD"],
  set_pa: ["set PA", "floor runner"],
  tech_scout: ["tech scout", "recce"],
  report: ["production report", "progress report"],
  dailies: ["dailies", "rushes"],
  upm: ["UPM", "production manager"],
  electrician: ["electrician", "spark"],
  trailer_parking: ["truck parking", "technical parking"],
} as const;

export type Word = keyof typeof WORDS;

export function say(word: Word, words: Vocabulary): string {
  return WORDS[word][words === "uk" ? 1 : 0];
}

/** With a capital: at the start of a line. */
export function Say(word: Word, words: Vocabulary): string {
  const text = say(word, words);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
