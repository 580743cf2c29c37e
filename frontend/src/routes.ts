import Today from "./crew/Today.svelte";
import type { Route } from "./router.svelte";

/** Today comes with the first bytes; every other page when it is opened (and into the phone's store with the rest of the build). */
export const ROUTES: readonly Route[] = [
  { path: "/", load: () => ({ default: Today }) },
  { path: "/schedule", load: () => import("./crew/Schedule.svelte") },
  { path: "/changes", load: () => import("./crew/Changes.svelte") },
  { path: "/me", load: () => import("./crew/Me.svelte") },
  { path: "/day/:day", load: () => import("./crew/Day.svelte") },
  { path: "/sheet/:day", load: () => import("./crew/WholeSheet.svelte") },
  { path: "/push/:day", load: () => import("./crew/Push.svelte") },
  { path: "/issue/:day", load: () => import("./crew/Issue.svelte") },
  { path: "/cover/:day", load: () => import("./crew/CoverSet.svelte") },
  { path: "/call/:day", load: () => import("./crew/OneCall.svelte") },
  { path: "/cancel/:day", load: () => import("./crew/CancelDay.svelte") },
  { path: "/log/:day", load: () => import("./crew/DayLog.svelte") },
  { path: "/heads", load: () => import("./crew/Heads.svelte") },
  { path: "/ring", load: () => import("./crew/Ring.svelte") },
  { path: "/messages", load: () => import("./crew/Messages.svelte") },
  { path: "/messages/:message", load: () => import("./crew/OneMessage.svelte") },
  { path: "/install", load: () => import("./crew/Install.svelte"), open: true },
  { path: "/join", load: () => import("./crew/SignIn.svelte"), open: true },
  { path: "/join/:code", load: () => import("./crew/Join.svelte"), open: true },
  { path: "/sign-in", load: () => import("./crew/SignIn.svelte"), open: true },
  { path: "/scan", load: () => import("./scan/Scan.svelte") },
  { path: "/gear", load: () => import("./gear/Gear.svelte") },
  { path: "/gear/:code", load: () => import("./gear/Case.svelte") },
  { path: "/desk", load: () => import("./desk/Desk.svelte") },
  { path: "/desk/*", load: () => import("./desk/Desk.svelte") },
];
