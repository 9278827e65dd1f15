-- Units sold and reviews of one product, shown in the merchant's other shops: which listings are the same, where it is allowed, what is
-- shown, and what was shown before.

CREATE TABLE tenant.review_link (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_shop_id uuid NOT NULL,
  source_product_id text NOT NULL,
  target_shop_id uuid NOT NULL,
  target_product_id text NOT NULL,
  -- Null: a person declared that formulation, material, plug and model are the same.
  gtin text,
  linked_by text NOT NULL,
  linked_at timestamptz NOT NULL,
  unlinked_by text,
  unlinked_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, source_shop_id) REFERENCES tenant.shop (merchant_id, id),
  FOREIGN KEY (merchant_id, target_shop_id) REFERENCES tenant.shop (merchant_id, id),
  CHECK (source_shop_id <> target_shop_id OR source_product_id <> target_product_id)
);
CREATE UNIQUE INDEX review_link_once ON tenant.review_link
  (merchant_id, target_shop_id, target_product_id, source_shop_id, source_product_id) WHERE unlinked_at IS NULL;
CREATE INDEX review_link_source ON tenant.review_link (merchant_id, source_shop_id, source_product_id) WHERE unlinked_at IS NULL;
ALTER TABLE tenant.review_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_link FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_link
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.review_link TO :app;
GRANT SELECT ON tenant.review_link TO :backup;

-- Closed unless a row says otherwise.
CREATE TABLE tenant.review_gate (
  merchant_id uuid NOT NULL,
  market text NOT NULL,
  is_open boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, market)
);
ALTER TABLE tenant.review_gate ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_gate FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_gate
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.review_gate TO :app;
GRANT SELECT ON tenant.review_gate TO :backup;

-- What one listing shows of the others: the whole of it under a number that only rises, told to the platform once.
CREATE TABLE tenant.review_display (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_product_id text NOT NULL,
  -- Part of its public address; nobody guesses it.
  public_id text NOT NULL,
  is_on boolean NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  intent text NOT NULL CHECK (intent IN ('planned', 'sent', 'unknown', 'rejected', 'confirmed')),
  failure_code text,
  sent_at timestamptz,
  confirmed_version integer,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_product_id),
  UNIQUE (merchant_id, public_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
ALTER TABLE tenant.review_display ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_display FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_display
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.review_display TO :app;
GRANT SELECT ON tenant.review_display TO :backup;

-- What was shown where since when, and why it changed: written once, never changed.
CREATE TABLE tenant.review_ledger (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  display_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_product_id text NOT NULL,
  version integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('wished', 'shown', 'rejected')),
  cause text NOT NULL,
  by text NOT NULL,
  at timestamptz NOT NULL,
  sold_elsewhere bigint NOT NULL,
  -- The platform's ids, by shop: [{"shopId", "id"}].
  reviews jsonb NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, display_id) REFERENCES tenant.review_display (merchant_id, id)
);
CREATE INDEX review_ledger_newest ON tenant.review_ledger (merchant_id, at DESC, id DESC);
ALTER TABLE tenant.review_ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_ledger FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_ledger
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT ON tenant.review_ledger TO :app;
GRANT SELECT ON tenant.review_ledger TO :backup;

-- The key that signs what is given out to the merchant's own sites.
CREATE TABLE tenant.review_signing_key (
  merchant_id uuid NOT NULL PRIMARY KEY,
  id uuid NOT NULL,
  -- As a JSON web key.
  public_key jsonb NOT NULL,
  sealed_key bytea NOT NULL,
  made_at timestamptz NOT NULL
);
ALTER TABLE tenant.review_signing_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_signing_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_signing_key
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.review_signing_key TO :app;
GRANT SELECT ON tenant.review_signing_key TO :backup;

-- Units sold of one listing are counted from its lines.
CREATE INDEX order_line_product ON tenant.order_line (merchant_id, channel_product_id, order_id);
