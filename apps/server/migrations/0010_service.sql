-- What buyers say and want back, and the sums from which a shop's service and quality are read.

-- Conversations as the platform lists them. Messages are read again while `read_for` is not the latest one. No words are kept, and no buyer.
CREATE TABLE tenant.conversation (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_conversation_id text NOT NULL,
  created_at timestamptz NOT NULL,
  latest_at timestamptz NOT NULL,
  latest_message_id text,
  read_for text,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_conversation_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX conversation_unread ON tenant.conversation (merchant_id, shop_id, latest_at DESC) WHERE read_for IS DISTINCT FROM latest_message_id;

-- One row for each time a buyer waited: from the first of consecutive messages to the seller's next.
CREATE TABLE tenant.buyer_turn (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  asked_message_id text NOT NULL,
  asked_at timestamptz NOT NULL,
  replied_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, conversation_id, asked_message_id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id)
);
CREATE INDEX buyer_turn_asked ON tenant.buyer_turn (merchant_id, shop_id, asked_at DESC, id DESC);
CREATE INDEX buyer_turn_waiting ON tenant.buyer_turn (merchant_id, shop_id, asked_at) WHERE replied_at IS NULL;

-- Reviews without their words.
CREATE TABLE tenant.review (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_review_id text NOT NULL,
  channel_order_id text NOT NULL,
  channel_product_id text,
  rating smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
  is_withdrawn boolean NOT NULL,
  written_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_review_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX review_negative ON tenant.review (merchant_id, shop_id, written_at DESC, id DESC) WHERE rating <= 2 AND NOT is_withdrawn;

-- A buyer called the platform in over a return or refund, whose id it has.
CREATE TABLE tenant.dispute (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_after_sale_id text NOT NULL,
  channel_order_id text NOT NULL,
  opened_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  decided_at timestamptz,
  responsible text CHECK (responsible IN ('seller', 'buyer', 'carrier', 'platform')),
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_after_sale_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX dispute_opened ON tenant.dispute (merchant_id, shop_id, opened_at DESC, id DESC);

ALTER TABLE tenant.after_sale
  ADD COLUMN cause text CHECK (cause IN ('defect', 'damage', 'wrong', 'missing', 'lost', 'not-as-described', 'late', 'size', 'unwanted')),
  ADD COLUMN resolved_at timestamptz,
  -- When a request for a seller's fault counts: at its end, or on its thirtieth day where it has none by then. Null: it never does.
  ADD COLUMN judged_at timestamptz;
CREATE INDEX after_sale_judged ON tenant.after_sale (merchant_id, shop_id, judged_at DESC, id DESC) WHERE judged_at IS NOT NULL;

-- Somebody asked to give it back for a defect, damage, or a wrong, incomplete or lost parcel.
ALTER TABLE tenant.orders ADD COLUMN is_returned_defective boolean NOT NULL DEFAULT false;
CREATE INDEX orders_returned_defective ON tenant.orders (merchant_id, shop_id, created_at DESC, id DESC) WHERE is_returned_defective;

-- Sums by slots of an hour, a minute and a second: any stretch of whole seconds is a handful of slots, however much happened in it.
CREATE TABLE tenant.rollup_turn (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  slot_seconds int NOT NULL CHECK (slot_seconds IN (1, 60, 3600)),
  slot_at timestamptz NOT NULL,
  turns int NOT NULL,
  replied int NOT NULL,
  waited_seconds bigint NOT NULL,
  within_24h int NOT NULL,
  within_48h int NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, slot_seconds, slot_at),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE TABLE tenant.rollup_review (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  slot_seconds int NOT NULL CHECK (slot_seconds IN (1, 60, 3600)),
  slot_at timestamptz NOT NULL,
  negative int NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, slot_seconds, slot_at),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE TABLE tenant.rollup_after_sale (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  slot_seconds int NOT NULL CHECK (slot_seconds IN (1, 60, 3600)),
  slot_at timestamptz NOT NULL,
  disputes int NOT NULL,
  seller_fault_disputes int NOT NULL,
  judged_requests int NOT NULL,
  resolved_requests int NOT NULL,
  defective_orders int NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, slot_seconds, slot_at),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- The same slots count all orders now: the rates of quality are over unpaid and cancelled ones too.
ALTER TABLE tenant.rollup_dispatch ADD COLUMN created int NOT NULL DEFAULT 0, ADD COLUMN cancelled int NOT NULL DEFAULT 0;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['conversation', 'buyer_turn', 'review', 'dispute', 'rollup_turn', 'rollup_review', 'rollup_after_sale'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;

-- Shops of before: their orders are counted, their returns read once more (for causes), and the new streams begin a month back.
ALTER TABLE tenant.orders NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_dispatch NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.sync_stream NO FORCE ROW LEVEL SECURITY;
INSERT INTO tenant.rollup_dispatch AS held (merchant_id, shop_id, slot_minutes, slot_at, due_hour_at, orders, late, seller_fault, created, cancelled)
  SELECT merchant_id, shop_id, slot_minutes, date_bin(make_interval(mins => slot_minutes), created_at, 'epoch'),
    CASE WHEN paid_at IS NOT NULL AND dispatched_at IS NULL AND cancelled_at IS NULL AND dispatch_due_at IS NOT NULL THEN date_trunc('hour', dispatch_due_at) ELSE 'infinity' END,
    0, 0, 0, count(*), count(cancelled_at)
  FROM tenant.orders, unnest(ARRAY[5, 60]::smallint[]) AS slot_minutes
  GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (merchant_id, shop_id, slot_minutes, slot_at, due_hour_at) DO UPDATE SET created = excluded.created, cancelled = excluded.cancelled;
UPDATE tenant.sync_stream SET cursor_at = cursor_at - interval '91 days' WHERE stream = 'returns' AND backfilled_at IS NOT NULL;
INSERT INTO tenant.sync_stream (merchant_id, shop_id, stream, cursor_at)
  SELECT merchant_id, shop_id, new.stream, cursor_at - interval '31 days'
  FROM tenant.sync_stream, unnest(ARRAY['conversations', 'reviews', 'disputes']) AS new(stream)
  WHERE sync_stream.stream = 'orders';
ALTER TABLE tenant.orders FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_dispatch FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.sync_stream FORCE ROW LEVEL SECURITY;
