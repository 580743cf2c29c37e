CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text UNIQUE CHECK (email = lower(email)),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  mobile text,
  clock text NOT NULL DEFAULT '24' CHECK (clock IN ('24', '12')),
  theme text NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark', 'sun')),
  locale text NOT NULL DEFAULT 'en',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE device (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  name text NOT NULL DEFAULT '',
  installed boolean NOT NULL DEFAULT false, -- runs from the home screen
  clock_offset_ms bigint NOT NULL DEFAULT 0, -- phone's clock minus ours, at its last contact
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE INDEX ON device (account_id);

CREATE TABLE session (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  device_id bigint REFERENCES device ON DELETE CASCADE,
  kind text NOT NULL DEFAULT 'cookie' CHECK (kind IN ('cookie', 'bearer')),
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX ON session (account_id);
CREATE INDEX ON session (device_id);

-- What an account may do in a production, from when to when. Written with the member it comes from, in one transaction.
CREATE TABLE access_grant (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  member_id bigint NOT NULL,
  roles text[] NOT NULL DEFAULT '{crew}',
  departments bigint[] NOT NULL DEFAULT '{}', -- works in
  heads bigint[] NOT NULL DEFAULT '{}',       -- is head of
  unit_id bigint,                              -- an AD of one unit only; null: all
  starts_at timestamptz,
  ends_at timestamptz,                         -- finish date + 14 days; null: open
  revoked_at timestamptz,
  archived boolean NOT NULL DEFAULT false,      -- as the production is: written with it
  revision int NOT NULL DEFAULT 1,
  UNIQUE (production_id, id),
  UNIQUE (production_id, account_id),
  UNIQUE (production_id, member_id)
);
CREATE INDEX ON access_grant (account_id);

-- Codes and links that let somebody in once: e-mail sign-in, the code for an installed app, the first coordinator.
CREATE TABLE entry_code (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('email', 'device', 'first')),
  email text,
  account_id bigint REFERENCES account ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  link_hash bytea UNIQUE,
  tries int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX ON entry_code (code_hash);
CREATE INDEX ON entry_code (email) WHERE email IS NOT NULL;
CREATE INDEX ON entry_code (account_id) WHERE account_id IS NOT NULL;

-- Idempotency: the answer given to a request, for the same account only.
CREATE TABLE answered (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  id uuid NOT NULL,
  v int NOT NULL,
  body_hash bytea NOT NULL,
  status int NOT NULL,
  answer bytea NOT NULL,
  media_type text NOT NULL DEFAULT 'application/json',
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, id)
);
CREATE INDEX ON answered (at);

-- Queue entries that could not be applied: kept in sight, never dropped.
CREATE TABLE parked (
  id uuid PRIMARY KEY,
  production_id bigint,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  v int NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  body bytea NOT NULL,
  why text NOT NULL,
  device_at timestamptz,
  at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz
);
CREATE INDEX ON parked (production_id) WHERE settled_at IS NULL;
CREATE INDEX ON parked (account_id);

CREATE TABLE attempt (
  key text NOT NULL,
  window_at timestamptz NOT NULL,
  tries int NOT NULL DEFAULT 1,
  PRIMARY KEY (key, window_at)
);

-- Passkeys (WebAuthn, discoverable): what a browser or phone signs in with. Only the public half is here.
CREATE TABLE passkey (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  credential_id bytea NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
  public_key bytea NOT NULL,
  sign_count bigint NOT NULL,
  synced boolean NOT NULL,              -- kept by the maker's cloud too
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX ON passkey (account_id);
-- What a browser was asked to sign; used once, within minutes.
CREATE TABLE passkey_challenge (
  id uuid PRIMARY KEY,
  account_id bigint REFERENCES account ON DELETE CASCADE, -- null: to sign in
  challenge bytea NOT NULL,
  expires_at timestamptz NOT NULL
);
-- A letter alone lets nobody in as this account.
ALTER TABLE account ADD COLUMN passkey_only boolean NOT NULL DEFAULT false;
