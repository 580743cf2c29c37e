CREATE TABLE scene (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  number text NOT NULL, -- a string: 1A, A1, I-1-A, 89PT1
  int_ext text NOT NULL DEFAULT '',
  set_name text NOT NULL DEFAULT '',
  day_night text NOT NULL DEFAULT '',
  script_day text NOT NULL DEFAULT '',
  description text NOT NULL DEFAULT '',
  eighths int NOT NULL DEFAULT 0 CHECK (eighths >= 0),
  uss_id text,
  omitted boolean NOT NULL DEFAULT false,
  revision int NOT NULL DEFAULT 1,
  UNIQUE (production_id, id)
);
CREATE UNIQUE INDEX scene_one_uss ON scene (production_id, uss_id) WHERE uss_id IS NOT NULL;
CREATE INDEX ON scene (production_id, number);

CREATE TABLE element (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  category int NOT NULL, -- USS number: 100 cast, 101 background, 103 vehicles, 104 props
  category_name text NOT NULL DEFAULT '',
  name text NOT NULL,
  number text NOT NULL DEFAULT '', -- cast number on the board
  quantity int NOT NULL DEFAULT 1, -- background: 10 ND Pedestrians
  minor boolean NOT NULL DEFAULT false,
  member_id bigint,                -- cast: the performer, where known
  uss_id text,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id)
);
CREATE UNIQUE INDEX element_one_uss ON element (production_id, uss_id) WHERE uss_id IS NOT NULL;
CREATE INDEX ON element (production_id, category);
CREATE INDEX ON element (production_id, member_id);

CREATE TABLE scene_element (
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  scene_id bigint NOT NULL,
  element_id bigint NOT NULL,
  PRIMARY KEY (scene_id, element_id),
  FOREIGN KEY (production_id, scene_id) REFERENCES scene (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, element_id) REFERENCES element (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON scene_element (production_id, element_id);

CREATE TABLE board (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  name text NOT NULL,
  active boolean NOT NULL DEFAULT false,
  uss_id text,
  UNIQUE (production_id, id)
);
CREATE UNIQUE INDEX board_one_active ON board (production_id) WHERE active;

CREATE TABLE day_group (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  board_id bigint NOT NULL,
  sort int NOT NULL,
  on_date date,
  shooting boolean NOT NULL DEFAULT true, -- false: headed by a banner such as STOCK SHOTS
  banner text NOT NULL DEFAULT '',
  UNIQUE (production_id, id),
  UNIQUE (board_id, sort),
  FOREIGN KEY (production_id, board_id) REFERENCES board (production_id, id) ON DELETE CASCADE
);

CREATE TABLE strip (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_group_id bigint NOT NULL,
  sort int NOT NULL,
  scene_id bigint,
  banner text NOT NULL DEFAULT '',
  UNIQUE (production_id, id),
  UNIQUE (day_group_id, sort),
  FOREIGN KEY (production_id, day_group_id) REFERENCES day_group (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, scene_id) REFERENCES scene (production_id, id),
  CHECK ((scene_id IS NULL) <> (banner = ''))
);
CREATE INDEX ON strip (production_id, scene_id);

CREATE TABLE shooting_day (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  unit_id bigint NOT NULL,
  on_date date NOT NULL,
  zone text NOT NULL, -- kept: the zone the day was made with
  day_type text NOT NULL DEFAULT 'shoot'
    CHECK (day_type IN ('shoot', 'prep', 'rig', 'strike', 'fitting', 'travel', 'scout', 'off', 'other')),
  title text NOT NULL DEFAULT '',
  day_group_id bigint,
  general_call int,   -- minutes after midnight of on_date in zone; may exceed 1440
  shooting_call int,
  estimated_wrap int,
  lunch int,
  breakfast int,
  second_meal int,
  second_hour boolean, -- times in an hour that comes twice that night mean the second; null: nobody has said
  weather text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '', -- why it changes: one line on every phone ("Rain: cover set")
  hazards text NOT NULL DEFAULT '',
  medic text NOT NULL DEFAULT '',
  channels text NOT NULL DEFAULT '',
  safety_contacts text NOT NULL DEFAULT '',
  bulletins text NOT NULL DEFAULT '', -- safety bulletins that go with the day's hazards
  closed_set boolean NOT NULL DEFAULT false,
  cover_of bigint, -- a cover set: kept ready beside that day, never issued itself
  cover_ready_at timestamptz,
  cover_in_at timestamptz, -- since when its content stands on the day, and the day's own here
  cancelled_at timestamptz,
  revision int NOT NULL DEFAULT 1,
  imported_revision int NOT NULL DEFAULT 1, -- the last that an import wrote: while it is the newest, nobody touched the day
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, unit_id) REFERENCES unit (production_id, id),
  FOREIGN KEY (production_id, day_group_id) REFERENCES day_group (production_id, id) ON DELETE SET NULL (day_group_id),
  FOREIGN KEY (production_id, cover_of) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  CHECK (cover_of IS NOT NULL OR (cover_ready_at IS NULL AND cover_in_at IS NULL))
);
CREATE UNIQUE INDEX shooting_day_one ON shooting_day (production_id, unit_id, on_date)
  WHERE cancelled_at IS NULL AND cover_of IS NULL;
CREATE UNIQUE INDEX shooting_day_one_cover ON shooting_day (production_id, cover_of);
CREATE INDEX ON shooting_day (production_id, on_date);

CREATE TABLE day_place (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  place_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('base_camp', 'crew_parking', 'truck_parking', 'holding', 'catering', 'set', 'hospital')),
  sort int NOT NULL DEFAULT 0, -- the number on the sheet; after a company move 2, 3…
  from_minutes int,            -- a second base counts from the company move
  notes text NOT NULL DEFAULT '',
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, place_id) REFERENCES place (production_id, id)
);
CREATE INDEX ON day_place (production_id, day_id);

CREATE TABLE day_scene (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  sort int NOT NULL,
  scene_id bigint,
  banner text NOT NULL DEFAULT '', -- company move, lunch
  eighths int CHECK (eighths >= 0), -- part of a scene; null: the scene's
  place_id bigint,
  at_minutes int,
  notes text NOT NULL DEFAULT '',
  UNIQUE (production_id, id),
  UNIQUE (day_id, sort) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, scene_id) REFERENCES scene (production_id, id),
  FOREIGN KEY (production_id, place_id) REFERENCES place (production_id, id),
  CHECK ((scene_id IS NULL) <> (banner = ''))
);
CREATE INDEX ON day_scene (production_id, scene_id);

CREATE TABLE day_note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  department_id bigint, -- null: for all
  text text NOT NULL,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, department_id) REFERENCES department (production_id, id)
);
CREATE INDEX ON day_note (production_id, day_id);

-- Stand-ins, stunts, background, crew for this day alone: how many, and when.
CREATE TABLE day_extra (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  sort int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stand_in', 'stunt', 'background', 'crew')),
  name text NOT NULL CHECK (name <> ''),
  quantity int NOT NULL CHECK (quantity BETWEEN 1 AND 5000),
  at_minutes int,
  place_id bigint, -- where they report
  notes text NOT NULL DEFAULT '',
  UNIQUE (production_id, id),
  UNIQUE (day_id, sort) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, place_id) REFERENCES place (production_id, id)
);
CREATE INDEX ON day_extra (production_id, place_id);

-- A vehicle's work on a day, and whom it fetches: at which time stands with each one's call.
CREATE TABLE day_run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  sort int NOT NULL,
  vehicle_id bigint NOT NULL,
  driver_id bigint,
  at_minutes int, -- from when
  notes text NOT NULL DEFAULT '', -- "North field to base every 10 min, back from 16:30"
  passengers bigint[] NOT NULL DEFAULT '{}', -- members
  UNIQUE (production_id, id),
  UNIQUE (day_id, sort) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, vehicle_id) REFERENCES vehicle (production_id, id),
  FOREIGN KEY (production_id, driver_id) REFERENCES member (production_id, id)
);
CREATE INDEX ON day_run (production_id, vehicle_id);
CREATE INDEX ON day_run (production_id, driver_id);

-- A department's call on a day: relative to the general call, or absolute.
CREATE TABLE department_call (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  department_id bigint NOT NULL,
  offset_minutes int,
  at_minutes int,
  kind text NOT NULL DEFAULT 'relative' CHECK (kind IN ('relative', 'absolute', 'on_call', 'no_call')),
  place_id bigint,
  UNIQUE (production_id, id),
  UNIQUE (day_id, department_id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, department_id) REFERENCES department (production_id, id),
  FOREIGN KEY (production_id, place_id) REFERENCES place (production_id, id),
  CHECK ((kind = 'relative') = (offset_minutes IS NOT NULL)),
  CHECK ((kind = 'absolute') = (at_minutes IS NOT NULL))
);

-- One person in one position (or one cast role) on one unit's day, where it differs from the department's call.
CREATE TABLE call (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  member_id bigint,    -- null: a cast role whose performer is not known yet
  position_id bigint,
  element_id bigint,   -- cast role
  kind text NOT NULL CHECK (kind IN ('absolute', 'relative', 'chain', 'department', 'on_call', 'no_call', 'will_notify',
    'hold', 'cancelled')), -- the last two keep the times below: taken back, they stand again
  over text CHECK (over IN ('on_call', 'no_call', 'will_notify')), -- hold, cancelled: what is below, without a time
  at_minutes int,      -- absolute
  offset_minutes int,  -- relative to the general call
  on_set int,          -- chain: minutes after midnight
  makeup_minutes int,  -- chain: H/MU before on set
  travel_minutes int,  -- chain: pickup before call
  pickup int,          -- typed, or written by a run
  wardrobe int,
  rehearsal int,
  release int,         -- planned: when they are to be gone; a minor must
  status text NOT NULL DEFAULT '', -- SW, W, WD, PW, SWF, WF, H…
  place_id bigint,
  remarks text NOT NULL DEFAULT '',
  origin text NOT NULL DEFAULT 'typed' CHECK (origin IN ('typed', 'import', 'copied')),
  by_account bigint,
  revision int NOT NULL DEFAULT 1,
  UNIQUE (production_id, id),
  UNIQUE NULLS NOT DISTINCT (day_id, member_id, position_id, element_id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id),
  FOREIGN KEY (production_id, position_id) REFERENCES member_position (production_id, id),
  FOREIGN KEY (production_id, element_id) REFERENCES element (production_id, id),
  FOREIGN KEY (production_id, place_id) REFERENCES place (production_id, id),
  CHECK (member_id IS NOT NULL OR element_id IS NOT NULL),
  CHECK (kind <> 'absolute' OR at_minutes IS NOT NULL),
  CHECK (kind <> 'relative' OR offset_minutes IS NOT NULL),
  CHECK (kind <> 'chain' OR on_set IS NOT NULL),
  CHECK (over IS NULL OR kind IN ('hold', 'cancelled'))
);
CREATE INDEX ON call (production_id, member_id);
CREATE INDEX ON call (production_id, element_id);

-- What really happened. Append only; a correction is a new entry for the same subject.
CREATE TABLE day_log (
  id uuid PRIMARY KEY, -- made on the phone
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('crew_call', 'first_shot', 'lunch_out', 'last_through', 'lunch_in', 'camera_wrap', 'wrap', 'last_out', 'note')),
  department_id bigint,
  member_id bigint,
  at timestamptz,          -- the instant that is logged; null takes an earlier entry back
  device_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  by_account bigint NOT NULL,
  device_id bigint,
  n bigint GENERATED ALWAYS AS IDENTITY,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id),
  FOREIGN KEY (production_id, department_id) REFERENCES department (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id)
);
CREATE INDEX ON day_log (production_id, day_id);

-- A production's own wording of a rule pack, in place of the one that ships under that key; or a copy, under a key of its own.
CREATE TABLE rule_pack (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  key text NOT NULL CHECK (key ~ '^[a-z0-9_]{1,60}$'),
  pack jsonb NOT NULL,
  revision int NOT NULL DEFAULT 1,
  by_account bigint,
  at timestamptz NOT NULL,
  UNIQUE (production_id, id),
  UNIQUE (production_id, key)
);

-- What a production keeps of a day for others: departments' calls, places, notes.
CREATE TABLE day_template (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  name text NOT NULL,
  content jsonb NOT NULL,
  by_account bigint,
  made_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (production_id, id),
  UNIQUE (production_id, name)
);

-- What heads of departments need for a day: a row for each that was asked, with the answer as it stands.
CREATE TABLE head_question (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  department_id bigint NOT NULL,
  asked_by bigint NOT NULL,
  asked_at timestamptz NOT NULL,
  answer_by timestamptz NOT NULL,
  chased_at timestamptz, -- once, while it was blank
  answer jsonb,          -- null: blank; nothing to add is an answer
  answered_by bigint,
  answered_at timestamptz,
  revision int NOT NULL DEFAULT 0,       -- of the answer
  settled jsonb NOT NULL DEFAULT '{}',   -- by an ask's key: as it read when it was taken into the draft, or left
  UNIQUE (production_id, id),
  UNIQUE (day_id, department_id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, department_id) REFERENCES department (production_id, id),
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX ON head_question (production_id, department_id);
CREATE INDEX head_question_blank ON head_question (answer_by) WHERE chased_at IS NULL AND answered_at IS NULL;

-- Who has a day's draft open, and the cell they are in. Lost in a crash, and nothing is lost by it.
CREATE UNLOGGED TABLE day_here (
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  account_id bigint NOT NULL,
  cell text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  PRIMARY KEY (day_id, account_id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON day_here (production_id, day_id);
