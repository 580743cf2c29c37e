-- A list kept by hand. What it holds later changes no message that was sent before.
CREATE TABLE kept_list (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  by_member_id bigint, -- who keeps it: a head's list is theirs alone
  revision int NOT NULL DEFAULT 1,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, by_member_id) REFERENCES member (production_id, id) ON DELETE SET NULL (by_member_id)
);
CREATE UNIQUE INDEX kept_list_name ON kept_list (production_id, coalesce(by_member_id, 0), lower(name));
CREATE INDEX ON kept_list (production_id, by_member_id);

CREATE TABLE kept_list_member (
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  list_id bigint NOT NULL,
  member_id bigint NOT NULL,
  PRIMARY KEY (list_id, member_id),
  FOREIGN KEY (production_id, list_id) REFERENCES kept_list (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON kept_list_member (production_id, list_id);
CREATE INDEX ON kept_list_member (production_id, member_id);

-- Whom it went to is its notices: one a person, written with it.
CREATE TABLE message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  request_id uuid NOT NULL,       -- sent twice by a phone that heard no answer, it is one message
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 120),
  body text NOT NULL,
  must_confirm boolean NOT NULL,
  list_kind text NOT NULL CHECK (list_kind IN ('today', 'tomorrow', 'heads', 'cast', 'drivers', 'no_app', 'department', 'kept')),
  list_name text NOT NULL,        -- as it was called then; empty: its kind says it
  by_member_id bigint,
  sent_at timestamptz NOT NULL,
  release_at timestamptz NOT NULL,
  UNIQUE (production_id, id),
  UNIQUE (production_id, request_id),
  FOREIGN KEY (production_id, by_member_id) REFERENCES member (production_id, id) ON DELETE SET NULL (by_member_id)
);
CREATE INDEX ON message (production_id, by_member_id);

CREATE TABLE attachment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  message_id bigint NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  kind text NOT NULL CHECK (kind IN ('application/pdf', 'image/jpeg', 'image/png')),
  size int NOT NULL,
  content bytea NOT NULL,
  UNIQUE (production_id, id),
  FOREIGN KEY (production_id, message_id) REFERENCES message (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON attachment (production_id, message_id);
-- Pictures and PDFs are compressed already.
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL;

-- Who has no app reads one message by a dated link of their own, of which only the hash is kept.
CREATE TABLE message_link (
  token_hash bytea PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  message_id bigint NOT NULL,
  member_id bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (production_id, message_id) REFERENCES message (production_id, id) ON DELETE CASCADE,
  FOREIGN KEY (production_id, member_id) REFERENCES member (production_id, id) ON DELETE CASCADE
);
CREATE INDEX ON message_link (production_id, message_id);
CREATE INDEX ON message_link (production_id, member_id);
