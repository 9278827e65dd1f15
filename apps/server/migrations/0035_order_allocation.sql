-- From where an order is sent: where a warehouse stands within its country, whether a shop's orders may be split, and what was decided.

ALTER TABLE tenant.warehouse
  ADD COLUMN region text NOT NULL DEFAULT '',
  ADD COLUMN postcode text NOT NULL DEFAULT '';

ALTER TABLE tenant.stock_shop ADD COLUMN may_split boolean NOT NULL DEFAULT true;

CREATE TABLE tenant.stock_allocation (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  -- Who chose the warehouses among which was allocated: the rule had all that serve the shop.
  decided_by text NOT NULL CHECK (decided_by IN ('person', 'platform', 'rule')),
  -- The nearest that sends anything; null: nobody has any of it.
  warehouse_id uuid,
  -- Each warehouse that was looked at, the nearest first, with what it lacked.
  considered jsonb NOT NULL,
  -- Paid and with a destination: it is not allocated again by itself.
  is_settled boolean NOT NULL,
  -- As much of the destination as nearness needs: of the postcode, its area.
  to_country text NOT NULL,
  to_region text NOT NULL,
  to_postcode_area text NOT NULL,
  allocated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, order_id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id),
  FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse (merchant_id, id)
);
ALTER TABLE tenant.stock_allocation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_allocation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_allocation
  USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid)
  WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.stock_allocation TO :app;
GRANT SELECT ON tenant.stock_allocation TO :backup;
