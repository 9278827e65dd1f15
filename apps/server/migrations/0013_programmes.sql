-- Programmes a shop may be admitted to, what people say of a shop and its goods towards them, and how buyers may pay in a market.

-- What a person says of a shop towards US to Mexico.
CREATE TABLE tenant.mexico_seller (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  origin text NOT NULL CHECK (origin IN ('us-local', 'cn-cross-border', 'other')),
  performance_score double precision CHECK (performance_score BETWEEN 0 AND 5),
  dispatch_days int NOT NULL CHECK (dispatch_days >= 0),
  lead_time_days int NOT NULL CHECK (lead_time_days >= 0),
  -- Where goods are sent from unless a SKU says otherwise.
  ship_from text NOT NULL,
  -- Beside what the platform's answers and the vault say.
  invited_categories text[] NOT NULL,
  qualifications text[] NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- A variant as its seller handles it; listings forget their variants at each reading, so it hangs on the platform's own id.
CREATE TABLE tenant.mexico_sku (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_sku_id text NOT NULL,
  rhythm text CHECK (rhythm IN ('core', 'trial')),
  ship_from text,
  -- Counted by hand; null: as the listing states.
  stock int CHECK (stock >= 0),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, channel_sku_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX mexico_sku_rhythm ON tenant.mexico_sku (merchant_id, shop_id, rhythm) WHERE rhythm IS NOT NULL;

-- What only a person knows of a product towards how well it suits the way.
CREATE TABLE tenant.mexico_product (
  merchant_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  weight_g int NOT NULL CHECK (weight_g >= 0),
  fragile boolean NOT NULL,
  made_to_order boolean NOT NULL,
  freight_share double precision NOT NULL CHECK (freight_share BETWEEN 0 AND 1),
  drop_shipped boolean NOT NULL,
  stock_counted boolean NOT NULL,
  buys_after_order boolean NOT NULL,
  content_score double precision NOT NULL CHECK (content_score BETWEEN 0 AND 100),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, listing_id),
  FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing (merchant_id, id)
);

-- Steps of a programme's checklist that are done.
CREATE TABLE tenant.programme_step (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  programme text NOT NULL,
  step text NOT NULL,
  done_at timestamptz NOT NULL,
  done_by text NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, programme, step),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- The interest form of EU local hosting before it is sent, and how far the shop has grown since.
CREATE TABLE tenant.hosting_form (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  entity_jurisdiction text NOT NULL,
  invited boolean NOT NULL,
  stock_countries text[] NOT NULL,
  ship_to_country text,
  vat_countries text[] NOT NULL,
  document_ids uuid[] NOT NULL,
  -- Set by a person; the platform's own word stands with the application.
  stage text CHECK (stage IN ('cold-start', 'incubation', 'breakout')),
  stage_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- An application: an intent of ours until the platform answers it, or one that was made in the seller centre.
CREATE TABLE tenant.programme_application (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  programme text NOT NULL CHECK (programme IN ('us-to-mexico', 'eu-local-hosted')),
  -- What is sent, in the words of the channels' port; null: not made here.
  form jsonb,
  intent text CHECK (intent IN ('planned', 'sent', 'unknown', 'refused')),
  sent_at timestamptz,
  failure_code text,
  channel_application_id text,
  status text,
  history jsonb NOT NULL,
  reasons jsonb NOT NULL,
  invited_categories text[] NOT NULL,
  stage text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_application_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX programme_application_newest ON tenant.programme_application (merchant_id, shop_id, programme, created_at DESC, id DESC);

-- How buyers may pay in a market, as a person states it.
CREATE TABLE tenant.payment_method (
  merchant_id uuid NOT NULL,
  market text NOT NULL,
  methods text[] NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, market)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['mexico_seller', 'mexico_sku', 'mexico_product', 'programme_step', 'hosting_form', 'programme_application', 'payment_method'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
