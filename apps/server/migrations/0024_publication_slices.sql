-- A task of thousands of pairs is submitted in slices, and what a shop as a whole lacks is known at the review.

-- Set while a pair waits for its turn to be judged; null: nobody has submitted it, or it has been judged.
ALTER TABLE tenant.publication ADD COLUMN submitted_at timestamptz;
CREATE INDEX publication_submitted ON tenant.publication (merchant_id, run_id, id) WHERE submitted_at IS NOT NULL;

-- What the platform asks of the shop before it may list anything, as it was last read.
CREATE TABLE tenant.shop_prerequisite (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  -- In the platform's own spelling, lower-cased.
  code text NOT NULL,
  -- Empty where it is met.
  reasons text[] NOT NULL,
  is_met boolean NOT NULL,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, code),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

ALTER TABLE tenant.shop_prerequisite ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shop_prerequisite FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shop_prerequisite
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.shop_prerequisite TO :app;
GRANT SELECT ON tenant.shop_prerequisite TO :backup;
