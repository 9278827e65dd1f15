-- After-sales: whose turn a case is and until when, what the seller answered, what came back, whose fault it was, and rules that answer.

ALTER TABLE tenant.after_sale
  -- The platform's own spelling; `reason` is its words.
  ADD COLUMN reason_code text NOT NULL DEFAULT '',
  ADD COLUMN opened_by text NOT NULL DEFAULT 'platform' CHECK (opened_by IN ('buyer', 'seller', 'platform')),
  -- By when the seller must answer; null while it is not their turn.
  ADD COLUMN respond_by timestamptz,
  ADD COLUMN channel_line_ids text[] NOT NULL DEFAULT '{}',
  ADD COLUMN arbitration text CHECK (arbitration IN ('open', 'for-buyer', 'for-seller', 'closed')),
  -- A part that the seller offered.
  ADD COLUMN offer_minor bigint,
  ADD COLUMN is_offer_refused boolean NOT NULL DEFAULT false,
  ADD COLUMN sent_back_number text,
  ADD COLUMN sent_back_carrier text;
CREATE INDEX after_sale_respond_by ON tenant.after_sale (merchant_id, respond_by, id) WHERE respond_by IS NOT NULL;
CREATE INDEX after_sale_newest ON tenant.after_sale (merchant_id, updated_at, id);

ALTER TABLE tenant.dispute ADD COLUMN decide_by timestamptz;

-- What stands there already says none of this: it is read once more.
ALTER TABLE tenant.sync_stream NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.sync_stream SET cursor_at = cursor_at - interval '91 days'
  WHERE stream IN ('returns', 'cancellations', 'disputes') AND backfilled_at IS NOT NULL;
ALTER TABLE tenant.sync_stream FORCE ROW LEVEL SECURITY;

-- A rule that answers by itself, within limits.
CREATE TABLE tenant.after_sale_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  -- Null: every shop.
  shop_id uuid,
  act text NOT NULL CHECK (act IN ('approve-cancellation', 'approve-refund', 'approve-return')),
  -- No case above it is answered; a case in another currency neither.
  max_minor bigint NOT NULL CHECK (max_minor > 0),
  currency text NOT NULL,
  -- Days from delivery in which it answers; null: at any time.
  window_days int CHECK (window_days BETWEEN 1 AND 365),
  daily_count int NOT NULL CHECK (daily_count BETWEEN 1 AND 10000),
  daily_minor bigint NOT NULL CHECK (daily_minor > 0),
  is_live boolean NOT NULL,
  -- When its dry run was last shown; without one it does not go live. A change of the rule forgets it.
  tried_at timestamptz,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  version int NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);

-- Many cases answered in one go.
CREATE TABLE tenant.after_sale_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  act text NOT NULL,
  wish jsonb NOT NULL,
  asked_by text NOT NULL,
  cancelled_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
CREATE TABLE tenant.after_sale_run_row (
  merchant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  row_no int NOT NULL,
  after_sale_id uuid NOT NULL,
  answer_id uuid,
  -- Why it was not answered; null while it waits, or once `answer_id` says more.
  code text,
  PRIMARY KEY (merchant_id, run_id, row_no),
  UNIQUE (merchant_id, run_id, after_sale_id),
  FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.after_sale_run (merchant_id, id),
  FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale (merchant_id, id)
);

-- What the seller said: an intent that the platform is told once.
CREATE TABLE tenant.after_sale_answer (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  -- Null: nobody asked; the seller refunds or cancels.
  after_sale_id uuid,
  act text NOT NULL CHECK (act IN ('approve-cancellation', 'reject-cancellation', 'approve-refund', 'approve-return', 'accept-parcel', 'offer-part',
    'reject-refund', 'reject-return', 'reject-parcel', 'refund-order', 'cancel-order')),
  -- Empty where the act needs none.
  reason_code text NOT NULL,
  comment text NOT NULL,
  evidence_ids uuid[] NOT NULL,
  -- Null: all lines.
  channel_line_ids text[],
  -- What the buyer gets if the platform does it; null: nothing, or not yet known.
  amount_minor bigint CHECK (amount_minor >= 0),
  currency text NOT NULL,
  -- `overtaken`: the case ended otherwise before the platform took the answer.
  intent text NOT NULL CHECK (intent IN ('planned', 'sent', 'unknown', 'confirmed', 'rejected', 'overtaken')),
  failure_code text,
  channel_case_id text,
  asked_by_kind text NOT NULL CHECK (asked_by_kind IN ('user', 'api-key', 'rule')),
  asked_by text NOT NULL,
  rule_id uuid,
  planned_at timestamptz NOT NULL,
  sent_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders (merchant_id, id),
  FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale (merchant_id, id),
  FOREIGN KEY (merchant_id, rule_id) REFERENCES tenant.after_sale_rule (merchant_id, id)
);
-- Two clerks at once: one answer at a time to a case, and one unasked at a time to an order.
CREATE UNIQUE INDEX after_sale_answer_under_way ON tenant.after_sale_answer (merchant_id, after_sale_id)
  WHERE after_sale_id IS NOT NULL AND intent IN ('planned', 'sent', 'unknown');
CREATE UNIQUE INDEX after_sale_answer_unasked ON tenant.after_sale_answer (merchant_id, order_id)
  WHERE after_sale_id IS NULL AND intent IN ('planned', 'sent', 'unknown');
CREATE INDEX after_sale_answer_case ON tenant.after_sale_answer (merchant_id, after_sale_id, planned_at);
CREATE INDEX after_sale_answer_order ON tenant.after_sale_answer (merchant_id, order_id);
CREATE INDEX after_sale_answer_rule ON tenant.after_sale_answer (merchant_id, rule_id, planned_at) WHERE rule_id IS NOT NULL;
CREATE INDEX after_sale_answer_unsettled ON tenant.after_sale_answer (merchant_id, shop_id, planned_at) WHERE intent IN ('sent', 'unknown', 'rejected');

-- Pictures shown to the platform when a request is refused. The bytes lie in the vault.
CREATE TABLE tenant.after_sale_evidence (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  after_sale_id uuid NOT NULL,
  name bytea NOT NULL,
  media_type text NOT NULL,
  bytes int NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, after_sale_id, sha256),
  FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale (merchant_id, id)
);

-- Whose fault a person says it was, where they see it otherwise than the table of reasons.
CREATE TABLE tenant.after_sale_fault (
  merchant_id uuid NOT NULL,
  after_sale_id uuid NOT NULL,
  fault text NOT NULL CHECK (fault IN ('seller', 'buyer', 'carrier', 'nobody')),
  note text NOT NULL,
  said_by text NOT NULL,
  said_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, after_sale_id),
  FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale (merchant_id, id)
);

-- What came back, by line of the order: said once, because it moves the stock.
CREATE TABLE tenant.after_sale_receipt (
  merchant_id uuid NOT NULL,
  after_sale_id uuid NOT NULL,
  line_no int NOT NULL,
  good int NOT NULL CHECK (good >= 0),
  damaged int NOT NULL CHECK (damaged >= 0),
  missing int NOT NULL CHECK (missing >= 0),
  -- Null: the variant is not counted here, and no stock moved.
  variant_id uuid,
  warehouse_id uuid,
  received_by text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, after_sale_id, line_no),
  FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale (merchant_id, id)
);

-- What the platform says of a case when it is asked: why it may be refused, its steps, its own sum. Read when a person opens the case.
CREATE TABLE tenant.after_sale_look (
  merchant_id uuid NOT NULL,
  after_sale_id uuid NOT NULL,
  reject_reasons jsonb NOT NULL,
  records jsonb NOT NULL,
  calculated_minor bigint,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, after_sale_id),
  FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale (merchant_id, id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['after_sale_rule', 'after_sale_run', 'after_sale_run_row', 'after_sale_answer', 'after_sale_evidence', 'after_sale_fault',
    'after_sale_receipt', 'after_sale_look'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
