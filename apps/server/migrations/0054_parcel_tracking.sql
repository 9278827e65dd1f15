-- What carriers tell of the parcels of an order that has left, asked for again and again until it has arrived.

CREATE TABLE tenant.parcel_tracking (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  -- When the first of its parcels was first seen as told to the platform.
  submitted_at timestamptz NOT NULL,
  -- The carrier's words, newest first: [{"at": epoch ms, "description": ...}].
  events jsonb NOT NULL,
  asked_at timestamptz,
  -- Null: nothing more is expected of it.
  ask_at timestamptz,
  -- What the order desk was told, so that it is told once.
  trouble text CHECK (trouble IN ('parcel-silent', 'parcel-stuck')),
  PRIMARY KEY (merchant_id, shop_id, channel_order_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX parcel_tracking_due ON tenant.parcel_tracking (merchant_id, shop_id, ask_at) WHERE ask_at IS NOT NULL;
ALTER TABLE tenant.parcel_tracking ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.parcel_tracking FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.parcel_tracking
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.parcel_tracking TO :app;
GRANT SELECT ON tenant.parcel_tracking TO :backup;

-- What left before this table was there is followed from now on.
ALTER TABLE tenant.package NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.package_order NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.parcel_tracking NO FORCE ROW LEVEL SECURITY;
INSERT INTO tenant.parcel_tracking (merchant_id, shop_id, channel_order_id, submitted_at, events, asked_at, ask_at, trouble)
SELECT p.merchant_id, l.shop_id, l.channel_order_id, min(p.updated_at), '[]'::jsonb, NULL, min(p.updated_at), NULL
FROM tenant.package_order l JOIN tenant.package p ON p.merchant_id = l.merchant_id AND p.id = l.package_id
WHERE p.status = 'fulfilling'
GROUP BY p.merchant_id, l.shop_id, l.channel_order_id;
ALTER TABLE tenant.package FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.package_order FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.parcel_tracking FORCE ROW LEVEL SECURITY;
