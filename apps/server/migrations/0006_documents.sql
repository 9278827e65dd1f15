-- The document vault: sealed bytes in parts, documents with their files, and what a merchant demands beyond the platform.

-- A blob is one version of an object's bytes, sealed part by part. Ciphertext does not compress: EXTERNAL keeps the server from trying.
CREATE TABLE tenant.blob (
  merchant_id uuid NOT NULL,
  object_id uuid NOT NULL,
  version int NOT NULL,
  part int NOT NULL,
  parts int NOT NULL,
  -- Of the content, not of the sealed bytes.
  bytes int NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (merchant_id, object_id, version, part)
);
ALTER TABLE tenant.blob ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE tenant.document (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  -- Whose days valid_from and valid_until are.
  country text NOT NULL,
  -- What it is for; null or empty: everything.
  legal_entity_id uuid,
  brand text,
  markets text[] NOT NULL,
  category text,
  listing_ids uuid[] NOT NULL,
  valid_from date,
  valid_until date,
  -- The same as instants: the start of the first day, the end of the last.
  valid_at timestamptz,
  expires_at timestamptz,
  -- Its present file.
  version int NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES tenant.legal_entity (merchant_id, id)
);
CREATE INDEX document_ending ON tenant.document (merchant_id, (COALESCE(expires_at, 'infinity'::timestamptz)), id);
CREATE INDEX document_entity ON tenant.document (merchant_id, legal_entity_id);

CREATE TABLE tenant.document_file (
  merchant_id uuid NOT NULL,
  document_id uuid NOT NULL,
  version int NOT NULL,
  -- Sealed: people name files after people.
  name bytea NOT NULL,
  media_type text NOT NULL,
  bytes int NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, document_id, version),
  FOREIGN KEY (merchant_id, document_id) REFERENCES tenant.document (merchant_id, id) ON DELETE CASCADE
);

CREATE TABLE tenant.compliance_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  market text NOT NULL,
  category text,
  document_type text NOT NULL,
  -- A day of the market, and its first instant.
  from_day date NOT NULL,
  from_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE NULLS NOT DISTINCT (merchant_id, market, category, document_type)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['blob', 'document', 'document_file', 'compliance_rule'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;

-- What the platform's list of listings leaves out and its detail says: read by a job of its own, for the version it was read at.
ALTER TABLE tenant.listing ADD COLUMN category text, ADD COLUMN channel_category text, ADD COLUMN brand text, ADD COLUMN detailed_for timestamptz;
CREATE INDEX listing_undetailed ON tenant.listing (merchant_id, shop_id, id) WHERE detailed_for IS DISTINCT FROM updated_at;
