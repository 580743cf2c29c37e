CREATE TABLE sheet_version (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  kind text NOT NULL DEFAULT 'final' CHECK (kind IN ('preliminary', 'final')),
  number int NOT NULL, -- 1, 2, 3… in its kind
  colour text NOT NULL DEFAULT '',
  snapshot bytea NOT NULL, -- frozen: ids, times, places and words that were printed; no contact, no rate
  day_revision int NOT NULL,
  reason text NOT NULL DEFAULT '',
  issued_by bigint NOT NULL,
  issued_at timestamptz NOT NULL,
  release_at timestamptz NOT NULL, -- nobody reads it before
  rings int NOT NULL DEFAULT 0,
  concerned int NOT NULL DEFAULT 0,
  readers bigint[] NOT NULL DEFAULT '{}', -- members on the list of a preliminary; a final is read by all who may
  withdrawn_at timestamptz,
  approvals bigint[] NOT NULL DEFAULT '{}', -- under which it went out
  short_rest jsonb NOT NULL DEFAULT '{}', -- line → minutes, of whose daily rest fell short at issue; only where sheets are approved
  UNIQUE (production_id, id),
  UNIQUE (day_id, kind, number),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id)
);
CREATE INDEX ON sheet_version (production_id, day_id, kind, number DESC);

-- What was approved and taken back, appended: the newest row of a role, number and content counts.
CREATE TABLE approval (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  role text NOT NULL CHECK (role IN ('first_ad', 'upm')),
  number int NOT NULL, -- of the version it was given for, and its colour
  colour text NOT NULL,
  content bytea NOT NULL CHECK (length(content) = 32), -- SHA-256 of the page as it would have been frozen
  given boolean NOT NULL, -- false: taken back
  short_rest jsonb NOT NULL DEFAULT '{}', -- minutes of rest by line that fell short then
  by_account bigint NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON approval (production_id, day_id, number);

CREATE TABLE personal_link (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  member_id bigint NOT NULL,
  day_id bigint NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON personal_link (production_id, member_id);

-- The secret address under which one person's calendar reads their calls.
CREATE TABLE calendar_address (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  member_id bigint NOT NULL,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE, -- who made it: it ends when another has the member's place
  token_hash bytea NOT NULL UNIQUE,
  made_at timestamptz NOT NULL,
  revoked_at timestamptz,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX calendar_one_address ON calendar_address (production_id, member_id) WHERE revoked_at IS NULL;
CREATE INDEX ON calendar_address (account_id);

-- Who answered for a call that breaks a rule, appended: a reason, by who made the call; the UPM's yes beforehand to a rest,
-- and that taken back. The newest row of a line counts, and only while it is no worse than it was then.
CREATE TABLE forced_call (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  line text NOT NULL CHECK (length(line) <= 80), -- as in the frozen page: m<member>.p<position>.e<element>
  said text NOT NULL CHECK (said IN ('reason', 'yes', 'taken_back')),
  about text NOT NULL CHECK (about IN ('rest', 'weekly_rest', 'minor', 'days', 'cancellation')),
  reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 200),
  rule text NOT NULL, -- what was broken and where that stands, as it read then
  minutes int, -- of rest there was, and what was asked for
  needed int,
  beyond jsonb NOT NULL DEFAULT '{}', -- where it isn't rest: by how much each thing was out of bounds (a minor's minutes, days in a row)
  by_account bigint NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON forced_call (production_id, day_id);

-- Everybody's own copy of one version on paper, made by workers: the due rows below are its work, its files go after a while.
CREATE TABLE copy_set (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  version_id bigint NOT NULL,
  half boolean NOT NULL, -- the half size of the set copy
  asked_by bigint NOT NULL,
  asked_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL, -- removed then
  cancelled_at timestamptz,
  done_at timestamptz,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, version_id) REFERENCES sheet_version (production_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX copy_set_one_of_a_kind ON copy_set (version_id, half) WHERE cancelled_at IS NULL;
CREATE INDEX ON copy_set (production_id, day_id);
CREATE INDEX ON copy_set (ends_at);

CREATE TABLE personal_copy (
  set_id bigint NOT NULL,
  member_id bigint NOT NULL,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  sort int NOT NULL, -- the order of the sheet
  state text NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'made', 'failed')),
  tries int NOT NULL DEFAULT 0,
  claimed_until timestamptz, -- a worker has it in hand; free again after this
  made_for bytea, -- digest of all that the file depends on beside the version: it is handed out only while that is true
  pdf bytea CHECK (length(pdf) <= 4194304),
  PRIMARY KEY (set_id, member_id),
  CHECK ((state = 'made') = (pdf IS NOT NULL)),
  FOREIGN KEY (production_id, set_id) REFERENCES copy_set (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON personal_copy (production_id, member_id);
CREATE INDEX ON personal_copy (set_id, sort) WHERE state = 'due';

-- Counts as they were sent, appended: to whom, how many, by whom.
CREATE TABLE count_sent (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  day_id bigint NOT NULL,
  whom text NOT NULL CHECK (whom IN ('catering', 'background')),
  stage text NOT NULL CHECK (stage IN ('preliminary', 'final', 'push')),
  numbers jsonb NOT NULL,
  by_account bigint NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, day_id) REFERENCES shooting_day (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON count_sent (production_id, day_id);
