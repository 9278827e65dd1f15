-- Applications for further shops, from draft to a shop that is bound.

CREATE TABLE tenant.opening (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_shop_id uuid NOT NULL,
  target_market text NOT NULL,
  legal_entity_id uuid NOT NULL,
  category text NOT NULL,
  brand_owner boolean NOT NULL,
  licence_names_online_sales boolean,
  -- Papers that somebody chose; they may be withdrawn meanwhile, so they are no foreign keys.
  document_ids uuid[] NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'submitting', 'submitted', 'in-review', 'needs-documents', 'rejected', 'approved', 'open')),
  -- Rises with each submission; the first is 1.
  attempt int NOT NULL,
  -- The papers as they were submitted: type, document, version, hash, end.
  submitted jsonb NOT NULL,
  submitted_at timestamptz,
  -- Set before the platform is called: whoever finds it here looks there before calling again.
  sent_at timestamptz,
  reasons jsonb NOT NULL,
  problem text,
  channel_opening_id text,
  channel_path text,
  channel_path_reasons text[] NOT NULL,
  deposit jsonb,
  opened_channel_shop_id text,
  opened_at timestamptz,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, source_shop_id) REFERENCES tenant.shop (merchant_id, id),
  FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES tenant.legal_entity (merchant_id, id)
);
-- One at a time from a shop to a market, so that an application found at the platform can only be this one.
CREATE UNIQUE INDEX opening_under_way ON tenant.opening (merchant_id, source_shop_id, target_market) WHERE status <> 'open';
CREATE UNIQUE INDEX opening_at_channel ON tenant.opening (merchant_id, source_shop_id, channel_opening_id);
CREATE INDEX opening_entity ON tenant.opening (merchant_id, legal_entity_id);

CREATE TABLE tenant.opening_step (
  merchant_id uuid NOT NULL,
  opening_id uuid NOT NULL,
  attempt int NOT NULL,
  status text NOT NULL,
  at timestamptz NOT NULL,
  reasons jsonb NOT NULL,
  PRIMARY KEY (merchant_id, opening_id, attempt, status),
  FOREIGN KEY (merchant_id, opening_id) REFERENCES tenant.opening (merchant_id, id) ON DELETE CASCADE
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['opening', 'opening_step'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
