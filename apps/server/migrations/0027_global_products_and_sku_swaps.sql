-- A product made once above several shops of a seller, and published into each market from there.

-- What a person chose for the task: where it fits, through a global product.
ALTER TABLE tenant.publication_run ADD COLUMN is_global boolean NOT NULL DEFAULT false;

-- A wish of its own: the platform is told it once, whatever becomes of the markets.
CREATE TABLE tenant.global_publication (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  authorization_id uuid NOT NULL,
  -- The task whose shops it was last wished for.
  run_id uuid NOT NULL,
  -- What all its markets share, as it was sent: a market that means something else goes its own way.
  content text NOT NULL,
  intent text CHECK (intent IN ('planned', 'sent', 'unknown')),
  sent_at timestamptz,
  channel_global_product_id text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, product_id, authorization_id),
  FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.publication_run (merchant_id, id),
  FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product (merchant_id, id),
  FOREIGN KEY (merchant_id, authorization_id) REFERENCES tenant.channel_authorization (merchant_id, id)
);

-- Sent through it the last time; null: as a listing of its own shop.
ALTER TABLE tenant.publication ADD COLUMN global_publication_id uuid;
-- Lifted for this transaction: the owner looks whether rows fit, and sees none of them.
ALTER TABLE tenant.publication NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.publication ADD FOREIGN KEY (merchant_id, global_publication_id) REFERENCES tenant.global_publication (merchant_id, id);
ALTER TABLE tenant.publication FORCE ROW LEVEL SECURITY;
CREATE INDEX publication_of_global ON tenant.publication (merchant_id, global_publication_id) WHERE global_publication_id IS NOT NULL;

ALTER TABLE tenant.global_publication ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.global_publication FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.global_publication
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.global_publication TO :app;
GRANT SELECT ON tenant.global_publication TO :backup;

-- Judged when a statement ends and not row by row, so that two variants can exchange their SKUs in one.
ALTER TABLE tenant.variant DROP CONSTRAINT variant_merchant_id_sku_key;
ALTER TABLE tenant.variant ADD CONSTRAINT variant_merchant_id_sku_key UNIQUE (merchant_id, sku) DEFERRABLE;
