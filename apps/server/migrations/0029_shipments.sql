-- Parcels that are told to leave, and packages that are cut or renumbered: each an intent that the platform is told once.

CREATE TABLE tenant.shipment_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);

CREATE TABLE tenant.shipment (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  path text NOT NULL CHECK (path IN ('platform', 'seller')),
  -- Null where the package is made when it leaves, until it has.
  channel_package_id text,
  channel_line_ids text[],
  -- Whole seconds, as the platform counts: {"method": ..., "slot": {"from", "until"} in epoch ms or null}.
  handover jsonb,
  channel_service_id text,
  channel_carrier_id text,
  tracking_number text,
  warnings text[] NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'sent', 'unknown', 'shipped', 'rejected', 'kept-back', 'cancelled')),
  code text,
  message text,
  sent_at timestamptz,
  asked_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.shipment_run (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
-- Two clerks at once: the second finds the parcel on its way.
CREATE UNIQUE INDEX shipment_of_package ON tenant.shipment (merchant_id, shop_id, channel_package_id)
  WHERE channel_package_id IS NOT NULL AND state IN ('planned', 'sent', 'unknown', 'shipped');
-- Where the package is made when it leaves: one at a time of an order.
CREATE UNIQUE INDEX shipment_making ON tenant.shipment (merchant_id, order_id)
  WHERE channel_package_id IS NULL AND state IN ('planned', 'sent', 'unknown');
-- A number serves one parcel, ever.
CREATE UNIQUE INDEX shipment_of_number ON tenant.shipment (merchant_id, tracking_number)
  WHERE tracking_number IS NOT NULL AND state IN ('planned', 'sent', 'unknown', 'shipped');
CREATE INDEX shipment_open ON tenant.shipment (merchant_id, shop_id, id) WHERE state IN ('planned', 'sent', 'unknown');
CREATE INDEX shipment_of_run ON tenant.shipment (merchant_id, run_id, id);
CREATE INDEX shipment_of_order ON tenant.shipment (merchant_id, order_id);
CREATE INDEX shipment_rejected ON tenant.shipment (merchant_id, shop_id, updated_at) WHERE state = 'rejected';

CREATE TABLE tenant.package_change (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('split', 'combine', 'uncombine', 'renumber')),
  channel_order_ids text[] NOT NULL,
  -- What the platform is asked, by its own ids.
  wish jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'sent', 'unknown', 'done', 'rejected')),
  code text,
  message text,
  sent_at timestamptz,
  asked_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX package_change_open ON tenant.package_change (merchant_id, shop_id, id) WHERE state IN ('planned', 'sent', 'unknown');
CREATE INDEX package_change_of_orders ON tenant.package_change USING gin (channel_order_ids);

ALTER TABLE tenant.shipment_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shipment_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shipment_run
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.shipment_run TO :app;
GRANT SELECT ON tenant.shipment_run TO :backup;

ALTER TABLE tenant.shipment ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shipment FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shipment
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.shipment TO :app;
GRANT SELECT ON tenant.shipment TO :backup;

ALTER TABLE tenant.package_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.package_change FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.package_change
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.package_change TO :app;
GRANT SELECT ON tenant.package_change TO :backup;

-- Whether a number was used before.
CREATE INDEX package_of_number ON tenant.package (merchant_id, tracking_number) WHERE tracking_number IS NOT NULL;
