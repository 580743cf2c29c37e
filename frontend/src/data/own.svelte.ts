/** The documents of the person. Made once; pages start them. */

import type { components } from "../api/schema";
import type { ChangesOut, ScheduleOut, TodayOut } from "../api/today";
import { Document } from "./document.svelte";

export const today = new Document<TodayOut>("today", "/api/me/today");
export const schedule = new Document<ScheduleOut>("schedule", "/api/me/schedule");
export const changes = new Document<ChangesOut>("changes", "/api/me/changes");
export const messages = new Document<components["schemas"]["MyMessages"]>("messages", "/api/me/messages");
