/* What the phone reads. By `crew` for `sheets` (GET /api/me/today, /api/me/schedule, /api/me/changes) and `notify` (push payload).
   Wire rules: snake_case; instants are ISO UTC with Z; dates YYYY-MM-DD; eighths ints; empty text is "" (not null); lists bounded.
   All three documents: ETag = revision, 304 on If-None-Match, `Cache-Control: private, no-cache`. Everything is over ALL productions
   and units of the account; only fields this reader may read; nothing before release_at. */

/* GET /api/me/today, operation_id ReadToday. Days held: from the person's running/last day (wrapped or not: the newest one in the past)
   to everything issued in the future, bounded to 14 days, plus day 1 that is announced but not issued (version null). */
export interface TodayOut {
  v: 1;
  revision: string;
  account_id: number;
  name: string;
  productions: ProductionOut[];
  days: HeldDay[]; // sorted by first_at, then day_id
}
export interface ProductionOut {
  id: number;
  member_id: number;
  name: string;
  words: "us" | "uk";
  zone: string;
  office_phone: string;
  office_email: string;
  roles: string[];
  position: string; // "Film Loader"
  department: string; // "Camera"
  on_until: string | null; // date of the last position's end
  to_ring?: number; // people on my own list, of who was asked to ring
  rights: string[]; // ["day.change","log.write",…] = POLICY keys "resource.action" the phone's pages need: shows Push, Day log, …
  code_name?: string;
}
export interface HeldDay {
  day_id: number;
  production_id: number;
  unit: { id: number; name: string };
  on_date: string; // the day's date, not the clock's
  zone: string; // the day's zone
  day_type: "shoot" | "prep" | "rig" | "strike" | "fitting" | "travel" | "scout" | "off" | "other";
  title: string;
  day_number: number | null; // Day 5
  days_total: number | null; // of 30
  place: string; // one name for the band: first set's or base camp's place
  state: "issued" | "not_issued" | "cancelled";
  issue_expected: string | null; // words-free: date at whose wrap the sheet is issued ("at Friday's wrap"), null unknown
  version: Version | null;
  general_call: string | null;
  shooting_call: string | null;
  estimated_wrap: string | null;
  lunch: string | null;
  calls: MyCall[]; // usually one; two are legal. Empty: I am not called (but may read the sheet)
  first_at: string | null; // my first time of that day: earliest pickup or call
  wrapped_at: string | null; // my logged wrap (own exception, else my department's), null while not logged
  change: MyChange | null; // what differs for me between the newest version I am known to have had before and this one
  notice: MyNotice | null; // of this version, for me
  places: Place[]; // in the order of the sheet
  people: Contact[]; // whom to ring: head/chaser first, then 2nd AD, driver of my pickup, office
  hazards: string;
  medic: string;
  channels: string;
  weather: string;
  sunrise: string | null;
  sunset: string | null;
  scenes: SceneLine[];
  eighths: number; // total of scenes
  notes: string[]; // for my department and for all
  sheet_url: string; // "/api/productions/1/days/5/sheet" (JSON of the whole), "" if not readable
}
export interface Version {
  id: number;
  number: number;
  colour: string; // "white", "blue", "double blue"; production's own names allowed
  kind: "final" | "preliminary";
  issued_at: string;
  issued_by: string; // "Björn Vasquez, 2nd AD"
  reason: string; // "Rain: cover set, Camp Hope interiors"
}
export interface MyCall {
  call_id: number | null; // null: by department
  position: string;
  kind: "timed" | "on_call" | "no_call" | "will_notify" | "hold" | "cancelled";
  at: string | null; // call
  pickup: string | null;
  pickup_place: string; // "Motel door"
  pickup_with: string; // "Crew Shuttle · Renée Dubois"
  pickup_phone: string;
  makeup: string | null;
  wardrobe: string | null;
  rehearsal: string | null;
  on_set: string | null;
  release: string | null; // planned: when they are to be gone
  origin: "general" | "pre_call" | "late_call" | "absolute" | "chain" | "department"; // where it comes from, for the line under the time
  place: string; // where to be, "" = base camp
  status: string; // SWF, W, H …
  remarks: string;
}
export type ChangedField =
  | "call"
  | "pickup"
  | "place"
  | "parking"
  | "base_camp"
  | "hospital"
  | "hazards"
  | "cancelled"
  | "unit"
  | "on_set"
  | "other";
export interface MyChange {
  from: { number: number; colour: string } | null; // null: first sheet
  fields: { field: ChangedField; old: string | null; new: string | null; instant: boolean }[]; // instant: old/new are ISO instants
  others: number; // "14 other changes do not touch you"
}
export interface MyNotice {
  id: number;
  must_confirm: boolean;
  confirmed_at: string | null;
  state: string;
}
export interface Place {
  kind: "base_camp" | "crew_parking" | "truck_parking" | "holding" | "catering" | "set" | "hospital";
  number: number;
  from: string | null; // instant from which it counts (company move)
  name: string;
  address: string;
  notes: string; // access notes
  phone: string;
  lat: number | null;
  lng: number | null;
}
export interface Contact {
  name: string;
  position: string;
  why: "head" | "chaser" | "second_ad" | "office" | "driver" | "medic";
  phone: string; // "" where the reader may not see it (then omit the whole entry)
}
export interface SceneLine {
  scene_id: number | null; // null: banner
  banner: string;
  number: string;
  int_ext: string; // "INT"
  set: string;
  day_night: string; // "DAY"
  description: string;
  eighths: number;
  cast: string[]; // cast numbers
  place: string;
  at: string | null;
  notes: string;
}

/* GET /api/me/schedule, operation_id ReadSchedule: my days, from 7 days ago to the end of my positions, ≤ 200. */
export interface ScheduleOut {
  v: 1;
  revision: string;
  days: ScheduleDay[];
}
export interface ScheduleDay {
  day_id: number;
  production_id: number;
  unit: string;
  on_date: string;
  zone: string;
  day_type: HeldDay["day_type"];
  day_number: number | null;
  place: string;
  sets: string; // "Cave, dream"
  state: HeldDay["state"];
  issue_expected: string | null;
  version: { number: number; colour: string } | null;
  call_at: string | null; // mine
  call_kind: MyCall["kind"] | null;
  to_confirm: boolean;
  wrapped_at: string | null;
  rest_after_minutes: number | null; // to my next day, on instants; null unknown
  rest_estimated: boolean;
}

/* GET /api/me/changes, operation_id ReadChanges: notices of mine, newest first, ≤ 60. */
export interface ChangesOut {
  v: 1;
  revision: string;
  changes: ChangeEntry[];
}
export interface ChangeEntry {
  notice_id: number;
  production_id: number;
  day_id: number;
  on_date: string;
  zone: string;
  day_number: number | null;
  from: { number: number; colour: string } | null;
  to: { number: number; colour: string; issued_at: string };
  call_at: string | null;
  fields: MyChange["fields"];
  others: number;
  reason: string;
  by: string;
  must_confirm: boolean;
  confirmed_at: string | null;
  state: string;
}

/* Acts (all through the outbox with Callboard-Request/-Format: 1; device_at is the phone's clock corrected):
   POST /api/productions/{p}/notices/{id}/confirm  {device_at}            -> 200 MyNotice       (signed in)
   POST /api/productions/{p}/notices/{id}/opened   {device_at}            -> 200 MyNotice
   POST /api/productions/{p}/notices/{id}/problem  {kind: "late"|"cant_come"|"need_lift"|"wrong_department", text, device_at} -> 201 task to head and 2nd AD
   POST /api/notices/shown    {notice, token, device_at}  may anyone, replay False: one-purpose token of the payload; the worker's "shown" callback
   POST /api/notices/confirm  {notice, token, device_at}  may anyone, replay False: confirms this notice and nothing else, no session needed
   Push subscription: GET /api/push/key -> {key}; PUT /api/me/subscription {endpoint, p256dh, auth} (also the keep-alive on start);
   DELETE /api/me/subscription {endpoint}; POST /api/me/push-test {} -> {notice_id}; GET /api/me/push-test -> {sent_at, shown_at}|null */

/* Push payload (≤ 3,993 bytes, UTF-8 JSON). The worker shows exactly one notification and merges `day` into the stored Today. */
export interface PushPayload {
  web_push: 8030;
  mutable: true;
  notification: {
    title: string;
    body: string;
    navigate: string;
    tag: string;
    lang?: string;
    silent?: boolean;
  };
  callboard: {
    v: 1;
    account: number; // a worker whose phone belongs to another account shows the words but stores nothing
    subject: "sheet" | "gear" | "test" | "message";
    notice: number;
    rings: boolean; // false: silent
    must_confirm: boolean; // adds the action "Got it"
    token: string; // one-purpose, for shown and confirm
    sent_at: string;
    day?: PushDay; // subject "sheet"
  };
}
/* A cut of HeldDay: replaces the same keys when version.number is higher than (or equal to) the stored one's, never lower. */
export type PushDay = Pick<
  HeldDay,
  | "day_id"
  | "production_id"
  | "on_date"
  | "zone"
  | "day_number"
  | "days_total"
  | "place"
  | "state"
  | "version"
  | "general_call"
  | "estimated_wrap"
  | "calls"
  | "first_at"
  | "change"
  | "notice"
> & {
  places?: Place[] /* only those that changed or ring: parking, base camp, hospital */;
  unit?: HeldDay["unit"];
  hazards?: string;
};
