-- What the list of conversations is narrowed and ordered by is kept beside it, so that no message is read for it; who looks at a conversation
-- or types in it; what somebody has begun to write.

ALTER TABLE tenant.conversation
  -- The buyer's messages after the last that was read here or answered, as many as are counted.
  ADD COLUMN unread int NOT NULL DEFAULT 0,
  -- Since when the buyer waits for an answer; null: not.
  ADD COLUMN waiting_since timestamptz,
  -- The buyer's last word: its place and its hour.
  ADD COLUMN heard_up_to bigint NOT NULL DEFAULT 0,
  ADD COLUMN heard_at timestamptz,
  -- What is shown of it in the list: the last that a person said, else a machine.
  ADD COLUMN shown_message_id uuid;

ALTER TABLE tenant.conversation NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.message NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.buyer_turn NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.conversation AS c SET
  unread = (SELECT least(count(*), 99) FROM tenant.message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.sender = 'buyer'
    AND m.sequence > GREATEST(c.read_up_to, (SELECT max(s.sequence) FROM tenant.message s
      WHERE s.merchant_id = c.merchant_id AND s.conversation_id = c.id AND s.sender = 'seller'))),
  waiting_since = (SELECT max(t.asked_at) FROM tenant.buyer_turn t
    WHERE t.merchant_id = c.merchant_id AND t.conversation_id = c.id AND t.replied_at IS NULL),
  heard_up_to = COALESCE((SELECT max(m.sequence) FROM tenant.message m
    WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.sender = 'buyer'), 0),
  heard_at = (SELECT max(m.sent_at) FROM tenant.message m
    WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.sender = 'buyer'),
  shown_message_id = (SELECT m.id FROM tenant.message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id
    ORDER BY m.sender = 'automatic', m.sequence DESC, m.id DESC LIMIT 1);
ALTER TABLE tenant.buyer_turn FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.message FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.conversation FORCE ROW LEVEL SECURITY;

CREATE INDEX conversation_to_read ON tenant.conversation (merchant_id, latest_at, id) WHERE unread > 0;
CREATE INDEX conversation_waiting_since ON tenant.conversation (merchant_id, waiting_since, id) WHERE waiting_since IS NOT NULL;
DROP INDEX tenant.conversation_assigned;
CREATE INDEX conversation_assigned ON tenant.conversation (merchant_id, assignee_id, latest_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX conversation_aside ON tenant.conversation (merchant_id, latest_at, id) WHERE aside_up_to IS NOT NULL;
CREATE INDEX conversation_of_shop ON tenant.conversation (merchant_id, shop_id, latest_at, id);

-- Who has a conversation before them. A row that nobody renews counts for nothing after a minute.
CREATE TABLE tenant.conversation_presence (
  merchant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  person_id text NOT NULL,
  person_name text NOT NULL,
  seen_at timestamptz NOT NULL,
  -- The last letter; null: they only look.
  typed_at timestamptz,
  PRIMARY KEY (merchant_id, conversation_id, person_id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id)
);
CREATE INDEX conversation_presence_seen ON tenant.conversation_presence (merchant_id, seen_at);

-- What somebody has begun to answer, and what had been said when they began.
CREATE TABLE tenant.conversation_draft (
  merchant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  person_id text NOT NULL,
  body text NOT NULL,
  begun_sequence bigint NOT NULL,
  begun_place int NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, conversation_id, person_id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['conversation_presence', 'conversation_draft'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
