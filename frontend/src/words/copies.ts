/** Words of the page that prints a day's sheet: one's own copy, and everybody's for the set. */
const copies_ = (n: number) => (n === 1 ? "1 copy" : `${n} copies`);
const papers: Record<string, string> = { a4: "A4", "us-letter": "Letter", "us-legal": "Legal" };
const halves: Record<string, string> = {
  a4: "Half: A5",
  "us-letter": "Half letter",
  "us-legal": "Half letter",
};

export const copies = {
  title: "Print",
  open: "Everybody’s copies",
  toSheet: "Open the sheet",
  size: "Size",
  sizeOf: (paper: string, half: boolean) => (half ? halves[paper] : papers[paper]) ?? papers[paper] ?? "",
  halfHint: "For pockets and slates: print two pages on a sheet, both sides, and cut once.",
  own: "Your own copy",
  ownOpen: (size: string) => `Open the PDF: ${size}`,
  all: "Everybody’s copies",
  allText: (people: number, name: string) =>
    `${name}, ${people === 1 ? "for the one person" : `one for each of the ${people} people`} called, with their name across it, in the order of the sheet: the cast, then the departments.`,
  allSafe:
    "On them stand only the numbers that people let everybody see, and nobody else’s pickup. Talent’s hold their own lines.",
  make: (people: number) => `Make ${copies_(people)}`,
  none: "Nothing is issued for this day yet.",
  noneNext: "With the first issue there is a sheet to print.",
  nobody: "Nobody is called on this sheet.",
  sets: "Made for the set",
  set: (name: string, size: string) => `${name} · ${size}`,
  making: (made: number, total: number) => `${made} of ${total}`,
  making_name: (set: string) => `Copies made: ${set}`,
  by: (name: string, at: string) => (name ? `asked for by ${name}, ${at}` : at),
  cancel: "Cancel",
  cancelled: "Cancelled. Nothing of it was kept.",
  fetch: (n: number) => `Save ${copies_(n)} as ZIP`,
  until: (at: string) => `Kept until ${at}.`,
  old: (newest: string) => `Old: ${newest} is out`,
  oldNever: "Not the newest",
  failed: (names: readonly string[]) => `Couldn’t be made: ${names.join(", ")}.`,
  again: "Try those again",
  done: (n: number, set: string) => `${copies_(n)} ready: ${set}.`,
  mayNot: "You can’t print this day’s sheet for everybody.",
};
