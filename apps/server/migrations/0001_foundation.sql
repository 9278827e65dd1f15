-- The foundation: two schemas, the queue, shops and orders with their roll-ups.
-- :app, :system and :backup stand for the roles' names, which the migrator fills in.
-- Every tenant table leads each key with merchant_id, has row security enabled and forced,
-- and one policy for all verbs; policies and grants of all of them are made in the loop at the end.

CREATE SCHEMA tenant;
GRANT USAGE ON SCHEMA tenant TO :app, :backup;
GRANT USAGE ON SCHEMA system TO :app;

-- system: what must be seen across merchants. Each table says why it is here.

CREATE TABLE system.merchant (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE system.merchant IS 'The list of merchants: the scheduler walks it, and sign-in names one.';

CREATE TABLE system.shop_directory (
  merchant_id uuid NOT NULL,
  channel text NOT NULL,
  channel_shop_id text NOT NULL,
  shop_id uuid NOT NULL,
  PRIMARY KEY (channel, channel_shop_id)
);
COMMENT ON TABLE system.shop_directory IS 'Which merchant a platform''s shop belongs to: routes webhooks, and keeps one shop from two merchants.';

CREATE TABLE system.inbound_unrouted (
  id uuid PRIMARY KEY,
  channel text NOT NULL,
  channel_shop_id text,
  notification_id text NOT NULL,
  topic text NOT NULL,
  received_at timestamptz NOT NULL,
  UNIQUE (channel, notification_id)
);
COMMENT ON TABLE system.inbound_unrouted IS 'Verified webhooks of shops that nobody has bound: no merchant, hence no tenant row; bodies are not kept.';

CREATE TABLE system.lane (
  merchant_id uuid NOT NULL,
  lane text NOT NULL,
  next_due_at timestamptz,
  leased_until timestamptz,
  leased_by text,
  fence bigint NOT NULL DEFAULT 0,
  paused_until timestamptz,
  stopped_reason text,
  PRIMARY KEY (merchant_id, lane)
);
CREATE INDEX lane_due ON system.lane (next_due_at) WHERE next_due_at IS NOT NULL;
COMMENT ON TABLE system.lane IS 'Heads of the queue: workers claim lanes across merchants. Ids and times only.';

CREATE TABLE system.job (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  lane text NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  dedupe_key text NOT NULL,
  revision int NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  parked_at timestamptz,
  failure jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, lane, kind, dedupe_key)
);
CREATE INDEX job_due ON system.job (merchant_id, lane, due_at, id) WHERE parked_at IS NULL;
COMMENT ON TABLE system.job IS 'Work to do, ids only: claimed across merchants by the workers, written and finished under row security by the merchant''s own transactions.';

CREATE TABLE system.fx_rate (
  source text NOT NULL,
  currency text NOT NULL,
  on_day date NOT NULL,
  per_euro numeric NOT NULL CHECK (per_euro > 0),
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (currency, on_day)
);
COMMENT ON TABLE system.fx_rate IS 'Public exchange rates against the euro, the same for every merchant.';

-- tenant: everything of a merchant.

CREATE TABLE tenant.merchant_key (
  merchant_id uuid NOT NULL,
  key_id uuid NOT NULL,
  master_key_id text NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz,
  PRIMARY KEY (merchant_id, key_id)
);

CREATE TABLE tenant.legal_entity (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  jurisdiction text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, name)
);

-- One consent of one platform account; it may cover many shops, and a later consent of the same account may cover others.
-- Tokens are encrypted, bound to merchant and authorisation. token_version rises with every refresh.
CREATE TABLE tenant.channel_authorization (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  channel text NOT NULL,
  channel_account_id text NOT NULL,
  account_name text NOT NULL,
  access_token bytea,
  access_token_expires_at timestamptz,
  refresh_token bytea,
  refresh_token_expires_at timestamptz,
  token_version int NOT NULL DEFAULT 0,
  granted_scopes text[] NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 're-authorise', 'revoked')),
  refreshed_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX channel_authorization_account ON tenant.channel_authorization (merchant_id, channel, channel_account_id);

-- A request to bind: from "send me to the consent page" to the shops it brought.
CREATE TABLE tenant.shop_authorization (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  channel text NOT NULL,
  market text NOT NULL,
  legal_entity_id uuid,
  state_hash text NOT NULL,
  code bytea,
  -- Set once the code has been exchanged: the code works once, so a run that was cut off goes on from here.
  authorization_id uuid,
  requested_by text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'completing', 'completed', 'cancelled', 'expired', 'failed')),
  failure_code text,
  shop_ids uuid[] NOT NULL DEFAULT '{}',
  refused jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  completed_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, state_hash),
  FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES tenant.legal_entity (merchant_id, id),
  FOREIGN KEY (merchant_id, authorization_id) REFERENCES tenant.channel_authorization (merchant_id, id)
);

CREATE TABLE tenant.shop (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  channel text NOT NULL,
  channel_shop_id text NOT NULL,
  name text NOT NULL,
  market text NOT NULL,
  currency text NOT NULL,
  time_zone text NOT NULL,
  seller_type text NOT NULL,
  cipher text NOT NULL,
  legal_entity_id uuid NOT NULL,
  authorization_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 're-authorise', 'unbound')),
  bound_at timestamptz NOT NULL,
  unbound_at timestamptz,
  last_webhook_at timestamptz,
  last_error_code text,
  last_error_kind text,
  last_error_message text,
  last_error_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, channel, channel_shop_id),
  FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES tenant.legal_entity (merchant_id, id),
  FOREIGN KEY (merchant_id, authorization_id) REFERENCES tenant.channel_authorization (merchant_id, id)
);

-- How far each stream of a shop has been read. The cursor is the platform's own update time and
-- moves only after the page is applied; back-fill is the same sweep started 90 days back.
CREATE TABLE tenant.sync_stream (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  stream text NOT NULL,
  cursor_at timestamptz NOT NULL,
  backfill_total int,
  backfill_done int NOT NULL DEFAULT 0,
  backfilled_at timestamptz,
  last_swept_at timestamptz,
  last_deep_swept_at timestamptz,
  repairs bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, shop_id, stream),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- The raw hint, first thing written when a webhook arrives; the dedupe key is kept for ever.
CREATE TABLE tenant.inbound (
  merchant_id uuid NOT NULL,
  channel text NOT NULL,
  notification_id text NOT NULL,
  shop_id uuid NOT NULL,
  topic text NOT NULL,
  channel_object_id text,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  body bytea,
  PRIMARY KEY (merchant_id, channel, notification_id)
);
CREATE INDEX inbound_object ON tenant.inbound (merchant_id, shop_id, channel_object_id, received_at);

CREATE TABLE tenant.orders (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('unpaid', 'on-hold', 'awaiting-shipment', 'partially-shipped', 'awaiting-collection', 'in-transit', 'delivered', 'completed', 'cancelled')),
  currency text NOT NULL,
  gmv_minor bigint NOT NULL,
  units int NOT NULL,
  shipping_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  created_at timestamptz NOT NULL,
  paid_at timestamptz,
  updated_at timestamptz NOT NULL,
  content_hash text NOT NULL,
  ship_by timestamptz,
  dispatched_at timestamptz,
  delivered_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text,
  cancelled_by text CHECK (cancelled_by IN ('buyer', 'seller', 'platform')),
  payment_method text NOT NULL,
  fulfilment text NOT NULL CHECK (fulfilment IN ('platform', 'seller')),
  buyer_region text NOT NULL,
  buyer bytea NOT NULL,
  first_seen_at timestamptz NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_order_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX orders_newest ON tenant.orders (merchant_id, created_at DESC, id DESC);
CREATE INDEX orders_shop_newest ON tenant.orders (merchant_id, shop_id, created_at DESC, id DESC);
CREATE INDEX orders_status_newest ON tenant.orders (merchant_id, status, created_at DESC, id DESC);
CREATE INDEX orders_channel_id ON tenant.orders (merchant_id, channel_order_id);
CREATE INDEX orders_paid ON tenant.orders (merchant_id, shop_id, paid_at) WHERE paid_at IS NOT NULL;

CREATE TABLE tenant.order_line (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  line_no int NOT NULL,
  channel_line_ids text[] NOT NULL,
  channel_sku_id text NOT NULL,
  channel_product_id text NOT NULL,
  seller_sku text NOT NULL,
  seller_sku_folded text NOT NULL,
  product_name text NOT NULL,
  variant_name text NOT NULL,
  image_url text,
  quantity int NOT NULL CHECK (quantity > 0),
  original_price_minor bigint NOT NULL,
  sale_price_minor bigint NOT NULL,
  platform_discount_minor bigint NOT NULL,
  seller_discount_minor bigint NOT NULL,
  PRIMARY KEY (merchant_id, order_id, line_no),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);
CREATE INDEX order_line_sku ON tenant.order_line (merchant_id, seller_sku_folded, order_id);

-- What happened to an order, in the order in which we learnt it.
CREATE TABLE tenant.order_event (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  learnt_at timestamptz NOT NULL,
  kind text NOT NULL,
  source text NOT NULL CHECK (source IN ('webhook', 'sweep', 'person', 'rule')),
  facts jsonb NOT NULL,
  PRIMARY KEY (merchant_id, order_id, id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);

-- Terms for finding orders by what is encrypted: keyed hashes of the buyer's name, phone and e-mail.
CREATE TABLE tenant.search_term (
  merchant_id uuid NOT NULL,
  field text NOT NULL,
  term text NOT NULL,
  id uuid NOT NULL,
  PRIMARY KEY (merchant_id, field, term, id)
);
CREATE INDEX search_term_object ON tenant.search_term (merchant_id, field, id);

CREATE TABLE tenant.after_sale (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_after_sale_id text NOT NULL,
  channel_order_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('return', 'refund', 'cancellation')),
  status text NOT NULL,
  reason text NOT NULL,
  refund_minor bigint NOT NULL,
  currency text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  refunded_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, kind, channel_after_sale_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX after_sale_order ON tenant.after_sale (merchant_id, shop_id, channel_order_id);
CREATE INDEX after_sale_refunded ON tenant.after_sale (merchant_id, shop_id, refunded_at) WHERE refunded_at IS NOT NULL;

CREATE TABLE tenant.package (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_package_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('processing', 'fulfilling', 'completed', 'cancelled')),
  tracking_number text,
  carrier text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_package_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX package_newest ON tenant.package (merchant_id, created_at DESC, id DESC);

CREATE TABLE tenant.package_order (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  package_id uuid NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, channel_order_id, package_id),
  FOREIGN KEY (merchant_id, package_id) REFERENCES tenant.package (merchant_id, id)
);
CREATE INDEX package_order_package ON tenant.package_order (merchant_id, package_id);

CREATE TABLE tenant.listing (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_product_id text NOT NULL,
  title text NOT NULL,
  status text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_product_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX listing_newest ON tenant.listing (merchant_id, created_at DESC, id DESC);

CREATE TABLE tenant.listing_variant (
  merchant_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  channel_sku_id text NOT NULL,
  seller_sku text NOT NULL,
  price_minor bigint NOT NULL,
  currency text NOT NULL,
  quantity int NOT NULL,
  PRIMARY KEY (merchant_id, listing_id, channel_sku_id),
  FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing (merchant_id, id)
);

CREATE TABLE tenant.ad_spend_day (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_ad_spend_id text NOT NULL,
  on_day date NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, channel_ad_spend_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX ad_spend_by_day ON tenant.ad_spend_day (merchant_id, shop_id, on_day);

-- Roll-ups, moved by the same transaction that moves the order. GMV, orders and units by the
-- instant of payment; refunds by their own instant.
CREATE TABLE tenant.rollup_hour (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  hour_at timestamptz NOT NULL,
  currency text NOT NULL,
  gmv_minor bigint NOT NULL,
  orders int NOT NULL,
  units int NOT NULL,
  refunds_minor bigint NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, hour_at, currency),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE TABLE tenant.rollup_day (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  on_day date NOT NULL,
  currency text NOT NULL,
  gmv_minor bigint NOT NULL,
  orders int NOT NULL,
  units int NOT NULL,
  refunds_minor bigint NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, on_day, currency),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- Rates that the merchant typed in; they win over the feed on their day.
CREATE TABLE tenant.fx_rate_by_hand (
  merchant_id uuid NOT NULL,
  currency text NOT NULL,
  on_day date NOT NULL,
  per_euro numeric NOT NULL CHECK (per_euro > 0),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, currency, on_day)
);

-- Long work with progress, for the tray.
CREATE TABLE tenant.task (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  shop_id uuid,
  state text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
  done int NOT NULL DEFAULT 0,
  total int,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX task_newest ON tenant.task (merchant_id, created_at DESC, id DESC);

-- Audit: inserted unchained in the command's transaction, chained by the sealer in a table of its own,
-- so that neither needs UPDATE or DELETE.
CREATE TABLE tenant.audit_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api-key', 'system')),
  actor_id text NOT NULL,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id text NOT NULL,
  request_id text,
  facts jsonb NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX audit_entry_newest ON tenant.audit_entry (merchant_id, at DESC, id DESC);

CREATE TABLE tenant.audit_seal (
  merchant_id uuid NOT NULL,
  seq bigint NOT NULL,
  entry_id uuid NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, seq),
  UNIQUE (merchant_id, entry_id),
  FOREIGN KEY (merchant_id, entry_id) REFERENCES tenant.audit_entry (merchant_id, id)
);

CREATE TABLE tenant.idempotency_key (
  merchant_id uuid NOT NULL,
  key text NOT NULL,
  route text NOT NULL,
  request_hash text NOT NULL,
  answer_status int,
  answer bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, key)
);

DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'tenant' LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t.tablename);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t.tablename);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t.tablename);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA tenant TO :app;
REVOKE UPDATE, DELETE ON tenant.audit_entry, tenant.audit_seal FROM :app;
GRANT SELECT ON ALL TABLES IN SCHEMA tenant TO :backup;

-- The three system tables that a merchant's own transaction writes: it sees and writes its own rows only;
-- the system role sees all of them.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['lane', 'job', 'shop_directory'] LOOP
    EXECUTE format('ALTER TABLE system.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE system.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON system.%I TO :app USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('CREATE POLICY all_merchants ON system.%I TO :system USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON system.lane, system.job, system.shop_directory TO :app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA system TO :system;
GRANT SELECT ON ALL TABLES IN SCHEMA system TO :backup;
GRANT USAGE ON SCHEMA system TO :system, :backup;
