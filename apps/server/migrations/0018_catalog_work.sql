-- Working with the goods: finding them, their pictures, and files of them that are checked, taken in and taken back row by row.

-- How people type it: case and the marks between its parts do not count.
ALTER TABLE tenant.variant ADD COLUMN sku_folded text NOT NULL GENERATED ALWAYS AS (lower(regexp_replace(sku, '[-_ ./]', '', 'g'))) STORED;
CREATE INDEX variant_sku_folded ON tenant.variant (merchant_id, sku_folded);
CREATE INDEX product_newest ON tenant.product (merchant_id, created_at DESC, id DESC);

-- Words of the title and the brand, for finding by how a word begins.
CREATE TABLE tenant.product_term (
  merchant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  term text NOT NULL,
  PRIMARY KEY (merchant_id, term, product_id),
  FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product (merchant_id, id)
);
CREATE INDEX product_term_product ON tenant.product_term (merchant_id, product_id);

-- A picture; its bytes lie among the blobs, version 1 whole and version 2 small.
CREATE TABLE tenant.product_media (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  media_type text NOT NULL,
  width int NOT NULL,
  height int NOT NULL,
  bytes int NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product (merchant_id, id)
);
CREATE INDEX product_media_product ON tenant.product_media (merchant_id, product_id, created_at, id);

-- What the columns of a file with this head were said to be, the last time.
CREATE TABLE tenant.import_mapping (
  merchant_id uuid NOT NULL,
  head_hash text NOT NULL,
  mapping jsonb NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, head_hash)
);

-- A file of products. Its bytes lie among the blobs until it is checked; then its rows are here.
CREATE TABLE tenant.product_import (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  file_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('uploaded', 'checking', 'checked', 'applying', 'cancelled', 'applied', 'undoing', 'undone', 'refused')),
  fault text,
  first_rows jsonb NOT NULL,
  head_row int NOT NULL,
  mapping jsonb NOT NULL,
  is_remembered boolean NOT NULL,
  rows int NOT NULL DEFAULT 0,
  -- The last line that is done, upwards while it is taken in and downwards while it is taken back.
  at_line int NOT NULL DEFAULT 0,
  done int NOT NULL DEFAULT 0,
  created int NOT NULL DEFAULT 0,
  changed int NOT NULL DEFAULT 0,
  unchanged int NOT NULL DEFAULT 0,
  failed int NOT NULL DEFAULT 0,
  undone int NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX product_import_newest ON tenant.product_import (merchant_id, created_at DESC, id DESC);

CREATE TABLE tenant.product_import_row (
  merchant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  line int NOT NULL,
  -- As the file has them, so that what failed can be handed back as it came.
  cells jsonb NOT NULL,
  sku text,
  verdict text NOT NULL CHECK (verdict IN ('created', 'changed', 'unchanged', 'failed', 'undone', 'not-undone')),
  faults jsonb NOT NULL,
  -- What it changes, or changed, with the value before and the value after.
  difference jsonb,
  PRIMARY KEY (merchant_id, import_id, line),
  FOREIGN KEY (merchant_id, import_id) REFERENCES tenant.product_import (merchant_id, id)
);
CREATE INDEX product_import_row_verdict ON tenant.product_import_row (merchant_id, import_id, verdict, line);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['product_term', 'product_media', 'import_mapping', 'product_import', 'product_import_row'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
