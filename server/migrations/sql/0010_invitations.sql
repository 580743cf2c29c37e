-- The link in an invitation's mail proves the mailbox; the code, which the office can print, doesn't.
ALTER TABLE invite ADD COLUMN link_hash bytea UNIQUE;
-- When "send a test to me" was last pressed: no wave goes out before it.
ALTER TABLE production ADD COLUMN tested_at timestamptz;
-- Why a session ended: 'left' (no production remains) still hands over what the phone had not sent.
ALTER TABLE session ADD COLUMN ended_why text NOT NULL DEFAULT '';
