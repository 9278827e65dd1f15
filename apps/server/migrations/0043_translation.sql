-- What buyers and agents say, in each other's languages: who translates, what came of it, and what is kept to be used again.

CREATE TABLE tenant.translation_setting (
  merchant_id uuid NOT NULL,
  uses_memory boolean NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id)
);

CREATE TABLE tenant.translation_provider (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- The order in which they are asked.
  place int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('openai-compatible', 'libretranslate', 'apertium')),
  name text NOT NULL,
  -- Null: the program on this machine.
  address text CHECK (address IS NOT NULL OR kind = 'apertium'),
  model text CHECK ((model IS NULL) = (kind <> 'openai-compatible')),
  -- Sealed.
  key bytea,
  -- Rises with every change, and is sealed into the key.
  version int NOT NULL,
  -- Of a million characters.
  price_minor bigint,
  price_currency text,
  is_on boolean NOT NULL,
  failed_in_row int NOT NULL,
  -- Left alone until then.
  rests_until timestamptz,
  PRIMARY KEY (merchant_id, id),
  CHECK ((price_minor IS NULL) = (price_currency IS NULL))
);

CREATE TABLE tenant.translation_count (
  merchant_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  -- A day in UTC.
  counted_on date NOT NULL,
  -- Of the price that held; empty: none did.
  currency text NOT NULL,
  calls int NOT NULL,
  failures int NOT NULL,
  characters bigint NOT NULL,
  -- In millionths of a minor unit.
  cost_millionths bigint NOT NULL,
  took_ms bigint NOT NULL,
  slowest_ms int NOT NULL,
  PRIMARY KEY (merchant_id, provider_id, counted_on, currency),
  FOREIGN KEY (merchant_id, provider_id) REFERENCES tenant.translation_provider (merchant_id, id) ON DELETE CASCADE
);

-- Beside a message and never in its place.
CREATE TABLE tenant.message_translation (
  merchant_id uuid NOT NULL,
  message_id uuid NOT NULL,
  language text NOT NULL,
  from_language text NOT NULL,
  body text NOT NULL,
  by_kind text NOT NULL CHECK (by_kind IN ('provider', 'memory')),
  by_name text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, message_id, language),
  FOREIGN KEY (merchant_id, message_id) REFERENCES tenant.message (merchant_id, id)
);

-- Pairs of texts, found by a hash of the first; they go with the buyer in whose conversation they were said.
CREATE TABLE tenant.translation_memory (
  merchant_id uuid NOT NULL,
  from_language text NOT NULL,
  to_language text NOT NULL,
  source_hash text NOT NULL,
  source text NOT NULL,
  target text NOT NULL,
  -- Whether an agent has seen it and sent it.
  is_seen boolean NOT NULL,
  by_name text NOT NULL,
  -- The message, read or sent, that it comes from.
  origin_id uuid NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, from_language, to_language, source_hash)
);
CREATE INDEX translation_memory_newest ON tenant.translation_memory (merchant_id, from_language, to_language, made_at DESC);
CREATE INDEX translation_memory_origin ON tenant.translation_memory (merchant_id, origin_id);

CREATE TABLE tenant.conversation_translation (
  merchant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  is_on boolean NOT NULL,
  -- Null: by the buyer's words.
  buyer_language text,
  PRIMARY KEY (merchant_id, conversation_id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id)
);

CREATE TABLE tenant.translation_reader (
  merchant_id uuid NOT NULL,
  user_id text NOT NULL,
  -- Null: the interface's.
  language text,
  -- Read as they are, with spaces between.
  untranslated text NOT NULL,
  PRIMARY KEY (merchant_id, user_id)
);

ALTER TABLE tenant.outgoing_message
  -- What the agent wrote, where that was in another language than what they saw and sent.
  ADD COLUMN typed_body text,
  ADD COLUMN typed_language text,
  ADD COLUMN body_language text,
  ADD CHECK ((typed_body IS NULL) = (typed_language IS NULL) AND (typed_body IS NULL) = (body_language IS NULL));

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['translation_setting', 'translation_provider', 'translation_count', 'message_translation', 'translation_memory', 'conversation_translation', 'translation_reader'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
