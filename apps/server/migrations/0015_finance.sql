-- What each shop pays, as its merchant wrote it down: dated cards with every version, and tax numbers asked for and filed.

-- A version of the card that holds from a day on. Rows are never changed: the last saved of a day counts, the others are its history.
CREATE TABLE tenant.rate_card (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  -- Counted within the shop: two saves may share an instant.
  version int NOT NULL,
  -- A day of the shop.
  valid_from date NOT NULL,
  -- Null: taken back.
  card jsonb,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, version),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- Days of the shop on which the platform asked for its tax number, and on which it was filed.
CREATE TABLE tenant.tax_id (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  prompted_on date,
  filed_on date,
  noted_by text NOT NULL,
  noted_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['rate_card', 'tax_id'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
GRANT UPDATE, DELETE ON tenant.tax_id TO :app;
