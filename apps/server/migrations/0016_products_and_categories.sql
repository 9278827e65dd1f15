-- Listings by product and by what the compliance gate looks at, so that a page of it reads a page; and the merchant's own answer for
-- categories of a platform that nobody knew.

CREATE TABLE tenant.category_mapping (
  merchant_id uuid NOT NULL,
  channel text NOT NULL,
  -- The platform's own words, from the root to the leaf.
  channel_category text NOT NULL,
  category text NOT NULL,
  set_by text NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, channel, channel_category)
);
ALTER TABLE tenant.category_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.category_mapping FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.category_mapping USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.category_mapping TO :app;
GRANT SELECT ON tenant.category_mapping TO :backup;

-- Listings that share a seller SKU, in whatever shops, are one product: the smallest SKU of all names it, of a listing without any its id.
ALTER TABLE tenant.listing ADD COLUMN product_key text;
-- Whether `category` is the merchant's own answer; the platform's wins as soon as it is one that we know.
ALTER TABLE tenant.listing ADD COLUMN is_own_category boolean NOT NULL DEFAULT false;

ALTER TABLE tenant.listing NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.listing_variant NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.listing SET product_key = COALESCE(
  (SELECT min(seller_sku) FROM tenant.listing_variant AS variant
   WHERE variant.merchant_id = listing.merchant_id AND variant.listing_id = listing.id AND seller_sku <> ''), id::text);
-- The smallest name travels from listing to listing along shared SKUs until it has reached all of its product.
DO $$
BEGIN
  LOOP
    UPDATE tenant.listing SET product_key = near.key
    FROM (
      SELECT own.merchant_id, own.listing_id, min(other_listing.product_key) AS key
      FROM tenant.listing_variant AS own
      JOIN tenant.listing_variant AS other ON other.merchant_id = own.merchant_id AND other.seller_sku = own.seller_sku
      JOIN tenant.listing AS other_listing ON other_listing.merchant_id = other.merchant_id AND other_listing.id = other.listing_id
      WHERE own.seller_sku <> '' AND other_listing.status <> 'deleted'
      GROUP BY own.merchant_id, own.listing_id) AS near
    WHERE listing.merchant_id = near.merchant_id AND listing.id = near.listing_id AND near.key < listing.product_key;
    EXIT WHEN NOT FOUND;
  END LOOP;
END $$;
ALTER TABLE tenant.listing FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.listing_variant FORCE ROW LEVEL SECURITY;

CREATE INDEX listing_product ON tenant.listing (merchant_id, product_key, shop_id);
-- All that the gate looks at: counting listings by it reads no listing.
CREATE INDEX listing_gate ON tenant.listing (merchant_id, shop_id, status, category, brand);
CREATE INDEX listing_uncategorised ON tenant.listing (merchant_id, shop_id, channel_category) WHERE category IS NULL OR is_own_category;
CREATE INDEX listing_variant_sku ON tenant.listing_variant (merchant_id, seller_sku, listing_id);
