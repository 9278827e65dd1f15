-- Who of us answers a conversation, what colleagues tell each other of it, and what was set aside.

ALTER TABLE tenant.conversation
  ADD COLUMN assignee_id text,
  -- As they were called when they were given it; members are no rows of a merchant's.
  ADD COLUMN assignee_name text,
  -- Set aside with all that was said up to there: the buyer's next word brings it back, or the hour does.
  ADD COLUMN aside_up_to bigint,
  ADD COLUMN aside_until timestamptz,
  ADD CHECK ((assignee_id IS NULL) = (assignee_name IS NULL)),
  ADD CHECK (aside_up_to IS NOT NULL OR aside_until IS NULL);

CREATE TABLE tenant.conversation_note (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  body text NOT NULL,
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id)
);
CREATE INDEX conversation_note_written ON tenant.conversation_note (merchant_id, conversation_id, written_at, id);

ALTER TABLE tenant.conversation_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.conversation_note FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.conversation_note USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.conversation_note TO :app;
GRANT SELECT ON tenant.conversation_note TO :backup;
