/** Words of the settings page. */
import { duration } from "./time";

export const settings = {
  title: "Settings",
  sub: (code: string) => `shown to strangers as “${code}”`,
  production: "Production",
  name: "Title",
  codeName: "Code name: what the page of a join code shows",
  company: "Company",
  zone: "Time zone",
  zoneHint: "Days keep the zone they were made with.",
  country: "Country: how telephone numbers are read",
  currency: "Currency",
  officePhone: "Office, telephone",
  officeEmail: "Office, e-mail",
  vocabulary: "Words",
  us: "US: general crew call, base camp, background",
  uk: "UK: unit call, unit base, supporting artists",
  sheets: "Sheets and telling",
  confirm: "Who is asked for “Got it”",
  confirmOptions: {
    nobody: "Nobody",
    cast_and_day_players: "Cast and day players",
    changed: "Whose call changed",
    all: "Everybody called",
  } as Record<string, string>,
  approval: "Who approves a sheet before it is issued",
  approvers: { first_ad: "1st AD", upm: "UPM, or the producer where there is none" } as Record<
    string,
    string
  >,
  approversUk: {
    first_ad: "1st AD",
    upm: "Production manager, or the producer where there is none",
  } as Record<string, string>,
  approvalHint:
    "Ticked: Issue waits until they have tapped Approve on their phone. Afterwards only a moved general call asks them again, and the UPM a rest that gets short. Nobody ticked: sheets are issued without asking.",
  quietFrom: "Quiet from",
  quietTo: "until",
  quietHint:
    "Between these a later call doesn’t ring. An earlier one always may. The same time twice: never quiet.",
  sms: "Text messages",
  smsOn: "Text who agreed to it when push and mail don’t reach them",
  smsHint:
    "Needs a gateway of the installation. Nobody is texted without their consent; an answer of STOP ends it at once.",
  smsPerPerson: "Most to one person in 24 hours",
  smsPerPersonWrong: "A number from 1 to 20.",
  smsPerDay: "Most of the production in 24 hours",
  smsPerDayWrong: "A number from 1 to 5000.",
  chase: "Chase a first issue, hours before the person’s call",
  chaseWrong: "A number from 0 to 72.",
  hold: "Seconds in which an issue can be stopped",
  holdWrong: "A number from 0 to 300.",
  restPack: "Rest of the crew, where a person’s agreement names none",
  restByCountry: "By the country",
  pack: (name: string, where: string, minutes: number) => `${name}, ${where}: ${duration(minutes)}`,
  paper: "Paper",
  papers: { letter: "Letter", legal: "Legal", a4: "A4" } as Record<string, string>,
  colours: "Colours of the versions, one a line, in order",
  coloursWrong: "One colour at least, 40 at most.",
  save: "Save settings",
  saved: "Saved.",
  units: "Units",
  unit: "Unit",
  unitZone: "Time zone, if it works elsewhere",
  addUnit: "Add a unit",
  departments: "Departments",
  department: "Department",
  chaser: "Who asks its people",
  chaserHead: "The head",
  addDepartment: "Add a department",
  saveRow: "Save",
  remove: "Remove",
  removeOf: (name: string) => `Remove ${name}`,
  removeSure: (name: string) => `${name} goes off this list. Issued sheets keep what they printed.`,
  keepIt: "Keep it",
  places: "Places",
  place: "Place",
  address: "Address",
  access: "How to get in",
  phone: "Telephone",
  hospital: "Emergency department",
  addPlace: "Add a place",
  vehicles: "Vehicles",
  vehicle: "Vehicle",
  plate: "Plate",
  ofDepartment: "Department",
  nobodys: "Of no department",
  addVehicle: "Add a vehicle",
  vendors: "Vendors",
  vendor: "Vendor",
  email: "E-mail",
  addVendor: "Add a vendor",
  keptNote: "What something refers to isn’t removed: you are told what. Give it its right name instead.",
  kept: "Kept for the office",
  keys: "This computer",
  letters: "Single-letter keys",
  afterwards: "After the shoot",
};

/** 1380 → "23:00" for a time field. */
export function timeField(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** "23:00" → 1380; "" → 0. */
export function minutesOf(field: string): number {
  const [hours = 0, minutes = 0] = field.split(":").map(Number);
  return hours * 60 + minutes;
}
