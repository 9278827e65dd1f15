-- What the platform records about a shop: violations with reason and measures, where it says the shop stands, appeals, money held
-- back, linked accounts. Reasons, areas and measures are codes; a new one of the platform's is kept as it came.

-- How far a shop's records were read, and what the platform said of its standing then.
CREATE TABLE tenant.penalty_reading (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  -- no-consent: the consent was given before it could name the records, or without them.
  state text NOT NULL CHECK (state IN ('read', 'no-consent')),
  read_at timestamptz,
  violations_to timestamptz NOT NULL,
  appeals_to timestamptz NOT NULL,
  holds_to timestamptz NOT NULL,
  points int NOT NULL DEFAULT 0,
  is_revoked boolean NOT NULL DEFAULT false,
  PRIMARY KEY (merchant_id, shop_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

CREATE TABLE tenant.violation (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_violation_id text NOT NULL,
  -- A record of the platform replaces one that came from an exported file, never the other way round.
  source text NOT NULL CHECK (source IN ('platform', 'file')),
  reason text NOT NULL,
  area text NOT NULL,
  points int NOT NULL CHECK (points >= 0),
  numerator int,
  denominator int,
  window_from timestamptz,
  window_until timestamptz,
  channel_order_ids jsonb NOT NULL,
  measures jsonb NOT NULL,
  violated_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  overturned_at timestamptz,
  note text NOT NULL DEFAULT '',
  noted_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_violation_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX violation_newest ON tenant.violation (merchant_id, violated_at DESC, id DESC);
CREATE INDEX violation_shop_newest ON tenant.violation (merchant_id, shop_id, violated_at DESC, id DESC);

CREATE TABLE tenant.restriction (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_restriction_id text NOT NULL,
  code text NOT NULL,
  node int NOT NULL,
  begins_at timestamptz NOT NULL,
  ends_at timestamptz,
  PRIMARY KEY (merchant_id, shop_id, channel_restriction_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- `intent` is ours: null for an appeal made in the seller centre. `outcome` is the platform's, once it has the appeal.
CREATE TABLE tenant.appeal (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  violation_id uuid NOT NULL,
  channel_appeal_id text,
  intent text CHECK (intent IN ('planned', 'sent', 'unknown', 'confirmed', 'rejected')),
  outcome text CHECK (outcome IN ('under-review', 'granted', 'rejected', 'unknown')),
  attempt int NOT NULL,
  text text NOT NULL,
  -- Of tenant.appeal_evidence; a second appeal may name what the first did.
  evidence_ids uuid[] NOT NULL DEFAULT '{}',
  planned_by text,
  planned_at timestamptz,
  sent_at timestamptz,
  failure_code text,
  submitted_at timestamptz,
  decided_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shop_id, channel_appeal_id),
  FOREIGN KEY (merchant_id, violation_id) REFERENCES tenant.violation (merchant_id, id)
);
CREATE INDEX appeal_violation ON tenant.appeal (merchant_id, violation_id);
CREATE INDEX appeal_newest ON tenant.appeal (merchant_id, created_at DESC, id DESC);
-- One at a time is on its way.
CREATE UNIQUE INDEX appeal_under_way ON tenant.appeal (merchant_id, violation_id) WHERE intent IN ('planned', 'sent', 'unknown');

-- Files that speak against a violation; the bytes lie in tenant.blob, version 1.
CREATE TABLE tenant.appeal_evidence (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  violation_id uuid NOT NULL,
  -- Sealed: people name files after people.
  name bytea NOT NULL,
  media_type text NOT NULL,
  bytes int NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, violation_id, sha256),
  FOREIGN KEY (merchant_id, violation_id) REFERENCES tenant.violation (merchant_id, id)
);

CREATE TABLE tenant.balance_hold (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_balance_hold_id text NOT NULL,
  violation_id uuid NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  hold_days int NOT NULL,
  is_permanent boolean NOT NULL,
  is_held boolean NOT NULL,
  created_at timestamptz NOT NULL,
  investigation_ended_at timestamptz,
  release_at timestamptz,
  PRIMARY KEY (merchant_id, shop_id, channel_balance_hold_id),
  FOREIGN KEY (merchant_id, violation_id) REFERENCES tenant.violation (merchant_id, id)
);

CREATE TABLE tenant.linked_account (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_account_id text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  shares jsonb NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, channel_account_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- What was foretold of a shop's rates: from foreseen_at to held_until every look said that the shop stands in, or comes to, the row of so
-- many points. Laid beside the records it says how good the forecast is.
CREATE TABLE tenant.rate_prediction (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  metric text NOT NULL,
  points int NOT NULL,
  foreseen_at timestamptz NOT NULL,
  expected_at timestamptz NOT NULL,
  held_until timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, metric, points, foreseen_at),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['penalty_reading', 'violation', 'restriction', 'appeal', 'appeal_evidence', 'balance_hold', 'linked_account', 'rate_prediction'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
