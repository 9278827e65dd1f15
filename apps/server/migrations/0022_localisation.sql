-- What products say in the languages of their markets, where drafts of it come from, and the tasks that make many at once.

CREATE TABLE tenant.product_text (
  merchant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  market text NOT NULL,
  language text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  attributes jsonb NOT NULL,
  -- Cells, the head first; or a picture of the product. Null: none.
  size_chart jsonb,
  size_chart_media_id uuid,
  state text NOT NULL CHECK (state IN ('draft', 'to-review', 'approved')),
  -- Of each field, where its words come from.
  sources jsonb NOT NULL,
  -- Why the draft is not whole; null: it is, or a person wrote it.
  reason text,
  -- The product's own words as they were when this was written: another title now means that the text is behind.
  original jsonb NOT NULL,
  -- Counts the changes: who saves or approves says which one was seen.
  version int NOT NULL,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  approved_by text,
  approved_at timestamptz,
  CHECK ((state = 'approved') = (approved_at IS NOT NULL)),
  PRIMARY KEY (merchant_id, product_id, market),
  FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product (merchant_id, id)
);
CREATE INDEX product_text_newest ON tenant.product_text (merchant_id, updated_at DESC, product_id DESC, market DESC);

-- The merchant's words: terms (a glossary) and sentences that were approved before (a memory).
CREATE TABLE tenant.translation_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('term', 'sentence')),
  from_language text NOT NULL,
  to_language text NOT NULL,
  source text NOT NULL,
  -- Null: the term stays as it is.
  target text CHECK (target IS NOT NULL OR kind = 'term'),
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
-- A text may be longer than an index entry.
CREATE UNIQUE INDEX translation_entry_source ON tenant.translation_entry (merchant_id, kind, from_language, to_language, md5(source));
CREATE INDEX translation_entry_newest ON tenant.translation_entry (merchant_id, updated_at DESC, id DESC);

CREATE TABLE tenant.localisation_setting (
  merchant_id uuid NOT NULL,
  -- In which language products are written, where their letters do not tell.
  original_language text NOT NULL,
  publish_unseen boolean NOT NULL,
  title_templates jsonb NOT NULL,
  tone text NOT NULL,
  -- Null: no model is asked.
  model_address text,
  model_name text,
  -- Sealed.
  model_key bytea,
  -- Rises with the key, and is sealed into it.
  version int NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id)
);

CREATE TABLE tenant.text_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  is_cancelled boolean NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
CREATE TABLE tenant.text_run_row (
  merchant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  product_id uuid NOT NULL,
  market text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'drafted', 'skipped', 'failed')),
  reason text,
  PRIMARY KEY (merchant_id, run_id, product_id, market),
  FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.text_run (merchant_id, id),
  FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product (merchant_id, id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['product_text', 'translation_entry', 'localisation_setting', 'text_run', 'text_run_row'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
