-- One counter a production (0: the installation), updated in the transaction that writes the fact:
-- a bigserial is handed out before COMMIT, so a reader's cursor would pass facts that commit later.
CREATE TABLE fact_counter (
  production_id bigint PRIMARY KEY,
  seq bigint NOT NULL
);
CREATE TABLE fact (
  production_id bigint NOT NULL,
  seq bigint NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  subject_id text NOT NULL,
  revision int NOT NULL DEFAULT 0,
  account_id bigint,
  ids jsonb NOT NULL DEFAULT '{}', -- ids only: never a name, number, amount or free text
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (production_id, seq)
);
CREATE INDEX ON fact (production_id, subject, subject_id, seq);
CREATE INDEX ON fact (at);
