-- A GTIN of 8, 12, 13 or 14 digits is one number, with more or fewer zeros before it; and what lies behind old files of products goes.

ALTER TABLE tenant.variant ADD COLUMN gtin_number text GENERATED ALWAYS AS (lpad(gtin, 14, '0')) STORED;
DROP INDEX tenant.variant_gtin;
CREATE INDEX variant_gtin ON tenant.variant (merchant_id, gtin_number) WHERE gtin_number IS NOT NULL;

-- When its bytes and rows were taken away; what it did stays told by its counts.
ALTER TABLE tenant.product_import ADD COLUMN purged_at timestamptz;
