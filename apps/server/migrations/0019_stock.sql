-- Stock: warehouses and what lies in them, every movement of it, what is reserved for whom, and what the shops are told.

CREATE TABLE tenant.warehouse (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  -- Whose it is: the merchant's, somebody's who keeps goods for him, or the platform's own.
  kind text NOT NULL CHECK (kind IN ('own', 'third-party', 'platform')),
  country text NOT NULL,
  is_active boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, name)
);

-- From where a shop is served, the most wanted first. A shop with no row is served from every warehouse that is not the platform's.
CREATE TABLE tenant.warehouse_shop (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  rank int NOT NULL,
  -- What the platform calls it in this shop; null: it keeps one number only.
  channel_warehouse_id text,
  PRIMARY KEY (merchant_id, shop_id, warehouse_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id),
  FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse (merchant_id, id)
);

-- What a warehouse calls a variant, where that is not its SKU.
CREATE TABLE tenant.warehouse_sku (
  merchant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  code text NOT NULL,
  variant_id uuid NOT NULL,
  PRIMARY KEY (merchant_id, warehouse_id, code),
  FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse (merchant_id, id),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id)
);

-- A variant whose stock is counted here, from its first movement on. Orders of before do not move it.
CREATE TABLE tenant.stock_item (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  counted_since timestamptz NOT NULL,
  lead_time_days int NOT NULL CHECK (lead_time_days BETWEEN 0 AND 365),
  PRIMARY KEY (merchant_id, variant_id),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id)
);

CREATE TABLE tenant.stock_level (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  -- The number of its latest movement.
  number bigint NOT NULL,
  on_hand bigint NOT NULL,
  reserved bigint NOT NULL,
  promotion_reserved bigint NOT NULL,
  in_transfer bigint NOT NULL,
  received bigint NOT NULL,
  returned bigint NOT NULL,
  shipped bigint NOT NULL,
  written_off bigint NOT NULL,
  moved_here bigint NOT NULL,
  moved_away bigint NOT NULL,
  inbound bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, variant_id, warehouse_id),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.stock_item (merchant_id, variant_id),
  FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse (merchant_id, id),
  -- The last wall, behind the condition of each statement: no unit is promised twice, none is lost.
  CONSTRAINT stock_level_sound CHECK (
    reserved >= 0 AND promotion_reserved >= 0 AND in_transfer >= 0 AND inbound >= 0 AND on_hand >= reserved + promotion_reserved
    AND on_hand + in_transfer + shipped + written_off + moved_away = received + returned + moved_here
  )
);

-- Never changed and never deleted: the serving role may not. A correction is a movement of its own.
CREATE TABLE tenant.stock_movement (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  -- Counted within the level, without a gap.
  number bigint NOT NULL,
  kind text NOT NULL,
  units bigint NOT NULL CHECK (units > 0),
  -- After it; what was before follows from the kind.
  on_hand bigint NOT NULL,
  reserved bigint NOT NULL,
  promotion_reserved bigint NOT NULL,
  in_transfer bigint NOT NULL,
  inbound bigint NOT NULL,
  -- Why: 'order', 'count', 'transfer', or a word of the person's choice of reasons.
  reason text NOT NULL,
  -- Of what: an order, a transfer, a delivery note.
  reference text,
  note text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api-key', 'system')),
  actor_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, variant_id, warehouse_id, number),
  FOREIGN KEY (merchant_id, variant_id, warehouse_id) REFERENCES tenant.stock_level (merchant_id, variant_id, warehouse_id)
);
CREATE INDEX stock_movement_newest ON tenant.stock_movement (merchant_id, variant_id, at DESC);

-- How many units left on each day (UTC): the pace from which cover and purchases follow, without reading the ledger.
CREATE TABLE tenant.stock_day (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  on_day date NOT NULL,
  shipped bigint NOT NULL,
  PRIMARY KEY (merchant_id, variant_id, on_day),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.stock_item (merchant_id, variant_id)
);

-- What is kept for whom. `reference` and `line` are the natural key: an order and what it names, or what whoever reserved calls it.
CREATE TABLE tenant.stock_reservation (
  merchant_id uuid NOT NULL,
  reference text NOT NULL,
  line text NOT NULL,
  -- Null: reserved by a person or a script for a sale elsewhere.
  shop_id uuid,
  order_id uuid,
  -- What was sold; a bundle's parts are below.
  variant_id uuid NOT NULL,
  sets bigint NOT NULL CHECK (sets > 0),
  -- Of these, what was not there: sold by the platform beyond the stock.
  short bigint NOT NULL CHECK (short BETWEEN 0 AND sets),
  state text NOT NULL CHECK (state IN ('held', 'released', 'expired', 'shipped')),
  -- A voucher order that is not paid by then is given up.
  expires_at timestamptz,
  made_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, reference, line),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id)
);
CREATE INDEX stock_reservation_order ON tenant.stock_reservation (merchant_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX stock_reservation_short ON tenant.stock_reservation (merchant_id, made_at) WHERE short > 0 AND state = 'held';
CREATE INDEX stock_reservation_ends ON tenant.stock_reservation (merchant_id, expires_at) WHERE state = 'held' AND expires_at IS NOT NULL;

CREATE TABLE tenant.stock_reservation_part (
  merchant_id uuid NOT NULL,
  reference text NOT NULL,
  line text NOT NULL,
  variant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  units bigint NOT NULL CHECK (units > 0),
  PRIMARY KEY (merchant_id, reference, line, variant_id, warehouse_id),
  FOREIGN KEY (merchant_id, reference, line) REFERENCES tenant.stock_reservation (merchant_id, reference, line),
  FOREIGN KEY (merchant_id, variant_id, warehouse_id) REFERENCES tenant.stock_level (merchant_id, variant_id, warehouse_id)
);
CREATE INDEX stock_reservation_part_level ON tenant.stock_reservation_part (merchant_id, variant_id, warehouse_id);

CREATE TABLE tenant.stock_transfer (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  variant_id uuid NOT NULL,
  from_warehouse_id uuid NOT NULL,
  to_warehouse_id uuid NOT NULL,
  units bigint NOT NULL CHECK (units > 0),
  arrived bigint NOT NULL CHECK (arrived >= 0),
  lost bigint NOT NULL CHECK (lost >= 0),
  returned bigint NOT NULL CHECK (returned >= 0),
  note text NOT NULL,
  sent_by text NOT NULL,
  sent_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  CHECK (arrived + lost + returned <= units),
  CHECK (from_warehouse_id <> to_warehouse_id),
  FOREIGN KEY (merchant_id, variant_id, from_warehouse_id) REFERENCES tenant.stock_level (merchant_id, variant_id, warehouse_id),
  FOREIGN KEY (merchant_id, to_warehouse_id) REFERENCES tenant.warehouse (merchant_id, id)
);

-- How much of the stock a shop may show. Null: for every shop, for every variant; the narrowest row speaks.
CREATE TABLE tenant.allocation_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid,
  variant_id uuid,
  kind text NOT NULL CHECK (kind IN ('exact', 'fixed', 'percent', 'buffer')),
  value bigint NOT NULL CHECK (value >= 0 AND (kind <> 'percent' OR value <= 100)),
  safety_stock bigint NOT NULL CHECK (safety_stock >= 0),
  minimum bigint NOT NULL CHECK (minimum >= 0),
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE NULLS NOT DISTINCT (merchant_id, shop_id, variant_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id)
);

-- Whether a shop is told at all: not before the merchant says so.
CREATE TABLE tenant.stock_shop (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  is_pushing boolean NOT NULL,
  -- When the shop's own numbers were last compared with ours.
  compared_at timestamptz,
  -- Why it is not done: the consent does not cover it, the channel cannot.
  trouble text,
  -- The platform's own list, as it was last read.
  channel_warehouses jsonb NOT NULL,
  PRIMARY KEY (merchant_id, shop_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- What a shop was told of each of its SKUs. `version` is the fence: it rises with each new number, and only the newest is sent.
CREATE TABLE tenant.stock_push (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  channel_sku_id text NOT NULL,
  -- Empty: the platform keeps one number only.
  channel_warehouse_id text NOT NULL,
  variant_id uuid NOT NULL,
  wanted bigint NOT NULL,
  version bigint NOT NULL,
  wanted_at timestamptz NOT NULL,
  sent bigint,
  sent_version bigint NOT NULL,
  sent_at timestamptz,
  confirmed bigint,
  confirmed_version bigint NOT NULL,
  confirmed_at timestamptz,
  failure text,
  failed_at timestamptz,
  -- What the shop itself showed when it was last asked, and how many of its own it keeps for orders.
  shown bigint,
  committed bigint,
  read_at timestamptz,
  drift bigint NOT NULL,
  PRIMARY KEY (merchant_id, listing_id, channel_sku_id, channel_warehouse_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id),
  FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing (merchant_id, id),
  FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant (merchant_id, id)
);
CREATE INDEX stock_push_due ON tenant.stock_push (merchant_id, shop_id) WHERE version > confirmed_version;
CREATE INDEX stock_push_drift ON tenant.stock_push (merchant_id, shop_id) WHERE drift <> 0;
CREATE INDEX stock_push_variant ON tenant.stock_push (merchant_id, variant_id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['warehouse', 'warehouse_shop', 'warehouse_sku', 'stock_item', 'stock_level', 'stock_movement', 'stock_day', 'stock_reservation',
    'stock_reservation_part', 'stock_transfer', 'allocation_rule', 'stock_shop', 'stock_push'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON tenant.stock_movement FROM :app;
