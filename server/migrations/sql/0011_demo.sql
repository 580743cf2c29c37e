-- The demo's clock, seconds ahead of the real one; its processes follow it. Empty in every other installation.
CREATE TABLE demo_clock (
  id    bigint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  ahead bigint NOT NULL CHECK (abs(ahead) < 400 * 86400)
);
