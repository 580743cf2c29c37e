-- One key for all: cases, carts, items, bulk, walkies are things.
CREATE TABLE thing (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('case', 'cart', 'item', 'bulk', 'walkie')),
  code text,                -- CAM-07, WALKIE-12; what is written on it
  name text NOT NULL,
  department_id bigint,
  home_vehicle_id bigint,   -- the truck it lives on
  in_thing_id bigint,       -- the case it belongs in
  make text NOT NULL DEFAULT '',
  serial text NOT NULL DEFAULT '',
  quantity int NOT NULL DEFAULT 1 CHECK (quantity >= 0),
  value_cents bigint NOT NULL DEFAULT 0 CHECK (value_cents >= 0), -- of one
  currency text NOT NULL DEFAULT 'USD',
  vendor_id bigint,
  owner_member_id bigint,   -- own kit, box rental
  po text NOT NULL DEFAULT '',
  due_back_on date,
  return_policy text NOT NULL DEFAULT 'each' CHECK (return_policy IN ('sealed', 'count', 'each')),
  hold text NOT NULL DEFAULT 'none' CHECK (hold IN ('none', 'quarantine', 'lost')),
  notes text NOT NULL DEFAULT '',
  revision int NOT NULL DEFAULT 1,
  removed_at timestamptz,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, department_id) REFERENCES department (production_id, id),
  FOREIGN KEY (production_id, home_vehicle_id) REFERENCES vehicle (production_id, id),
  FOREIGN KEY (production_id, in_thing_id) REFERENCES thing (production_id, id),
  FOREIGN KEY (production_id, vendor_id) REFERENCES vendor (production_id, id),
  FOREIGN KEY (production_id, owner_member_id) REFERENCES member (production_id, id),
  CHECK (in_thing_id <> id)
);
CREATE UNIQUE INDEX thing_one_code ON thing (production_id, code) WHERE code IS NOT NULL AND removed_at IS NULL;
CREATE INDEX ON thing (production_id, in_thing_id);
CREATE INDEX ON thing (production_id, department_id);
CREATE INDEX ON thing (production_id, home_vehicle_id);

-- The code identifies, never authorises.
CREATE TABLE label (
  code text PRIMARY KEY CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  thing_id bigint NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  replaced_by text,
  UNIQUE (production_id, code),
  FOREIGN KEY (production_id, replaced_by) REFERENCES label (production_id, code),
  FOREIGN KEY (production_id, thing_id) REFERENCES thing (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON label (production_id, thing_id);

-- Who answers for a thing now: one row a thing, locked FOR UPDATE. Holder: exactly one of four, or the store.
CREATE TABLE thing_state (
  thing_id bigint PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  holder_kind text NOT NULL DEFAULT 'home' CHECK (holder_kind IN ('home', 'member', 'unit', 'place', 'vehicle', 'vendor')),
  holder_id bigint, -- null only at home: its department's truck or store
  since_at timestamptz,
  event_id uuid,
  hlc bigint NOT NULL DEFAULT 0,
  device text NOT NULL DEFAULT '',
  revision int NOT NULL DEFAULT 0,
  last_seen_at timestamptz,  -- any scan or check
  last_seen_by bigint,
  last_seen_place text NOT NULL DEFAULT '',
  FOREIGN KEY (production_id, thing_id) REFERENCES thing (production_id, id) ON DELETE CASCADE,
  CHECK ((holder_kind = 'home') = (holder_id IS NULL))
);
CREATE INDEX ON thing_state (production_id, holder_kind, holder_id);
-- A thing is of one production: without these the planner multiplies the two conditions, expects one row of a batch of 50
-- and looks up each by itself (205 buffers in place of 58 among 6,000 things).
CREATE STATISTICS thing_of_production (dependencies) ON production_id, id FROM thing;
CREATE STATISTICS thing_state_of_production (dependencies) ON production_id, thing_id FROM thing_state;

CREATE TABLE custody_event (
  id uuid PRIMARY KEY, -- made on the phone; kept for ever
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  thing_id bigint NOT NULL,
  n bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  verb text NOT NULL CHECK (verb IN ('take', 'return', 'pack', 'unpack', 'release', 'found', 'correct')),
  holder_kind text NOT NULL CHECK (holder_kind IN ('home', 'member', 'unit', 'place', 'vehicle', 'vendor')),
  holder_id bigint,
  by_account bigint NOT NULL,
  device text NOT NULL,
  device_seq bigint NOT NULL,
  hlc bigint NOT NULL,         -- hybrid logical clock: ms << 16 | counter
  device_at timestamptz NOT NULL,
  server_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_event uuid,             -- the newest event of this thing that the phone knew
  late boolean NOT NULL,       -- history only: it does not steal the case back
  suspect boolean NOT NULL DEFAULT false, -- phone's clock more than 2 min ahead at first receipt
  contested boolean NOT NULL DEFAULT false,
  place text NOT NULL DEFAULT '', -- where it was, as typed: dining hall
  body_hash bytea NOT NULL,
  UNIQUE (production_id, id),
  UNIQUE (device, device_seq),
  UNIQUE (thing_id, hlc, device),
  FOREIGN KEY (production_id, thing_id) REFERENCES thing (production_id, id)
);
CREATE INDEX ON custody_event (production_id, thing_id, hlc, device);

CREATE TABLE dispute (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  thing_id bigint NOT NULL,
  event_id uuid NOT NULL,    -- the claim that contests
  against_id uuid,           -- the claim before it
  opened_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  settled_by bigint,
  settled_event uuid,
  UNIQUE (production_id, id),
  UNIQUE (event_id),
  FOREIGN KEY (production_id, thing_id) REFERENCES thing (production_id, id)
);
CREATE INDEX ON dispute (production_id, thing_id) WHERE settled_at IS NULL;

-- A check of a truck, cart or department against its list; several phones at once.
CREATE TABLE gear_check (
  id uuid PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  scope_kind text NOT NULL CHECK (scope_kind IN ('vehicle', 'department', 'thing')),
  scope_id bigint NOT NULL,
  started_by bigint NOT NULL,
  started_at timestamptz NOT NULL,
  closed_by bigint,
  closed_at timestamptz,
  UNIQUE (production_id, id)
);
CREATE INDEX ON gear_check (production_id, started_at);

CREATE TABLE gear_check_entry (
  id uuid PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  check_id uuid NOT NULL,
  thing_id bigint NOT NULL,
  by_account bigint NOT NULL,
  device text NOT NULL,
  device_at timestamptz NOT NULL,
  server_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, check_id) REFERENCES gear_check (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, thing_id) REFERENCES thing (production_id, id)
);
CREATE INDEX ON gear_check_entry (production_id, check_id);
CREATE INDEX ON gear_check_entry (production_id, thing_id);

-- What a stranger told of a label, kept for 30 days.
CREATE TABLE found_report (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  thing_id bigint NOT NULL,
  place text NOT NULL,
  phone text NOT NULL DEFAULT '',
  lat double precision CHECK (lat BETWEEN -90 AND 90),
  lng double precision CHECK (lng BETWEEN -180 AND 180),
  at timestamptz NOT NULL,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, thing_id) REFERENCES thing (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON found_report (production_id, thing_id);
CREATE INDEX ON found_report (at);
