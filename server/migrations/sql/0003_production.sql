CREATE TABLE production (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  code_name text NOT NULL DEFAULT '', -- what a join code's page shows in place of the title
  company text NOT NULL DEFAULT '',
  zone text NOT NULL DEFAULT 'America/New_York',
  currency text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  country text NOT NULL DEFAULT 'US' CHECK (country ~ '^[A-Z]{2}$'),
  words text NOT NULL DEFAULT 'us' CHECK (words IN ('us', 'uk')),
  office_phone text NOT NULL DEFAULT '',
  office_email text NOT NULL DEFAULT '',
  shift_days int NOT NULL DEFAULT 0, -- first-day shift of every schedule import, weekends kept
  settings jsonb NOT NULL DEFAULT '{}', -- colours, who must confirm, quiet hours, rest packs
  contacted_at timestamptz, -- null: nobody but the coordinator has been contacted
  contacts_revision int NOT NULL DEFAULT 1, -- raised whenever a name or number that a sheet joins changes
  revision int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz,
  wrapped_on date -- the last day of all: from it on it is counted for how long what is kept of people
);

CREATE TABLE unit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  name text NOT NULL,
  zone text, -- null: the production's
  sort int NOT NULL DEFAULT 0,
  UNIQUE (production_id, id),
  UNIQUE (production_id, name)
);

CREATE TABLE department (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  name text NOT NULL,
  sort int NOT NULL DEFAULT 0,
  chaser_member_id bigint, -- who asks its people; null: the head
  rest_pack text, -- whose rules count for its people where their own agreement names none; null: the production's
  UNIQUE (production_id, id),
  UNIQUE (production_id, name)
);

CREATE TABLE member (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  account_id bigint REFERENCES account, -- null: has not joined
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  email text CHECK (email = lower(email)),
  mobile text,          -- E.164 where it could be read, else as typed
  mobile_typed text,    -- as the paper had it
  second_number text,
  contact_via text,     -- c/o agent, chaperone
  diet text,
  roles text[] NOT NULL DEFAULT '{crew}',
  proposed_roles text[] NOT NULL DEFAULT '{}',
  unit_id bigint,
  minor boolean NOT NULL DEFAULT false,
  born_on date,
  rest_pack text,       -- null: the production's
  number_shown boolean NOT NULL DEFAULT false, -- the person lets all of the sheet's readers see the number
  mail_bounced_at timestamptz,
  chaser_member_id bigint, -- who rings this person when nothing else reached them; null: by position
  revision int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  removed_at timestamptz,
  forgotten_at timestamptz, -- since when there is nothing here that tells who it was
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, unit_id) REFERENCES unit (production_id, id),
  FOREIGN KEY (production_id, chaser_member_id) REFERENCES member (production_id, id)
);
CREATE UNIQUE INDEX member_one_address ON member (production_id, email) WHERE email IS NOT NULL AND removed_at IS NULL;
CREATE UNIQUE INDEX member_one_account ON member (production_id, account_id) WHERE account_id IS NOT NULL AND removed_at IS NULL;
CREATE INDEX ON member (account_id);
ALTER TABLE department ADD FOREIGN KEY (production_id, chaser_member_id) REFERENCES member (production_id, id);
ALTER TABLE access_grant ADD FOREIGN KEY (production_id) REFERENCES production ON DELETE CASCADE;
ALTER TABLE access_grant ADD FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE;
ALTER TABLE parked ADD FOREIGN KEY (production_id) REFERENCES production ON DELETE CASCADE;

-- One person, one or more positions, each with dates: Aoife is 2nd AC all along and B operator for five days.
CREATE TABLE member_position (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  member_id bigint NOT NULL,
  department_id bigint NOT NULL,
  title text NOT NULL DEFAULT '',
  head boolean NOT NULL DEFAULT false,
  starts_on date,
  ends_on date,
  only_on date[] NOT NULL DEFAULT '{}', -- dailies: these days alone; empty: all from start to end
  sort int NOT NULL DEFAULT 0,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, department_id) REFERENCES department (production_id, id),
  CHECK (ends_on >= starts_on)
);
CREATE INDEX ON member_position (production_id, member_id);
CREATE INDEX ON member_position (production_id, department_id);

CREATE TABLE invite (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  member_id bigint NOT NULL,
  code_hash bytea NOT NULL UNIQUE,
  code_sealed bytea, -- the code itself, sealed with the installation's key, so that a page of codes can be printed again
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz,
  sent_at timestamptz,
  sent_state text NOT NULL DEFAULT 'not_sent' CHECK (sent_state IN ('not_sent', 'queued', 'accepted', 'bounced')),
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON invite (production_id, member_id);

CREATE TABLE place (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  name text NOT NULL,
  address text NOT NULL DEFAULT '',
  access_notes text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  lat double precision CHECK (lat BETWEEN -90 AND 90),
  lng double precision CHECK (lng BETWEEN -180 AND 180),
  hospital boolean NOT NULL DEFAULT false,
  revision int NOT NULL DEFAULT 1,
  UNIQUE (production_id, id),
  UNIQUE (production_id, name)
);

CREATE TABLE vehicle (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  name text NOT NULL,
  plate text NOT NULL DEFAULT '',
  department_id bigint,
  UNIQUE (production_id, id),
  UNIQUE (production_id, name),
  FOREIGN KEY (production_id, department_id) REFERENCES department (production_id, id)
);

CREATE TABLE vendor (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  name text NOT NULL,
  phone text NOT NULL DEFAULT '',
  email text NOT NULL DEFAULT '',
  UNIQUE (production_id, id),
  UNIQUE (production_id, name)
);

-- For how long a production keeps what of its people, where that isn't the default, and why it may delete nothing.
CREATE TABLE keeping (
  production_id bigint PRIMARY KEY REFERENCES production ON DELETE CASCADE,
  terms jsonb NOT NULL DEFAULT '{}',                          -- class → days
  hold text NOT NULL DEFAULT '' CHECK (length(hold) <= 200),  -- a legal hold, in words; empty: none
  revision int NOT NULL DEFAULT 1
);

-- Who asked to be forgotten, and who was. Ids alone: with them a backup of earlier is brought in step.
CREATE TABLE erasure (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint REFERENCES account,  -- the whole person; null: on one production
  production_id bigint REFERENCES production ON DELETE CASCADE,
  member_id bigint,
  asked_by bigint NOT NULL,
  asked_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,           -- until then it can be taken back
  taken_back_at timestamptz,
  done_at timestamptz,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE,
  CHECK ((account_id IS NULL) <> (member_id IS NULL)),
  CHECK ((member_id IS NULL) = (production_id IS NULL)),
  CHECK (done_at IS NULL OR taken_back_at IS NULL)
);
CREATE UNIQUE INDEX erasure_one_account ON erasure (account_id) WHERE done_at IS NULL AND taken_back_at IS NULL;
CREATE UNIQUE INDEX erasure_one_member ON erasure (production_id, member_id) WHERE done_at IS NULL AND taken_back_at IS NULL;
CREATE INDEX erasure_due ON erasure (due_at) WHERE done_at IS NULL AND taken_back_at IS NULL;

-- The logo on the letterhead: re-encoded when it came, so that nothing of the file that was sent is kept.
CREATE TABLE logo (
  production_id bigint PRIMARY KEY REFERENCES production ON DELETE CASCADE,
  png bytea NOT NULL CHECK (length(png) <= 262144),
  width int NOT NULL,
  height int NOT NULL,
  alt text NOT NULL CHECK (length(alt) BETWEEN 1 AND 200), -- what it says, for who doesn't see it
  mark text NOT NULL, -- digest of the bytes: part of its address, so that a new one is fetched
  set_at timestamptz NOT NULL
);
