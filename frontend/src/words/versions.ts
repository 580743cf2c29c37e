/** Words of the page that lays two versions side by side. */
const people = (n: number) => (n === 1 ? "1 person" : `${n} people`);

export const versions = {
  title: "Versions",
  open: "Versions",
  issues: "What was issued",
  from: "From",
  to: "to",
  swap: "The other way round",
  name: (colour: string, number: number, preliminary: boolean) =>
    preliminary ? `P${number}` : `${colour} v${number}`,
  held: "waits, nobody is told yet",
  withdrawn: "Withdrawn",
  newest: "Newest",
  out: (at: string) => `out ${at}`,
  told: (rings: number, concerned: number) =>
    concerned === 0 ? "concerned nobody" : `concerned ${concerned}, rang ${rings}`,
  preliminary: "told nobody",
  compare: (before: string) => `What changed since ${before}`,
  forWhom: "For whom",
  people,
  and: (n: number) => `and ${n} more`,
  nobody: "Nobody would have to be told anything.",
  pages: "On the page",
  same: "The two pages are the same.",
  none: "Nothing was issued for this day yet.",
  noneNext: "With the first issue it stands here; from the second on you see what changed, and for whom.",
  one: "One version is out: there is nothing to compare it with yet.",
  toSheet: "Open the sheet",
  withdraw: (colour: string) => `Withdraw ${colour}`,
  withdrawTitle: (colour: string) => `Withdraw ${colour}?`,
  withdrawText: (colour: string, former: string) =>
    `${colour} stays in the list, marked as withdrawn. What stood on ${former} goes out again at once, under a new number and colour.`,
  withdrawTells: (n: number, colour: string) =>
    n === 0
      ? "Nobody’s call changes by it."
      : `Whoever knows ${colour} is told what is true again: up to ${people(n)}.`,
  withdrawDo: (n: number) => (n === 0 ? "Withdraw it" : "Withdraw it, tell them"),
};
