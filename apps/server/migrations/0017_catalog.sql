-- The merchant's own goods: products and their variants, what a variant costs, of what a bundle is made, and which variant a shop's SKU is.

CREATE TABLE tenant.product (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- The merchant's own code of it (SPU).
  code text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  -- One of packages/rules; null: nobody has said yet.
  category text,
  brand text,
  materials text[] NOT NULL,
  -- By what the variants differ, as colour and size; empty where there is one variant.
  option_names text[] NOT NULL,
  -- What holds for all variants, by the name of the attribute.
  attributes jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
  -- Counts the changes: who saves says which he has seen.
  version int NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, code)
);

CREATE TABLE tenant.variant (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  -- The merchant's own code, unique over all products. What a shop or a warehouse calls it is another matter.
  sku text NOT NULL,
  -- In the order of the product's option names.
  option_values text[] NOT NULL,
  gtin text,
  hs_code text,
  -- With its packing; null: not measured.
  weight_g int,
  length_mm int,
  width_mm int,
  height_mm int,
  is_bundle boolean NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'archived')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, sku),
  FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product (merchant_id, id)
);
CREATE INDEX variant_product ON tenant.variant (merchant_id, product_id);
CREATE INDEX variant_gtin ON tenant.variant (merchant_id, gtin) WHERE gtin IS NOT NULL;

-- What a unit costs to buy, from a day on.
CREATE TABLE tenant.variant_cost (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  valid_from date NOT NULL,
  cost_minor bigint NOT NULL,
  currency text NOT NULL,
  PRIMARY KEY (merchant_id, variant_id, valid_from),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id)
);

-- A bundle holds so many of each part; a part is no bundle itself.
CREATE TABLE tenant.bundle_part (
  merchant_id uuid NOT NULL,
  bundle_id uuid NOT NULL,
  part_id uuid NOT NULL,
  quantity int NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (merchant_id, bundle_id, part_id),
  FOREIGN KEY (merchant_id, bundle_id) REFERENCES tenant.variant (merchant_id, id),
  FOREIGN KEY (merchant_id, part_id) REFERENCES tenant.variant (merchant_id, id)
);
CREATE INDEX bundle_part_of ON tenant.bundle_part (merchant_id, part_id);

-- Which variant a shop's SKU is. A listing's rows are replaced as a whole when it is read again, so this names the SKU and not its row.
CREATE TABLE tenant.variant_link (
  merchant_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  channel_sku_id text NOT NULL,
  variant_id uuid NOT NULL,
  matched_by text NOT NULL CHECK (matched_by IN ('sku', 'gtin', 'person', 'published')),
  matched_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, listing_id, channel_sku_id),
  FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing (merchant_id, id),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id)
);
CREATE INDEX variant_link_variant ON tenant.variant_link (merchant_id, variant_id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['product', 'variant', 'variant_cost', 'bundle_part', 'variant_link'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
