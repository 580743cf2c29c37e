/** Words of the counts for caterer and background. */
const FORMS: Record<string, readonly [one: string, more: string]> = {
  total: ["person", "people"],
  crew: ["crew", "crew"],
  cast: ["cast", "cast"],
  stand_in: ["stand-in", "stand-ins"],
  stunt: ["stunt", "stunts"],
  background: ["background", "background"],
  breakfast: ["breakfast", "breakfasts"],
  lunch: ["lunch", "lunches"],
  second_meal: ["second meal", "second meals"],
};
/** A diet is the person’s own word. */
const form = (name: string, many: number) => FORMS[name]?.[Math.abs(many) === 1 ? 0 : 1] ?? name;

export interface NumberOf {
  name: string;
  many: number;
}

export const counts = {
  section: "Counts",
  now: "As the draft has it",
  total: (n: number) => `${n} ${form("total", n)}`,
  said: (numbers: readonly NumberOf[]) =>
    numbers.map(({ name, many }) => `${many} ${form(name, many)}`).join(", "),
  more: (numbers: readonly NumberOf[]) =>
    numbers
      .map(({ name, many }) => `${many > 0 ? "+" : "−"}${Math.abs(many)} ${form(name, many)}`)
      .join(", "),
  meal: { breakfast: "Breakfast", lunch: "Lunch", second_meal: "Second meal" } as Record<string, string>,
  noMeal: "No meal has a time yet: type them under Times, weather, words.",
  diets: (said: string) => `Of them ${said}`,
  maybe: (n: number) =>
    n === 1
      ? "1 more on call or without a time is in no number"
      : `${n} more on call or without a time are in no number`,
  whom: { catering: "Catering", background: "Background" } as Record<string, string>,
  who: (names: readonly string[]) => `Goes to ${names.join(", ")}`,
  nobody: {
    catering: "Nobody of this day is in a department called Catering.",
    background: "Nobody of this day brings the background: an extras coordinator, or somebody of Background.",
  } as Record<string, string>,
  toCrew: "Put them on Crew",
  preliminary: "Send preliminary count",
  final: "Send final count",
  push: (more: string) => `Push: ${more}`,
  sentOld: (sent: string, now: string) => `Sent ${sent}, now ${now}: send it again`,
  same: "That is what they were told last",
  none: "Nothing has been sent yet.",
  stage: { preliminary: "Preliminary", final: "Final", push: "Push" } as Record<string, string>,
  sent: (stage: string, said: string, by: string, at: string) => `${stage}: ${said} · ${by}, ${at}`,
  told: { has_it: "has it", being_called: "being told", hasnt: "hasn’t" } as Record<string, string>,
  notForCover: "A count is of the day itself, not of its cover set.",
};
