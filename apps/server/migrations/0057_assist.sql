-- Suggested replies: what the merchant knows, and what was offered to whom.

CREATE TABLE tenant.assist_setting (
  merchant_id uuid NOT NULL,
  -- `asked`: when somebody presses; `opened`: also when a conversation that waits is opened.
  mode text NOT NULL CHECK (mode IN ('off', 'asked', 'opened')),
  -- Of `translation_provider`, by whose address and key a model is asked; null: none is. One that was removed counts as none.
  provider_id uuid,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id)
);

CREATE TABLE tenant.knowledge_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  -- How buyers ask for it, a line each.
  questions text NOT NULL,
  body text NOT NULL,
  -- Empty: of all shops.
  shop_ids uuid[] NOT NULL,
  is_on boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);

-- A draft that was offered, or that nothing was known. It is never sent by itself.
CREATE TABLE tenant.reply_suggestion (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  -- The buyer's last message of the turn that it answers.
  message_id uuid NOT NULL,
  -- Null: nothing was known.
  body text,
  made_by text NOT NULL CHECK (made_by IN ('nobody', 'source', 'model')),
  -- [{kind, id, title, text}], what it rests on, the first first.
  sources jsonb NOT NULL,
  -- Why no model's words stand there though one is set up.
  fault text,
  took_ms int NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('nothing', 'offered', 'used', 'changed', 'dismissed')),
  made_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id),
  FOREIGN KEY (merchant_id, message_id) REFERENCES tenant.message (merchant_id, id)
);
CREATE INDEX reply_suggestion_of_message ON tenant.reply_suggestion (merchant_id, message_id, made_at);
CREATE INDEX reply_suggestion_of_conversation ON tenant.reply_suggestion (merchant_id, conversation_id);
CREATE INDEX reply_suggestion_made ON tenant.reply_suggestion (merchant_id, made_at);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['assist_setting', 'knowledge_entry', 'reply_suggestion'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
