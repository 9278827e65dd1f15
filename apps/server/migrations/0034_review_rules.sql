-- Review rules: what they say of orders that come in, what they would have said of the last thirty days, and whom to be wary of.

-- What a buyer did before is looked up by their hash.
CREATE INDEX orders_buyer ON tenant.orders (merchant_id, buyer_hash, created_at);

CREATE TABLE tenant.review_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Rules are asked in this order.
  rank int NOT NULL,
  -- The newest; what is live may be an earlier one.
  version int NOT NULL,
  live_version int,
  live_since timestamptz,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  CHECK ((live_version IS NULL) = (live_since IS NULL)),
  CHECK (removed_at IS NULL OR live_version IS NULL)
);
CREATE INDEX review_rule_live ON tenant.review_rule (merchant_id, rank, id) WHERE live_version IS NOT NULL;

-- Written once. `tried_at`: when a dry run of it ended.
CREATE TABLE tenant.review_rule_version (
  merchant_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  version int NOT NULL,
  name text NOT NULL,
  conditions jsonb NOT NULL,
  actions jsonb NOT NULL,
  is_last boolean NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  tried_at timestamptz,
  PRIMARY KEY (merchant_id, rule_id, version),
  FOREIGN KEY (merchant_id, rule_id) REFERENCES tenant.review_rule (merchant_id, id)
);

CREATE TABLE tenant.review_dry_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  rule_id uuid NOT NULL,
  version int NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  total int NOT NULL,
  done int NOT NULL,
  hits int NOT NULL,
  unknown int NOT NULL,
  -- The last order that was looked at, by instant and id; null: none yet.
  at_instant timestamptz,
  at_order uuid,
  asked_by text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, rule_id, version) REFERENCES tenant.review_rule_version (merchant_id, rule_id, version)
);
CREATE INDEX review_dry_run_rule ON tenant.review_dry_run (merchant_id, rule_id, created_at DESC);

CREATE TABLE tenant.review_dry_run_row (
  merchant_id uuid NOT NULL,
  dry_run_id uuid NOT NULL,
  order_id uuid NOT NULL,
  ordered_at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('hit', 'unknown')),
  conditions jsonb NOT NULL,
  profit_minor bigint,
  currency text,
  PRIMARY KEY (merchant_id, dry_run_id, order_id),
  FOREIGN KEY (merchant_id, dry_run_id) REFERENCES tenant.review_dry_run (merchant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);
CREATE INDEX review_dry_run_row_newest ON tenant.review_dry_run_row (merchant_id, dry_run_id, outcome, ordered_at DESC, order_id DESC);

-- Which version of which rule an order was shown to already, and which rules wait until the platform shows the buyer.
CREATE TABLE tenant.review_order (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  judged jsonb NOT NULL,
  waiting uuid[] NOT NULL,
  PRIMARY KEY (merchant_id, order_id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);

-- What a rule said of an order and what was done; misses are not written.
CREATE TABLE tenant.review_decision (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  id uuid NOT NULL,
  rule_id uuid NOT NULL,
  version int NOT NULL,
  rule_name text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('hit', 'unknown', 'failed')),
  conditions jsonb NOT NULL,
  acts jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, order_id, id),
  UNIQUE (merchant_id, order_id, rule_id, version),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id),
  FOREIGN KEY (merchant_id, rule_id, version) REFERENCES tenant.review_rule_version (merchant_id, rule_id, version)
);
CREATE INDEX review_decision_rule ON tenant.review_decision (merchant_id, rule_id, at DESC, id DESC);

-- What a rule wishes for an order and a person confirms when it is shipped.
CREATE TABLE tenant.review_wish (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('service', 'split')),
  wish jsonb NOT NULL,
  rule_id uuid NOT NULL,
  rule_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, order_id, kind),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);

-- Whom to be wary of, by keyed hash: what was written or taken from an order is not kept.
CREATE TABLE tenant.blacklist_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('buyer', 'phone', 'address')),
  hash text NOT NULL,
  reason text NOT NULL,
  -- The order that it was taken from.
  order_id uuid,
  added_by text NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, kind, hash),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id)
);
CREATE INDEX blacklist_entry_newest ON tenant.blacklist_entry (merchant_id, added_at DESC, id DESC);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['review_rule', 'review_rule_version', 'review_dry_run', 'review_dry_run_row', 'review_order', 'review_decision', 'review_wish', 'blacklist_entry'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
