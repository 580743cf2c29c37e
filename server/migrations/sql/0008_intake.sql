CREATE TABLE import_run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  production_id bigint NOT NULL REFERENCES production ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('schedule', 'crew', 'contacts', 'gear', 'days')),
  file_name text NOT NULL,
  file_hash bytea NOT NULL,
  report jsonb NOT NULL,
  made jsonb NOT NULL, -- table -> ids, newest first: what an undo takes back
  changed jsonb NOT NULL DEFAULT '{}', -- table -> id -> what stood there before
  said jsonb NOT NULL DEFAULT '{}', -- table -> id -> what the file said of it: what differs later was typed by a person
  by_account bigint,
  at timestamptz NOT NULL DEFAULT now(),
  undone_at timestamptz,
  undone_by bigint,
  UNIQUE (production_id, id)
);
CREATE INDEX ON import_run (production_id, at);
