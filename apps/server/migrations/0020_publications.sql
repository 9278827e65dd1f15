-- Putting the merchant's own products before buyers: one intent for each product in a shop, and what the shop's platform asks of a category.

-- One task over several products and shops. How far it is, its publications say.
CREATE TABLE tenant.publication_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX publication_run_newest ON tenant.publication_run (merchant_id, created_at DESC, id DESC);

CREATE TABLE tenant.publication (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- The task that it was last chosen for.
  run_id uuid NOT NULL,
  product_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'incomplete', 'sending', 'under-review', 'live', 'rejected', 'off')),
  -- What a person chose for this shop; what he left out is the product's.
  wish jsonb NOT NULL,
  -- Whether the platform has been asked what category it would take.
  prepared_at timestamptz,
  -- Of one that is being sent; null: nobody wishes anything of the platform now.
  intent text CHECK (intent IN ('planned', 'sent', 'unknown')),
  sent_at timestamptz,
  -- What the platform said, or the gate at the last moment.
  failures jsonb NOT NULL,
  channel_product_id text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((state = 'sending') = (intent IS NOT NULL)),
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, product_id, shop_id),
  FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.publication_run (merchant_id, id),
  FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX publication_newest ON tenant.publication (merchant_id, created_at DESC, id DESC);
CREATE INDEX publication_of_run ON tenant.publication (merchant_id, run_id, state);
CREATE INDEX publication_of_shop ON tenant.publication (merchant_id, shop_id, state);
CREATE UNIQUE INDEX publication_listing ON tenant.publication (merchant_id, shop_id, channel_product_id) WHERE channel_product_id IS NOT NULL;

-- The platform's leaves as this shop may use them; rules and attributes of those that somebody needed.
CREATE TABLE tenant.shop_category (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_category_id text NOT NULL,
  -- From the root to the leaf.
  name text NOT NULL,
  is_open boolean NOT NULL,
  rules jsonb,
  attributes jsonb,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, channel_category_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['publication_run', 'publication', 'shop_category'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
