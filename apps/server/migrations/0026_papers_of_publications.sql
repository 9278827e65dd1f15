-- Papers of the vault that go with a publication.

-- Which of our document types a certificate is that the platform asks for in one of its leaves, where no table says it: as a person said it
-- the last time.
CREATE TABLE tenant.certificate_choice (
  merchant_id uuid NOT NULL,
  channel text NOT NULL,
  channel_category_id text NOT NULL,
  channel_certificate_id text NOT NULL,
  document_type text NOT NULL,
  chosen_by text NOT NULL,
  chosen_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, channel, channel_category_id, channel_certificate_id)
);

-- What the platform calls a version of a paper that a shop has shown to it, so that it is uploaded once.
CREATE TABLE tenant.shown_paper (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  document_id uuid NOT NULL,
  version integer NOT NULL,
  channel_file_id text NOT NULL,
  name text NOT NULL,
  -- Null: it was shown as a picture.
  format text,
  shown_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, document_id, version),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id),
  -- What was withdrawn is uploaded never again.
  FOREIGN KEY (merchant_id, document_id) REFERENCES tenant.document (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX shown_paper_of_document ON tenant.shown_paper (merchant_id, document_id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['certificate_choice', 'shown_paper'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
