-- The merchant's own tree of goods with what its products say of themselves, where each group stands in a platform's tree, and two facts
-- that goods and listings lacked: the order of pictures, and the GTIN that a shop shows.

CREATE TABLE tenant.product_group (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Null: it stands at the top.
  parent_id uuid,
  name text NOT NULL,
  -- By name, what products of the group say unless they say something else; an empty text: each says its own.
  attributes jsonb NOT NULL,
  version int NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE NULLS NOT DISTINCT (merchant_id, parent_id, name),
  FOREIGN KEY (merchant_id, parent_id) REFERENCES tenant.product_group (merchant_id, id)
);

-- The leaf of a platform's tree that products of the group are published under, in one market.
CREATE TABLE tenant.product_group_leaf (
  merchant_id uuid NOT NULL,
  group_id uuid NOT NULL,
  channel text NOT NULL,
  market text NOT NULL,
  channel_category_id text NOT NULL,
  -- As it was called when it was chosen.
  name text NOT NULL,
  -- By the merchant's own name of an attribute, which of the platform's it is; those that carry the same name need none.
  attribute_ids jsonb NOT NULL,
  PRIMARY KEY (merchant_id, group_id, channel, market),
  FOREIGN KEY (merchant_id, group_id) REFERENCES tenant.product_group (merchant_id, id)
);

ALTER TABLE tenant.product ADD COLUMN group_id uuid;
-- Lifted for this transaction: the owner looks whether rows fit, and sees none of them.
ALTER TABLE tenant.product NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.product ADD FOREIGN KEY (merchant_id, group_id) REFERENCES tenant.product_group (merchant_id, id);
ALTER TABLE tenant.product FORCE ROW LEVEL SECURITY;
CREATE INDEX product_of_group ON tenant.product (merchant_id, group_id) WHERE group_id IS NOT NULL;

-- The first is the main one; those that nobody has put in order stand as they came.
ALTER TABLE tenant.product_media ADD COLUMN position int NOT NULL DEFAULT 0;

-- Only a listing's detail says it.
ALTER TABLE tenant.listing_variant ADD COLUMN gtin text;
CREATE INDEX listing_variant_gtin ON tenant.listing_variant (merchant_id, gtin) WHERE gtin IS NOT NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['product_group', 'product_group_leaf'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
