/** Pages of the desk, in the rail's order. A page is fetched when it is opened; its rail entry shows for who holds the right. */
import type { Route } from "../router.svelte";
import { board, bring_in, people as crew, gear, mail, reach, settings, sheet, strips } from "../ui/icons";
import { desk } from "../words/desk";

export interface DeskRoute extends Route {
  /** "resource.action" of the policy; without it the page isn't there. */
  right: string;
  rail?: { text: string; icon: string; key: string };
}

export const DESK: readonly DeskRoute[] = [
  {
    path: "/desk/board",
    right: "board.read",
    rail: { text: desk.rail.day, icon: board, key: "d" },
    load: () => import("./board/Board.svelte"),
  },
  { path: "/desk/board/:day", right: "board.read", load: () => import("./board/Board.svelte") },
  {
    path: "/desk/sheet",
    right: "sheet.prepare",
    rail: { text: desk.rail.sheet, icon: sheet, key: "s" },
    load: () => import("./sheet/Sheet.svelte"),
  },
  { path: "/desk/sheet/:day", right: "sheet.prepare", load: () => import("./sheet/Sheet.svelte") },
  { path: "/desk/versions", right: "sheet.compare", load: () => import("./versions/Versions.svelte") },
  { path: "/desk/versions/:day", right: "sheet.compare", load: () => import("./versions/Versions.svelte") },
  { path: "/desk/copies", right: "sheet.print", load: () => import("./copies/Copies.svelte") },
  { path: "/desk/copies/:day", right: "sheet.print", load: () => import("./copies/Copies.svelte") },
  {
    path: "/desk/reach",
    right: "ledger.read",
    rail: { text: desk.rail.reach, icon: reach, key: "r" },
    load: () => import("./reach/Reach.svelte"),
  },
  { path: "/desk/reach/:day", right: "ledger.read", load: () => import("./reach/Reach.svelte") },
  {
    path: "/desk/messages",
    right: "message.send",
    rail: { text: desk.rail.messages, icon: mail, key: "m" },
    load: () => import("./messages/Messages.svelte"),
  },
  { path: "/desk/messages/new", right: "message.send", load: () => import("./messages/Write.svelte") },
  { path: "/desk/messages/lists", right: "message.send", load: () => import("./messages/Lists.svelte") },
  {
    path: "/desk/messages/:message",
    right: "message.send",
    load: () => import("./messages/OneMessage.svelte"),
  },
  {
    path: "/desk/days",
    right: "day.read",
    rail: { text: desk.rail.days, icon: strips, key: "y" },
    load: () => import("./days/Days.svelte"),
  },
  { path: "/desk/days/one-liner", right: "schedule.read", load: () => import("./days/OneLiner.svelte") },
  { path: "/desk/days/day-out-of-days", right: "schedule.read", load: () => import("./days/DayOut.svelte") },
  {
    path: "/desk/gear",
    right: "gear.read",
    rail: { text: desk.rail.gear, icon: gear, key: "g" },
    load: () => import("./gear/GearBoard.svelte"),
  },
  {
    path: "/desk/people",
    right: "member.list",
    rail: { text: desk.rail.crew, icon: crew, key: "c" },
    load: () => import("./people/People.svelte"),
  },
  { path: "/desk/people/codes", right: "invite.print", load: () => import("./people/Codes.svelte") },
  {
    path: "/desk/import",
    right: "import.make",
    rail: { text: desk.rail.import, icon: bring_in, key: "i" },
    load: () => import("./import/Import.svelte"),
  },
  { path: "/desk/parked", right: "parked.settle", load: () => import("./settings/Parked.svelte") },
  { path: "/desk/mail", right: "upkeep.read", load: () => import("./settings/CapturedMail.svelte") },
  { path: "/desk/settings/rules", right: "rules.read", load: () => import("./rules/Rules.svelte") },
  {
    path: "/desk/settings",
    right: "production.read",
    rail: { text: desk.rail.settings, icon: settings, key: "p" },
    load: () => import("./settings/Settings.svelte"),
  },
  { path: "/desk/settings/data", right: "keeping.read", load: () => import("./settings/Keeping.svelte") },
  { path: "/desk/settings/wrap", right: "keeping.read", load: () => import("./settings/Wrap.svelte") },
  {
    path: "/desk/settings/sheet",
    right: "production.read",
    load: () => import("./settings/SheetForm.svelte"),
  },
];
