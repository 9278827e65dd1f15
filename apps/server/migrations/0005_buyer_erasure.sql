-- Deleting a buyer's data on request, for good: the row stays as a tombstone, so that a sweep that reads an old order again stores it
-- without its buyer. It holds no word of the buyer's, only a keyed hash of the platform's id for them. Orders placed after
-- erased_up_to are new business and keep their buyer.
CREATE TABLE tenant.buyer_erasure (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  buyer_hash text NOT NULL,
  erased_up_to timestamptz NOT NULL,
  requested_at timestamptz NOT NULL,
  finished_at timestamptz,
  orders int NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX buyer_erasure_buyer ON tenant.buyer_erasure (merchant_id, buyer_hash);
ALTER TABLE tenant.buyer_erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.buyer_erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.buyer_erasure
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.buyer_erasure TO :app;
GRANT SELECT ON tenant.buyer_erasure TO :backup;

-- Which orders are one buyer's, across shops; null on rows of before, until they are read again or an erasure looks inside.
ALTER TABLE tenant.orders ADD COLUMN buyer_hash text, ADD COLUMN buyer_erased_at timestamptz;

-- Raw hints are sealed from here on. Those of before lie in plain text and were never read again: they go.
ALTER TABLE tenant.inbound NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.inbound SET body = NULL WHERE body IS NOT NULL;
ALTER TABLE tenant.inbound FORCE ROW LEVEL SECURITY;
