-- When an order must be dispatched, what became of it, and the counts that a shop's rates are read from.

-- The platform's own instant (ship_by), else what the merchant's dispatch times make of it. Kept with the order, so that an edited
-- calendar does not judge finished orders anew.
ALTER TABLE tenant.orders ADD COLUMN dispatch_due_at timestamptz;

-- Paid orders by the slot of their creation. An open order (neither dispatched nor cancelled) stands in the row of its deadline's hour
-- and becomes late by the passing of time, without any write; all others stand in the row 'infinity' with what became of them.
-- Slots of 60 minutes carry the window, slots of 5 its edge.
CREATE TABLE tenant.rollup_dispatch (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  slot_minutes smallint NOT NULL CHECK (slot_minutes IN (5, 60)),
  slot_at timestamptz NOT NULL,
  due_hour_at timestamptz NOT NULL,
  orders int NOT NULL,
  late int NOT NULL,
  seller_fault int NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, slot_minutes, slot_at, due_hour_at),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- Dispatch times that the merchant edited; where there is none, the rule's own row holds.
CREATE TABLE tenant.dispatch_sla (
  merchant_id uuid NOT NULL,
  market text NOT NULL,
  path text NOT NULL CHECK (path IN ('platform', 'seller')),
  hours int CHECK (hours > 0),
  working_days int CHECK (working_days > 0),
  rest_days int[] NOT NULL,
  holidays text[] NOT NULL,
  edited_by text NOT NULL,
  edited_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, market, path),
  CHECK ((hours IS NULL) <> (working_days IS NULL))
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['rollup_dispatch', 'dispatch_sla'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;

-- Orders of before: the platform's own deadlines are known; the others get one when they are next read.
ALTER TABLE tenant.orders NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_dispatch NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.orders SET dispatch_due_at = ship_by WHERE ship_by IS NOT NULL;
INSERT INTO tenant.rollup_dispatch
  SELECT merchant_id, shop_id, slot_minutes, date_bin(make_interval(mins => slot_minutes), created_at, 'epoch'),
    CASE WHEN dispatched_at IS NULL AND cancelled_at IS NULL AND dispatch_due_at IS NOT NULL THEN date_trunc('hour', dispatch_due_at) ELSE 'infinity' END,
    count(*),
    count(*) FILTER (WHERE dispatched_at > dispatch_due_at OR (dispatched_at IS NULL AND cancelled_at >= dispatch_due_at)),
    count(*) FILTER (WHERE cancelled_by = 'seller' OR (cancelled_by = 'platform' AND cancelled_at >= dispatch_due_at))
  FROM tenant.orders, unnest(ARRAY[5, 60]::smallint[]) AS slot_minutes
  WHERE paid_at IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5;
ALTER TABLE tenant.orders FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_dispatch FORCE ROW LEVEL SECURITY;

-- Open orders by deadline, and everything that was not simply dispatched in time, newest first: the lists behind the rates.
CREATE INDEX orders_open_due ON tenant.orders (merchant_id, shop_id, dispatch_due_at, created_at)
  WHERE paid_at IS NOT NULL AND dispatched_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX orders_not_in_time ON tenant.orders (merchant_id, shop_id, created_at DESC, id DESC)
  WHERE paid_at IS NOT NULL AND (dispatched_at IS NULL OR dispatched_at > dispatch_due_at OR cancelled_at IS NOT NULL);
