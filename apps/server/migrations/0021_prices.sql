-- What goods are meant to cost in each shop: the rules, and what was applied by them, each price with its explanation.

CREATE TABLE tenant.price_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Of goods at most one, of places at most one; all null: everything, everywhere.
  category text,
  product_id uuid,
  market text,
  shop_id uuid,
  -- A day of each shop.
  valid_from date NOT NULL,
  rule jsonb NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product (merchant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id),
  CHECK (category IS NULL OR product_id IS NULL),
  CHECK (market IS NULL OR shop_id IS NULL),
  UNIQUE NULLS NOT DISTINCT (merchant_id, category, product_id, market, shop_id, valid_from)
);

-- One act of a person: prices taken over together, and taken back together.
CREATE TABLE tenant.price_application (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  prices int NOT NULL,
  variants int NOT NULL,
  -- Whoever may not use all of them may not take it back.
  shop_ids uuid[] NOT NULL,
  applied_by text NOT NULL,
  applied_at timestamptz NOT NULL,
  undone_by text,
  undone_at timestamptz,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX price_application_at ON tenant.price_application (merchant_id, applied_at, id);

-- Rows are added, never changed. The price of a variant in a shop is the last whose application was not taken back.
CREATE TABLE tenant.price_change (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  application_id uuid NOT NULL,
  price_minor bigint NOT NULL,
  currency text NOT NULL,
  -- Line by line, as it was seen.
  lines jsonb NOT NULL,
  PRIMARY KEY (merchant_id, variant_id, shop_id, application_id),
  FOREIGN KEY (merchant_id, application_id) REFERENCES tenant.price_application (merchant_id, id),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['price_rule', 'price_application', 'price_change'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
GRANT UPDATE, DELETE ON tenant.price_rule TO :app;
GRANT UPDATE ON tenant.price_application TO :app;
