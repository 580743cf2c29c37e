-- The demo's clock, seconds ahead of the real one; its processes follow it. Empty in every other installation.
CREATE TABLE demo_clock (
  id    bigint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  ahead bigint NOT NULL CHECK (abs(ahead) < 400 * 86400)
);
-- The evening that is played, once a demo. `step`: how many of its steps are done; a worker that is killed goes on there.
CREATE TABLE demo_evening (
  production_id bigint PRIMARY KEY REFERENCES production,
  today         bigint NOT NULL,
  tomorrow      bigint NOT NULL,
  pause_ms      bigint NOT NULL CHECK (pause_ms BETWEEN 0 AND 60000),
  step          bigint NOT NULL DEFAULT 0,
  begun_by      bigint NOT NULL REFERENCES account
);
