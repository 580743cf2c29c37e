/** Words of how one person is reached, in the desk's panel of a person. */
export const reaching = {
  title: "When nothing else reaches them",
  rungBy: (name: string) => `${name} rings them, then the office.`,
  rungByOffice: "The office rings them.",
  chaser: "Who rings them",
  byPosition: "By position: the head, transport captain, 2nd AD",
  textsOn: (on: string) =>
    on ? `Text messages: yes, said on ${on}.` : "Text messages: yes, their own switch.",
  textsNever: "Text messages: they haven’t agreed.",
  textsOff: {
    answer: "Text messages: they texted STOP. Only they can switch them on again, under Me.",
    person: "Text messages: they switched them off. Only they can switch them on again, under Me.",
    office: "Text messages: switched off by the office.",
  } as Record<string, string>,
  agreedOn: "They said yes on",
  record: "Record that they agreed",
  stop: "Stop text messages",
  saved: "Saved.",
  again: "Try again",
};
