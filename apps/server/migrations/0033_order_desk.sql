-- The order desk: one row for each order that is still to be worked, by deadline, and what people and rules say of an order.

-- Until when an unpaid order may be paid, and from where the platform sends an order; null where it does not say.
ALTER TABLE tenant.orders ADD COLUMN pay_by timestamptz, ADD COLUMN channel_warehouse_id text;

-- What is said of an order outlives the desk: it stays when the order leaves, and is there again when it comes back.
CREATE TABLE tenant.desk_mark (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  held_at timestamptz,
  hold_reason text,
  held_by text,
  hold_rule_id uuid,
  packed_at timestamptz,
  packed_by text,
  assignee_id text,
  -- As they were called when they were given it; members are no rows of a merchant's.
  assignee_name text,
  -- Chosen for it; null: the platform's, or where its units are kept.
  warehouse_id uuid,
  PRIMARY KEY (merchant_id, order_id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id),
  FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse (merchant_id, id),
  CHECK ((held_at IS NULL) = (hold_reason IS NULL) AND (held_at IS NULL) = (held_by IS NULL)),
  CHECK ((packed_at IS NULL) = (packed_by IS NULL))
);

-- Why somebody must look at an order before it is packed. A cause that was passed is not raised again.
CREATE TABLE tenant.desk_review (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  cause text NOT NULL,
  reason text NOT NULL,
  rule_id uuid,
  raised_at timestamptz NOT NULL,
  passed_at timestamptz,
  passed_by text,
  PRIMARY KEY (merchant_id, order_id, cause),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);

-- What went wrong with an order and needs a person; gone once it is resolved.
CREATE TABLE tenant.desk_trouble (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  code text NOT NULL,
  reason text NOT NULL,
  due_at timestamptz,
  raised_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, order_id, code),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);

-- While the order stands on the desk, its place there stands here too, so that the orders of a tag are read in their order.
CREATE TABLE tenant.desk_tag (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  tag text NOT NULL,
  tagged_by text NOT NULL,
  tagged_at timestamptz NOT NULL,
  bucket text,
  deadline_at timestamptz,
  PRIMARY KEY (merchant_id, order_id, tag),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);
CREATE INDEX desk_tag_queue ON tenant.desk_tag (merchant_id, tag, deadline_at, order_id) INCLUDE (bucket) WHERE bucket IS NOT NULL;

-- What was done with an order here, by whom: written once, never changed.
CREATE TABLE tenant.desk_event (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api-key', 'rule', 'system')),
  actor_name text NOT NULL,
  task_id uuid,
  -- Words of people: the reason, the note, the tag.
  facts jsonb NOT NULL,
  PRIMARY KEY (merchant_id, order_id, id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);

-- A row for each order still to be worked. Made anew from the order and its marks by one function, in the transaction that moves either.
CREATE TABLE tenant.desk_order (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  bucket text NOT NULL CHECK (bucket IN ('unpaid', 'platform-hold', 'held', 'to-review', 'to-pack', 'to-ship', 'waiting-pickup', 'exception')),
  -- Until when it must be dispatched; of an unpaid one, paid. The end of the year 9999: nobody says.
  deadline_at timestamptz NOT NULL,
  currency text NOT NULL,
  total_minor bigint NOT NULL,
  warehouse_id uuid,
  carrier text,
  assignee_id text,
  PRIMARY KEY (merchant_id, order_id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);
CREATE INDEX desk_order_bucket ON tenant.desk_order (merchant_id, bucket, deadline_at, order_id);
CREATE INDEX desk_order_shop_bucket ON tenant.desk_order (merchant_id, shop_id, bucket, deadline_at, order_id);
-- All that is paid, and of it what is late.
CREATE INDEX desk_order_due ON tenant.desk_order (merchant_id, deadline_at, order_id) WHERE bucket <> 'unpaid';
CREATE INDEX desk_order_shop_due ON tenant.desk_order (merchant_id, shop_id, deadline_at, order_id) WHERE bucket <> 'unpaid';
CREATE INDEX desk_order_warehouse ON tenant.desk_order (merchant_id, warehouse_id, deadline_at, order_id) WHERE warehouse_id IS NOT NULL;
CREATE INDEX desk_order_carrier ON tenant.desk_order (merchant_id, carrier, deadline_at, order_id) WHERE carrier IS NOT NULL;
CREATE INDEX desk_order_assignee ON tenant.desk_order (merchant_id, assignee_id, deadline_at, order_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX desk_order_number ON tenant.desk_order (merchant_id, channel_order_id);

-- The SKUs of what stands on the desk, so that a SKU sold a million times is looked for among the open orders only.
CREATE TABLE tenant.desk_line (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  sku_folded text NOT NULL,
  deadline_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, order_id, sku_folded),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.desk_order (merchant_id, order_id)
);
CREATE INDEX desk_line_sku ON tenant.desk_line (merchant_id, sku_folded, deadline_at, order_id);

-- How many stand in each bucket: one row a shop, so that who moves orders of a shop takes one lock and always the same one.
CREATE TABLE tenant.desk_count (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  unpaid int NOT NULL DEFAULT 0,
  platform_hold int NOT NULL DEFAULT 0,
  held int NOT NULL DEFAULT 0,
  to_review int NOT NULL DEFAULT 0,
  to_pack int NOT NULL DEFAULT 0,
  to_ship int NOT NULL DEFAULT 0,
  waiting_pickup int NOT NULL DEFAULT 0,
  exception int NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, shop_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- An act on many orders. They are found first, all of them, and then worked; where it stands, its rows say.
CREATE TABLE tenant.desk_task (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  action jsonb NOT NULL,
  -- Which orders: a filter of the desk, still to be resolved behind `found_up_to`; null once all are named by rows.
  filter jsonb,
  found_up_to uuid,
  -- The shops of who asked, as they were then.
  shop_ids uuid[] NOT NULL,
  state text NOT NULL CHECK (state IN ('finding', 'running', 'done', 'cancelled')),
  total int NOT NULL,
  done int NOT NULL,
  unchanged int NOT NULL,
  refused int NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api-key')),
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  request_id text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX desk_task_newest ON tenant.desk_task (merchant_id, created_at DESC, id DESC);

CREATE TABLE tenant.desk_task_row (
  merchant_id uuid NOT NULL,
  task_id uuid NOT NULL,
  order_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'done', 'unchanged', 'refused', 'cancelled')),
  code text,
  PRIMARY KEY (merchant_id, task_id, order_id),
  FOREIGN KEY (merchant_id, task_id) REFERENCES tenant.desk_task (merchant_id, id)
);
CREATE INDEX desk_task_row_waiting ON tenant.desk_task_row (merchant_id, task_id, order_id) WHERE state = 'waiting';

-- What was done to one object, newest first.
CREATE INDEX audit_entry_object ON tenant.audit_entry (merchant_id, object_id, at DESC, id DESC);

-- The open orders of before.
ALTER TABLE tenant.orders NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.order_line NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.package NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.package_order NO FORCE ROW LEVEL SECURITY;
INSERT INTO tenant.desk_order (merchant_id, order_id, shop_id, channel_order_id, bucket, deadline_at, currency, total_minor, carrier)
  SELECT o.merchant_id, o.id, o.shop_id, o.channel_order_id,
         CASE o.status WHEN 'unpaid' THEN 'unpaid' WHEN 'on-hold' THEN 'platform-hold' WHEN 'awaiting-collection' THEN 'waiting-pickup' ELSE 'to-pack' END,
         COALESCE(o.dispatch_due_at, '9999-12-31 00:00:00+00'), o.currency, o.total_minor,
         (SELECT p.carrier FROM tenant.package_order l JOIN tenant.package p ON p.merchant_id = l.merchant_id AND p.id = l.package_id
          WHERE l.merchant_id = o.merchant_id AND l.shop_id = o.shop_id AND l.channel_order_id = o.channel_order_id AND p.status <> 'cancelled'
          ORDER BY p.created_at DESC, p.id DESC LIMIT 1)
  FROM tenant.orders o
  WHERE o.status IN ('unpaid', 'on-hold', 'awaiting-shipment', 'partially-shipped', 'awaiting-collection') AND o.cancelled_at IS NULL;
INSERT INTO tenant.desk_line (merchant_id, order_id, sku_folded, deadline_at)
  SELECT DISTINCT d.merchant_id, d.order_id, l.seller_sku_folded, d.deadline_at
  FROM tenant.desk_order d JOIN tenant.order_line l ON l.merchant_id = d.merchant_id AND l.order_id = d.order_id WHERE l.seller_sku_folded <> '';
INSERT INTO tenant.desk_count (merchant_id, shop_id, unpaid, platform_hold, to_pack, waiting_pickup)
  SELECT merchant_id, shop_id, count(*) FILTER (WHERE bucket = 'unpaid'), count(*) FILTER (WHERE bucket = 'platform-hold'),
         count(*) FILTER (WHERE bucket = 'to-pack'), count(*) FILTER (WHERE bucket = 'waiting-pickup')
  FROM tenant.desk_order GROUP BY merchant_id, shop_id;
ALTER TABLE tenant.orders FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.order_line FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.package FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.package_order FORCE ROW LEVEL SECURITY;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['desk_mark', 'desk_review', 'desk_trouble', 'desk_tag', 'desk_event', 'desk_order', 'desk_line', 'desk_count', 'desk_task', 'desk_task_row'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
