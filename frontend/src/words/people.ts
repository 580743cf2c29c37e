/** Words of the crew page. */
import { clock, dateOf, daysBetween, ownLocale, weekday } from "./time";

const persons = (n: number): string => (n === 1 ? "1 person" : `${n} people`);

export const people = {
  title: "Crew",
  sub: (n: number, departments: number) =>
    `${persons(n)} · ${departments === 1 ? "1 department" : `${departments} departments`}`,
  find: "Name, position, number",
  dayPlayer: "Add a day player",
  add: "Add a person",
  all: "All",
  ways: {
    rings: "App, rings",
    rings_off: "Rings off",
    mail: "Mail only",
    phone: "Phone only",
    not_asked: "Not asked",
  } as Record<string, string>,
  list: "List",
  onAnyList: "Everybody",
  lists: {
    today: "Working today",
    tomorrow: "Working tomorrow",
    heads: "Heads of department",
    cast: "Cast",
    drivers: "Drivers",
    no_app: "Without the app",
  } as Record<string, string>,
  listGroup: "Departments",
  nobodyOn: "Nobody is on this list now.",
  nobodyOnNext: "Who works today or tomorrow comes from the newest sheets that are out.",
  columns: ["Name", "Position", "Dates", "Reached by", "Last proof"] as const,
  dayPlayers: "Day players",
  noDepartment: "No department yet",
  group: (n: number, ring: number, head: string) =>
    [`${n}`, ring ? `${ring} ring` : "", head ? `head ${head}` : ""].filter(Boolean).join(" · "),
  notAsked: (n: number) => `${n} not asked yet`,
  proposed: "a role is proposed",
  nobodyFits: "Nobody fits.",
  empty: "Nobody is on the list yet.",
  emptyNext: "Import a crew list, or add people one by one. Neither contacts anybody.",
  proof: {
    shown: "shown",
    opened: "opened",
    confirmed: "confirmed",
    reached: "by phone",
  } as Record<string, string>,
  invitedNow: "invitation is on its way",
  invited: (at: string) => `invited ${at}`,
  bounced: "mail came back",
  known: (mail: boolean, mobile: boolean) =>
    mail && mobile
      ? "mail and mobile known"
      : mail
        ? "no mobile"
        : mobile
          ? "no mail address"
          : "no mail, no mobile",
  invitations: "Invitations, in waves",
  waves: {
    office: "Heads, ADs, office",
    floor: "Camera, grip, electric, sound",
    rest: "Everybody else",
    day_players: "Day players",
  } as Record<string, string>,
  wave: (n: number, name: string) => `${n} ${name}`,
  waveState: (n: number, sent: string) => (n ? `${persons(n)}, ${sent}` : "nobody"),
  sent: (at: string) => `sent ${at}`,
  notSent: "not sent",
  in: (n: number) => `${n} in`,
  inviteWave: (n: number, many: number) => `Invite wave ${n}: ${persons(many)}`,
  noAddress: (n: number) =>
    n === 1 ? "1 has no mail address: print the code" : `${n} have no mail address: print their codes`,
  testFirst: "First send a test to yourself: you see what they will read.",
  test: "Send a test to me",
  testSent: (at: string) => `Test sent ${at}. Look at it before you invite anybody.`,
  imported: (at: string, made: number, doubts: number) =>
    `Import ${at}: ${persons(made)} new, ${doubts === 1 ? "1 doubt" : `${doubts} doubts`}, nothing sent.`,
  takeBack: "Take it back",
  doubts: (n: number) => (n === 1 ? "1 doubt in the import" : `${n} doubts in the import`),
  codes: "Codes on paper",
  codesTitle: "Codes",
  codesFor: "Department",
  everybody: "Everybody who hasn’t joined",
  print: "Print",
  printed: (n: number, until: string) =>
    `${n === 1 ? "1 code" : `${n} codes`}, good until ${until}. Each works once.`,
  noCodes: "Everybody here has joined.",
  typeAt: (host: string) => `Typed on the phone at ${host}/join. Works once, within seven days.`,
  codeHelp:
    "Open the address, or point the phone’s camera at the picture, and type the code where the app asks.",
  form: {
    noDepartment: "There is no department yet.",
    noDepartmentNext: "Add one in Settings, then the day player here.",
    toSettings: "Open Settings",
    name: "Name",
    email: "E-mail",
    mobile: "Mobile",
    second: "Second number",
    via: "Reached through (agent, chaperone)",
    minor: "Under 18",
    position: "Position",
    department: "Department",
    head: "Head of it",
    from: "From",
    to: "To",
    only: "Single days",
    onlyHint: "Dates as 2025-04-14, with commas. Empty: all days from–to.",
    onlyWrong: "Write dates as 2025-04-14.",
    addPosition: "Another position",
    dropPosition: "Take this position away",
    on: "Days",
    roles: "May",
    proposed: (roles: string) => `The position suggests: ${roles}. Nothing is given before you confirm.`,
    confirm: "Confirm what is suggested",
    save: "Save",
    saveRoles: "Give these",
    addIt: "Add; contacts nobody",
    invite: "Send the invitation",
    again: "Send it again",
    code: "Show a code",
    codeLost: "New code for a lost phone",
    remove: "Take off the production",
    removeSure: (name: string) =>
      `${name} is signed out on every device at once. What was scanned and not sent is handed to you.`,
    theirs: "Their data",
    removeYes: "Take off",
    removeNo: "Keep",
    needsDepartment: "Choose a department.",
  },
  roles: {
    producer: "Producer",
    upm: "UPM",
    coordinator: "Coordinator",
    assistant_coordinator: "Assistant coordinator",
    first_ad: "1st AD",
    second_ad: "2nd AD",
    head: "Head",
    crew: "Crew",
    talent: "Talent",
    accountant: "Accountant",
    vendor: "Vendor",
    post: "Post",
    reads_rates: "Reads rates",
  } as Record<string, string>,
  suggested: {
    title: (n: number) => (n === 1 ? "1 role to confirm" : `${n} people’s roles to confirm`),
    sub: "Their positions suggest these. Nothing is given before you confirm; open a name to give less.",
    all: (n: number) => (n === 1 ? "Confirm it" : `Confirm all ${n}`),
    changed: "Somebody changed the list meanwhile. This is how it stands now; look again.",
  },
  mailed: (n: number) => (n === 1 ? "1 invitation is on its way." : `${n} invitations are on their way.`),
};

const DAY_MONTH: Intl.DateTimeFormatOptions = { timeZone: "UTC", day: "numeric", month: "short" };

/** "14 Apr" in the reader's order. */
export function dayMonth(on: string, locale = ownLocale()): string {
  return new Intl.DateTimeFormat(locale, DAY_MONTH).format(new Date(`${on}T12:00:00Z`)).replaceAll(".", "");
}

/** "today 11:21", "Wed 20:14" within a week, "24 Mar" before. */
export function when(
  at: string,
  zone: string,
  now: number,
  style: "24" | "12",
  locale = ownLocale(),
): string {
  const on = dateOf(at, zone);
  const ago = daysBetween(on, dateOf(now, zone));
  if (ago === 0) return `today ${clock(at, zone, style)}`;
  return ago < 7 ? `${weekday(on, "short", locale)} ${clock(at, zone, style)}` : dayMonth(on, locale);
}
