-- Picking: where goods lie in a warehouse, waves of orders that are picked together, what is scanned while they are packed, and files of labels.

-- Where a variant lies, as signs in the warehouse name it.
CREATE TABLE tenant.bin (
  merchant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  zone text NOT NULL,
  bin text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, warehouse_id, variant_id),
  FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse (merchant_id, id),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id)
);

CREATE TABLE tenant.pick_wave (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- What people call it, counted by merchant.
  number integer NOT NULL,
  warehouse_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('single-item', 'by-zone', 'mixed')),
  -- Of a wave by zone; empty: goods of which nobody said where they lie.
  zone text,
  state text NOT NULL CHECK (state IN ('open', 'picking', 'done', 'cancelled')),
  -- How many scans it has had: the last one's number.
  scans integer NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, number),
  FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse (merchant_id, id)
);
CREATE INDEX pick_wave_newest ON tenant.pick_wave (merchant_id, created_at DESC, id DESC);

CREATE TABLE tenant.pick_wave_order (
  merchant_id uuid NOT NULL,
  wave_id uuid NOT NULL,
  order_id uuid NOT NULL,
  position integer NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'packing', 'verified', 'dropped', 'left')),
  -- While its wave is open or being picked no other wave may have the order.
  is_held boolean NOT NULL,
  packer_id text,
  packer_name text,
  verified_at timestamptz,
  -- Why it is no longer part of the wave, and whether units were taken from the shelf for it.
  drop_reason text CHECK (drop_reason IN ('cancelled', 'taken-out')),
  dropped_at timestamptz,
  put_back text CHECK (put_back IN ('due', 'done')),
  PRIMARY KEY (merchant_id, wave_id, order_id),
  FOREIGN KEY (merchant_id, wave_id) REFERENCES tenant.pick_wave (merchant_id, id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);
CREATE UNIQUE INDEX pick_wave_order_held ON tenant.pick_wave_order (merchant_id, order_id) WHERE is_held;
CREATE INDEX pick_wave_order_verified ON tenant.pick_wave_order (merchant_id, order_id) WHERE state = 'verified';

-- What an order needs from the shelf, as it was when the wave was made: a bundle by its parts, lines of one variant together.
CREATE TABLE tenant.pick_wave_item (
  merchant_id uuid NOT NULL,
  wave_id uuid NOT NULL,
  order_id uuid NOT NULL,
  -- The variant's id; of goods that are matched to none, the platform's SKU.
  item text NOT NULL,
  variant_id uuid,
  sku text NOT NULL,
  title text NOT NULL,
  units integer NOT NULL CHECK (units > 0),
  scanned integer NOT NULL CHECK (scanned >= 0 AND scanned <= units),
  PRIMARY KEY (merchant_id, wave_id, order_id, item),
  FOREIGN KEY (merchant_id, wave_id, order_id) REFERENCES tenant.pick_wave_order (merchant_id, wave_id, order_id)
);

-- Every scan in its order, those that counted nothing too.
CREATE TABLE tenant.pick_scan (
  merchant_id uuid NOT NULL,
  -- Given by the screen: a scan that is sent twice is one scan.
  id uuid NOT NULL,
  wave_id uuid NOT NULL,
  number integer NOT NULL,
  order_id uuid,
  item text,
  code text NOT NULL,
  outcome text NOT NULL,
  packer_id text NOT NULL,
  packer_name text NOT NULL,
  at timestamptz NOT NULL,
  undone_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, wave_id, number),
  FOREIGN KEY (merchant_id, wave_id) REFERENCES tenant.pick_wave (merchant_id, id)
);

CREATE TABLE tenant.label_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  wave_id uuid,
  kind text NOT NULL CHECK (kind IN ('label', 'label-and-packing-slip')),
  layout text NOT NULL CHECK (layout IN ('a6', 'a4-four')),
  state text NOT NULL CHECK (state IN ('fetching', 'merging', 'done', 'cancelled')),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  -- From then on nothing more is waited for.
  give_up_at timestamptz NOT NULL,
  finished_at timestamptz,
  -- The blob of the file, under the task's id; null while there is none.
  file_version integer,
  -- The last version ever made: none is written twice.
  last_version integer NOT NULL,
  pages integer,
  bytes bigint,
  purged_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, wave_id) REFERENCES tenant.pick_wave (merchant_id, id)
);
CREATE INDEX label_run_newest ON tenant.label_run (merchant_id, created_at DESC, id DESC);
CREATE INDEX label_run_wave ON tenant.label_run (merchant_id, wave_id) WHERE wave_id IS NOT NULL;

CREATE TABLE tenant.label (
  merchant_id uuid NOT NULL,
  -- The blob's object too.
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  position integer NOT NULL,
  -- Null: the order has none yet.
  package_id uuid,
  shop_id uuid NOT NULL,
  channel_package_id text,
  channel_order_ids text[] NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'fetched', 'missing')),
  reason text,
  -- The platform's own words.
  message text,
  attempts integer NOT NULL,
  next_try_at timestamptz,
  tracking_number text,
  pages integer,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, run_id, position),
  FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.label_run (merchant_id, id),
  FOREIGN KEY (merchant_id, package_id) REFERENCES tenant.package (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX label_waiting ON tenant.label (merchant_id, run_id, shop_id, position) WHERE state = 'waiting';
CREATE INDEX label_package ON tenant.label (merchant_id, package_id) WHERE package_id IS NOT NULL;

ALTER TABLE tenant.bin ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.bin FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.bin
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.bin TO :app;
GRANT SELECT ON tenant.bin TO :backup;

ALTER TABLE tenant.pick_wave ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.pick_wave FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.pick_wave
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.pick_wave TO :app;
GRANT SELECT ON tenant.pick_wave TO :backup;

ALTER TABLE tenant.pick_wave_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.pick_wave_order FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.pick_wave_order
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.pick_wave_order TO :app;
GRANT SELECT ON tenant.pick_wave_order TO :backup;

ALTER TABLE tenant.pick_wave_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.pick_wave_item FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.pick_wave_item
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.pick_wave_item TO :app;
GRANT SELECT ON tenant.pick_wave_item TO :backup;

ALTER TABLE tenant.pick_scan ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.pick_scan FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.pick_scan
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.pick_scan TO :app;
GRANT SELECT ON tenant.pick_scan TO :backup;

ALTER TABLE tenant.label_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.label_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.label_run
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.label_run TO :app;
GRANT SELECT ON tenant.label_run TO :backup;

ALTER TABLE tenant.label ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.label FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.label
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.label TO :app;
GRANT SELECT ON tenant.label TO :backup;
