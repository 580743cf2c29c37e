CREATE TABLE subscription (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  device_id bigint REFERENCES device ON DELETE CASCADE,
  endpoint text NOT NULL UNIQUE,
  p256dh text NOT NULL,
  auth text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  kept_at timestamptz NOT NULL DEFAULT now(), -- the phone said on start that it still has it
  accepted_at timestamptz,
  failed_at timestamptz,
  failure text NOT NULL DEFAULT ''
);
CREATE INDEX ON subscription (account_id);
CREATE INDEX ON subscription (device_id);

-- What one person must come to know of one subject. About the subject only (kind, id, rank) is known here.
CREATE TABLE notice (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  member_id bigint NOT NULL,
  subject text NOT NULL,        -- 'sheet', 'gear', 'test'
  subject_id bigint NOT NULL,   -- the day, the thing
  rank int NOT NULL,            -- the version's number: never a lower over a higher
  source_id bigint,             -- the version
  rings boolean NOT NULL,
  must_confirm boolean NOT NULL DEFAULT false,
  words jsonb NOT NULL,         -- {title, body}: what changed, new time, old time; no cast, no scene
  payload jsonb NOT NULL,       -- the person's whole new call, never a delta
  state text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'queued', 'accepted', 'shown', 'opened', 'confirmed', 'reached',
    'bounced', 'gone', 'refused', 'expired', 'no_channel', 'superseded', 'left')),
  reason text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  release_at timestamptz NOT NULL,
  not_before timestamptz,       -- quiet hours
  deadline timestamptz,         -- chase time
  expires_at timestamptz NOT NULL, -- call + grace
  ended_at timestamptz,
  replaced_by bigint,           -- superseded by this version: if that is stopped in time, it is as it was
  replaced_in text,             -- and this was its state
  rings_at timestamptz,         -- lies silently until then: a later call in somebody's rest
  by_hand boolean NOT NULL DEFAULT false, -- a human rings at once, what is sent is the copy: a forced call
  rung text NOT NULL DEFAULT 'app' CHECK (rung IN ('app', 'mail', 'sms', 'chaser', 'office')),
  rung_at timestamptz,          -- since when
  next_rung_at timestamptz,     -- when the rung above is due while nobody answers
  chaser_member_id bigint,      -- whose list it is, or was, on
  asked_why text NOT NULL DEFAULT '', -- why a human was asked: late, forced, or how the last door failed
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, chaser_member_id) REFERENCES member (production_id, id) ON DELETE SET NULL (chaser_member_id)
);
CREATE UNIQUE INDEX notice_one ON notice (production_id, member_id, subject, subject_id, rank) WHERE state NOT IN ('superseded', 'left');
CREATE INDEX ON notice (production_id, subject, subject_id, rank);
CREATE INDEX notice_due ON notice (release_at) WHERE state = 'held';
CREATE INDEX notice_rung ON notice (next_rung_at) WHERE state IN ('queued', 'accepted', 'bounced', 'gone', 'refused', 'expired', 'no_channel');
CREATE INDEX notice_chaser ON notice (production_id, chaser_member_id) WHERE rung = 'chaser';
CREATE INDEX notice_expiry ON notice (expires_at) WHERE state IN ('held', 'queued', 'accepted');
CREATE INDEX notice_unconfirmed ON notice (expires_at) WHERE ended_at IS NULL AND state IN ('shown', 'opened');
CREATE INDEX ON notice (production_id, member_id);
CREATE INDEX ON notice (production_id, replaced_by) WHERE replaced_by IS NOT NULL;

-- One attempt on one channel. A worker claims it, speaks, and records in another transaction.
CREATE TABLE telling (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  notice_id bigint NOT NULL,
  channel text NOT NULL CHECK (channel IN ('push', 'mail', 'sms')),
  subscription_id bigint REFERENCES subscription ON DELETE SET NULL,
  address text, -- mail, sms
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'claimed', 'accepted', 'failed', 'dropped')),
  tries int NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  claimed_by uuid,
  claimed_until timestamptz,
  answer text NOT NULL DEFAULT '',
  at timestamptz,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, notice_id) REFERENCES notice (production_id, id) ON DELETE CASCADE
);
CREATE INDEX telling_due ON telling (channel, due_at) WHERE state IN ('queued', 'claimed');
CREATE INDEX ON telling (production_id, notice_id);
CREATE INDEX ON telling (subscription_id) WHERE subscription_id IS NOT NULL;

-- The ledger: append-only evidence, per device where there is one.
CREATE TABLE receipt (
  id uuid PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  notice_id bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'queued', 'accepted', 'shown', 'opened', 'confirmed', 'reached', 'voicemail',
    'no_answer', 'wrong_number', 'asked', 'bounced', 'gone', 'refused', 'expired', 'no_channel', 'superseded', 'left')),
  channel text NOT NULL DEFAULT '',
  device_id bigint,
  by_account bigint,         -- who reached them by phone
  proxy text NOT NULL DEFAULT '', -- agent, guardian, assistant: by name
  detail text NOT NULL DEFAULT '',
  device_at timestamptz,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, notice_id) REFERENCES notice (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON receipt (production_id, notice_id, at);
-- The board's newest lines: a day of two hundred people has thousands of receipts, of which it shows fourteen.
CREATE INDEX receipt_newest ON receipt (production_id, at);
-- A day, and a notice, is of one production: without these the planner multiplies the conditions and expects a handful.
CREATE STATISTICS notice_of_production (dependencies) ON production_id, subject_id FROM notice;
CREATE STATISTICS receipt_of_production (dependencies) ON production_id, notice_id FROM receipt;

CREATE TABLE task (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  kind text NOT NULL, -- ring, dispute, parked, problem
  subject text NOT NULL,
  subject_id bigint NOT NULL,
  member_id bigint,
  why text NOT NULL DEFAULT '',
  due_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  settled_by bigint,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON task (production_id) WHERE settled_at IS NULL;

-- Text messages: nothing is sent without it. One row a person and production, written anew; the audit is in the facts.
CREATE TABLE sms_consent (
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  member_id bigint NOT NULL,
  agreed_at timestamptz,
  number text NOT NULL DEFAULT '', -- to which they agreed: another number of theirs isn't texted
  agreed_on date,            -- as the coordinator recorded it; null: the person's own switch
  agreed_by bigint REFERENCES account ON DELETE SET NULL,
  stopped_at timestamptz,
  stopped_how text NOT NULL DEFAULT '' CHECK (stopped_how IN ('', 'answer', 'person', 'office')),
  PRIMARY KEY (production_id, member_id),
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE
);

CREATE TABLE captured_mail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recipient text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  attachment_name text,
  attachment bytea,
  at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE heartbeat (
  worker uuid PRIMARY KEY,
  host text NOT NULL DEFAULT '',
  started_at timestamptz NOT NULL DEFAULT now(),
  beat_at timestamptz NOT NULL DEFAULT now()
);
