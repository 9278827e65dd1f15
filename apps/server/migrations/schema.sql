-- The schema that the migrations make, read back from the database. Written by a tool; do not edit.
-- After a new migration: npx vitest run --project server schema-sql -u

CREATE SCHEMA system;
GRANT USAGE ON SCHEMA system TO :app;
GRANT USAGE ON SCHEMA system TO :backup;
GRANT USAGE ON SCHEMA system TO :system;

CREATE SCHEMA tenant;
GRANT USAGE ON SCHEMA tenant TO :app;
GRANT USAGE ON SCHEMA tenant TO :backup;

CREATE TABLE system.api_key (
  id uuid NOT NULL,
  merchant_id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  shop_ids uuid[],
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_key_hash_key UNIQUE (key_hash),
  CONSTRAINT api_key_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES system.merchant(id)
);
COMMENT ON TABLE system.api_key IS 'SHA-256 of each API key, with what it may do: looked up before the merchant is known.';
CREATE INDEX api_key_newest ON system.api_key USING btree (merchant_id, created_at DESC, id DESC);
GRANT SELECT ON system.api_key TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.api_key TO :system;

CREATE TABLE system.auth_account (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT auth_account_pkey PRIMARY KEY (id),
  CONSTRAINT auth_account_provider_id_account_id_key UNIQUE (provider_id, account_id),
  CONSTRAINT auth_account_user_id_fkey FOREIGN KEY (user_id) REFERENCES system.auth_user(id) ON DELETE CASCADE
);
COMMENT ON TABLE system.auth_account IS 'How a person proves who they are: the scrypt hash of a password.';
CREATE INDEX auth_account_user ON system.auth_account USING btree (user_id);
GRANT SELECT ON system.auth_account TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.auth_account TO :system;

CREATE TABLE system.auth_session (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  token text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  ip_address text,
  user_agent text,
  active_organization_id uuid,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT auth_session_pkey PRIMARY KEY (id),
  CONSTRAINT auth_session_token_key UNIQUE (token),
  CONSTRAINT auth_session_active_organization_id_fkey FOREIGN KEY (active_organization_id) REFERENCES system.merchant(id),
  CONSTRAINT auth_session_user_id_fkey FOREIGN KEY (user_id) REFERENCES system.auth_user(id) ON DELETE CASCADE
);
COMMENT ON TABLE system.auth_session IS 'Signed-in browsers: read before it is known which merchant a request is for. The cookie carries a signature beside the token.';
CREATE INDEX auth_session_user ON system.auth_session USING btree (user_id);
GRANT SELECT ON system.auth_session TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.auth_session TO :system;

CREATE TABLE system.auth_two_factor (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  secret text NOT NULL,
  backup_codes text NOT NULL,
  verified boolean NOT NULL DEFAULT true,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until timestamp with time zone,
  CONSTRAINT auth_two_factor_pkey PRIMARY KEY (id),
  CONSTRAINT auth_two_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES system.auth_user(id) ON DELETE CASCADE
);
COMMENT ON TABLE system.auth_two_factor IS 'Second factors; secret and backup codes are encrypted by the sign-in library.';
CREATE INDEX auth_two_factor_user ON system.auth_two_factor USING btree (user_id);
GRANT SELECT ON system.auth_two_factor TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.auth_two_factor TO :system;

CREATE TABLE system.auth_user (
  id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  two_factor_enabled boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT auth_user_pkey PRIMARY KEY (id),
  CONSTRAINT auth_user_email_key UNIQUE (email),
  CONSTRAINT auth_user_email_check CHECK ((email = lower(email)))
);
COMMENT ON TABLE system.auth_user IS 'People who sign in: one may belong to several merchants.';
GRANT SELECT ON system.auth_user TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.auth_user TO :system;

CREATE TABLE system.auth_verification (
  id uuid NOT NULL,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT auth_verification_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE system.auth_verification IS 'Short-lived proofs between the two steps of a sign-in with a second factor.';
CREATE INDEX auth_verification_identifier ON system.auth_verification USING btree (identifier);
GRANT SELECT ON system.auth_verification TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.auth_verification TO :system;

CREATE TABLE system.fx_rate (
  source text NOT NULL,
  currency text NOT NULL,
  on_day date NOT NULL,
  per_euro numeric NOT NULL,
  fetched_at timestamp with time zone NOT NULL,
  CONSTRAINT fx_rate_pkey PRIMARY KEY (currency, on_day),
  CONSTRAINT fx_rate_per_euro_check CHECK ((per_euro > (0)::numeric))
);
COMMENT ON TABLE system.fx_rate IS 'Public exchange rates against the euro, the same for every merchant.';
GRANT SELECT ON system.fx_rate TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.fx_rate TO :system;

CREATE TABLE system.inbound_unrouted (
  id uuid NOT NULL,
  channel text NOT NULL,
  channel_shop_id text,
  notification_id text NOT NULL,
  topic text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  CONSTRAINT inbound_unrouted_pkey PRIMARY KEY (id),
  CONSTRAINT inbound_unrouted_channel_notification_id_key UNIQUE (channel, notification_id)
);
COMMENT ON TABLE system.inbound_unrouted IS 'Verified webhooks of shops that nobody has bound: no merchant, hence no tenant row; bodies are not kept.';
GRANT SELECT ON system.inbound_unrouted TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.inbound_unrouted TO :system;

CREATE TABLE system.invitation (
  id uuid NOT NULL,
  merchant_id uuid NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  shop_ids uuid[],
  token_hash bytea NOT NULL,
  invited_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_token_hash_key UNIQUE (token_hash),
  CONSTRAINT invitation_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES system.merchant(id),
  CONSTRAINT invitation_email_check CHECK ((email = lower(email))),
  CONSTRAINT invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'operations'::text, 'listing'::text, 'warehouse'::text, 'service'::text, 'finance'::text, 'viewer'::text])))
);
COMMENT ON TABLE system.invitation IS 'Links by which colleagues join, as SHA-256: looked up before the merchant of whoever opens one is known.';
CREATE INDEX invitation_expires ON system.invitation USING btree (expires_at);
CREATE INDEX invitation_newest ON system.invitation USING btree (merchant_id, created_at DESC, id DESC);
GRANT SELECT ON system.invitation TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.invitation TO :system;

CREATE TABLE system.job (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  lane text NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  dedupe_key text NOT NULL,
  revision integer NOT NULL DEFAULT 0,
  due_at timestamp with time zone NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  parked_at timestamp with time zone,
  failure jsonb,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT job_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT job_merchant_id_lane_kind_dedupe_key_key UNIQUE (merchant_id, lane, kind, dedupe_key)
);
COMMENT ON TABLE system.job IS 'Work to do, ids only: claimed across merchants by the workers, written and finished under row security by the merchant''s own transactions.';
CREATE INDEX job_due ON system.job USING btree (merchant_id, lane, due_at, id) WHERE (parked_at IS NULL);
ALTER TABLE system.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE system.job FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON system.job TO :system
  USING true
  WITH CHECK true;
CREATE POLICY own_merchant ON system.job TO :app
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON system.job TO :app;
GRANT SELECT ON system.job TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.job TO :system;

CREATE TABLE system.lane (
  merchant_id uuid NOT NULL,
  lane text NOT NULL,
  next_due_at timestamp with time zone,
  leased_until timestamp with time zone,
  leased_by text,
  fence bigint NOT NULL DEFAULT 0,
  paused_until timestamp with time zone,
  stopped_reason text,
  CONSTRAINT lane_pkey PRIMARY KEY (merchant_id, lane)
);
COMMENT ON TABLE system.lane IS 'Heads of the queue: workers claim lanes across merchants. Ids and times only.';
CREATE INDEX lane_due ON system.lane USING btree (next_due_at) WHERE (next_due_at IS NOT NULL);
ALTER TABLE system.lane ENABLE ROW LEVEL SECURITY;
ALTER TABLE system.lane FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON system.lane TO :system
  USING true
  WITH CHECK true;
CREATE POLICY own_merchant ON system.lane TO :app
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON system.lane TO :app;
GRANT SELECT ON system.lane TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.lane TO :system;

CREATE TABLE system.member (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  shop_ids uuid[],
  created_at timestamp with time zone NOT NULL,
  last_active_at timestamp with time zone,
  CONSTRAINT member_pkey PRIMARY KEY (id),
  CONSTRAINT member_organization_id_user_id_key UNIQUE (organization_id, user_id),
  CONSTRAINT member_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES system.merchant(id),
  CONSTRAINT member_user_id_fkey FOREIGN KEY (user_id) REFERENCES system.auth_user(id) ON DELETE CASCADE,
  CONSTRAINT member_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'operations'::text, 'listing'::text, 'warehouse'::text, 'service'::text, 'finance'::text, 'viewer'::text])))
);
COMMENT ON TABLE system.member IS 'Which person works for which merchant, as what and for which shops (null = all): decides the merchant of a session.';
CREATE INDEX member_user ON system.member USING btree (user_id);
GRANT SELECT ON system.member TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.member TO :system;

CREATE TABLE system.merchant (
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  slug text,
  logo text,
  metadata text,
  CONSTRAINT merchant_pkey PRIMARY KEY (id),
  CONSTRAINT merchant_slug_key UNIQUE (slug)
);
COMMENT ON TABLE system.merchant IS 'The list of merchants: the scheduler walks it, and sign-in names one.';
GRANT SELECT ON system.merchant TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.merchant TO :system;

CREATE TABLE system.migration (
  number integer NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamp with time zone NOT NULL,
  CONSTRAINT migration_pkey PRIMARY KEY (number)
);
COMMENT ON TABLE system.migration IS 'no merchant: which changes of the schema were applied';
GRANT SELECT ON system.migration TO :backup;
GRANT SELECT ON system.migration TO :system;

CREATE TABLE system.profile (
  user_id uuid NOT NULL,
  language text,
  time_zone text,
  theme text,
  density text,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT profile_pkey PRIMARY KEY (user_id),
  CONSTRAINT profile_user_id_fkey FOREIGN KEY (user_id) REFERENCES system.auth_user(id) ON DELETE CASCADE
);
COMMENT ON TABLE system.profile IS 'Language, time zone and appearance of a person, the same in every merchant they work for.';
GRANT SELECT ON system.profile TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.profile TO :system;

CREATE TABLE system.shop_directory (
  merchant_id uuid NOT NULL,
  channel text NOT NULL,
  channel_shop_id text NOT NULL,
  shop_id uuid NOT NULL,
  CONSTRAINT shop_directory_pkey PRIMARY KEY (channel, channel_shop_id)
);
COMMENT ON TABLE system.shop_directory IS 'Which merchant a platform''s shop belongs to: routes webhooks, and keeps one shop from two merchants.';
ALTER TABLE system.shop_directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE system.shop_directory FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON system.shop_directory TO :system
  USING true
  WITH CHECK true;
CREATE POLICY own_merchant ON system.shop_directory TO :app
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON system.shop_directory TO :app;
GRANT SELECT ON system.shop_directory TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.shop_directory TO :system;

CREATE TABLE system.sign_in_attempt (
  key_hash bytea NOT NULL,
  tokens double precision NOT NULL,
  refilled_at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (key_hash)
);
COMMENT ON TABLE system.sign_in_attempt IS 'Buckets that slow password guessing, one per address and account (hashed), shared by all server processes.';
CREATE INDEX sign_in_attempt_refilled ON system.sign_in_attempt USING btree (refilled_at);
GRANT SELECT ON system.sign_in_attempt TO :backup;
GRANT DELETE, INSERT, SELECT, UPDATE ON system.sign_in_attempt TO :system;

CREATE TABLE tenant.ad_spend_day (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_ad_spend_id text NOT NULL,
  on_day date NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  CONSTRAINT ad_spend_day_pkey PRIMARY KEY (merchant_id, shop_id, channel_ad_spend_id),
  CONSTRAINT ad_spend_day_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
CREATE INDEX ad_spend_by_day ON tenant.ad_spend_day USING btree (merchant_id, shop_id, on_day);
ALTER TABLE tenant.ad_spend_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.ad_spend_day FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.ad_spend_day TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.ad_spend_day TO :app;
GRANT SELECT ON tenant.ad_spend_day TO :backup;

CREATE TABLE tenant.after_sale (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_after_sale_id text NOT NULL,
  channel_order_id text NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  reason text NOT NULL,
  refund_minor bigint NOT NULL,
  currency text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  refunded_at timestamp with time zone,
  cause text,
  resolved_at timestamp with time zone,
  judged_at timestamp with time zone,
  reason_code text NOT NULL DEFAULT ''::text,
  opened_by text NOT NULL DEFAULT 'platform'::text,
  respond_by timestamp with time zone,
  channel_line_ids text[] NOT NULL DEFAULT '{}'::text[],
  arbitration text,
  offer_minor bigint,
  is_offer_refused boolean NOT NULL DEFAULT false,
  sent_back_number text,
  sent_back_carrier text,
  CONSTRAINT after_sale_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT after_sale_merchant_id_shop_id_kind_channel_after_sale_id_key UNIQUE (merchant_id, shop_id, kind, channel_after_sale_id),
  CONSTRAINT after_sale_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT after_sale_arbitration_check CHECK ((arbitration = ANY (ARRAY['open'::text, 'for-buyer'::text, 'for-seller'::text, 'closed'::text]))),
  CONSTRAINT after_sale_cause_check CHECK ((cause = ANY (ARRAY['defect'::text, 'damage'::text, 'wrong'::text, 'missing'::text, 'lost'::text, 'not-as-described'::text, 'late'::text, 'size'::text, 'unwanted'::text]))),
  CONSTRAINT after_sale_kind_check CHECK ((kind = ANY (ARRAY['return'::text, 'refund'::text, 'cancellation'::text]))),
  CONSTRAINT after_sale_opened_by_check CHECK ((opened_by = ANY (ARRAY['buyer'::text, 'seller'::text, 'platform'::text])))
);
CREATE INDEX after_sale_judged ON tenant.after_sale USING btree (merchant_id, shop_id, judged_at DESC, id DESC) WHERE (judged_at IS NOT NULL);
CREATE INDEX after_sale_newest ON tenant.after_sale USING btree (merchant_id, updated_at, id);
CREATE INDEX after_sale_order ON tenant.after_sale USING btree (merchant_id, shop_id, channel_order_id);
CREATE INDEX after_sale_refunded ON tenant.after_sale USING btree (merchant_id, shop_id, refunded_at) WHERE (refunded_at IS NOT NULL);
CREATE INDEX after_sale_respond_by ON tenant.after_sale USING btree (merchant_id, respond_by, id) WHERE (respond_by IS NOT NULL);
ALTER TABLE tenant.after_sale ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale TO :app;
GRANT SELECT ON tenant.after_sale TO :backup;

CREATE TABLE tenant.after_sale_answer (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  after_sale_id uuid,
  act text NOT NULL,
  reason_code text NOT NULL,
  comment text NOT NULL,
  evidence_ids uuid[] NOT NULL,
  channel_line_ids text[],
  amount_minor bigint,
  currency text NOT NULL,
  intent text NOT NULL,
  failure_code text,
  channel_case_id text,
  asked_by_kind text NOT NULL,
  asked_by text NOT NULL,
  rule_id uuid,
  planned_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT after_sale_answer_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT after_sale_answer_merchant_id_after_sale_id_fkey FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale(merchant_id, id),
  CONSTRAINT after_sale_answer_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT after_sale_answer_merchant_id_rule_id_fkey FOREIGN KEY (merchant_id, rule_id) REFERENCES tenant.after_sale_rule(merchant_id, id),
  CONSTRAINT after_sale_answer_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT after_sale_answer_act_check CHECK ((act = ANY (ARRAY['approve-cancellation'::text, 'reject-cancellation'::text, 'approve-refund'::text, 'approve-return'::text, 'accept-parcel'::text, 'offer-part'::text, 'reject-refund'::text, 'reject-return'::text, 'reject-parcel'::text, 'refund-order'::text, 'cancel-order'::text]))),
  CONSTRAINT after_sale_answer_amount_minor_check CHECK ((amount_minor >= 0)),
  CONSTRAINT after_sale_answer_asked_by_kind_check CHECK ((asked_by_kind = ANY (ARRAY['user'::text, 'api-key'::text, 'rule'::text]))),
  CONSTRAINT after_sale_answer_intent_check CHECK ((intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'confirmed'::text, 'rejected'::text, 'overtaken'::text])))
);
CREATE INDEX after_sale_answer_case ON tenant.after_sale_answer USING btree (merchant_id, after_sale_id, planned_at);
CREATE INDEX after_sale_answer_order ON tenant.after_sale_answer USING btree (merchant_id, order_id);
CREATE INDEX after_sale_answer_rule ON tenant.after_sale_answer USING btree (merchant_id, rule_id, planned_at) WHERE (rule_id IS NOT NULL);
CREATE UNIQUE INDEX after_sale_answer_unasked ON tenant.after_sale_answer USING btree (merchant_id, order_id) WHERE ((after_sale_id IS NULL) AND (intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text])));
CREATE UNIQUE INDEX after_sale_answer_under_way ON tenant.after_sale_answer USING btree (merchant_id, after_sale_id) WHERE ((after_sale_id IS NOT NULL) AND (intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text])));
CREATE INDEX after_sale_answer_unsettled ON tenant.after_sale_answer USING btree (merchant_id, shop_id, planned_at) WHERE (intent = ANY (ARRAY['sent'::text, 'unknown'::text, 'rejected'::text]));
ALTER TABLE tenant.after_sale_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale_answer TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale_answer TO :app;
GRANT SELECT ON tenant.after_sale_answer TO :backup;

CREATE TABLE tenant.after_sale_evidence (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  after_sale_id uuid NOT NULL,
  name bytea NOT NULL,
  media_type text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamp with time zone NOT NULL,
  CONSTRAINT after_sale_evidence_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT after_sale_evidence_merchant_id_after_sale_id_sha256_key UNIQUE (merchant_id, after_sale_id, sha256),
  CONSTRAINT after_sale_evidence_merchant_id_after_sale_id_fkey FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale(merchant_id, id)
);
ALTER TABLE tenant.after_sale_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale_evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale_evidence TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale_evidence TO :app;
GRANT SELECT ON tenant.after_sale_evidence TO :backup;

CREATE TABLE tenant.after_sale_fault (
  merchant_id uuid NOT NULL,
  after_sale_id uuid NOT NULL,
  fault text NOT NULL,
  note text NOT NULL,
  said_by text NOT NULL,
  said_at timestamp with time zone NOT NULL,
  CONSTRAINT after_sale_fault_pkey PRIMARY KEY (merchant_id, after_sale_id),
  CONSTRAINT after_sale_fault_merchant_id_after_sale_id_fkey FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale(merchant_id, id),
  CONSTRAINT after_sale_fault_fault_check CHECK ((fault = ANY (ARRAY['seller'::text, 'buyer'::text, 'carrier'::text, 'nobody'::text])))
);
ALTER TABLE tenant.after_sale_fault ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale_fault FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale_fault TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale_fault TO :app;
GRANT SELECT ON tenant.after_sale_fault TO :backup;

CREATE TABLE tenant.after_sale_look (
  merchant_id uuid NOT NULL,
  after_sale_id uuid NOT NULL,
  reject_reasons jsonb NOT NULL,
  records jsonb NOT NULL,
  calculated_minor bigint,
  read_at timestamp with time zone NOT NULL,
  CONSTRAINT after_sale_look_pkey PRIMARY KEY (merchant_id, after_sale_id),
  CONSTRAINT after_sale_look_merchant_id_after_sale_id_fkey FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale(merchant_id, id)
);
ALTER TABLE tenant.after_sale_look ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale_look FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale_look TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale_look TO :app;
GRANT SELECT ON tenant.after_sale_look TO :backup;

CREATE TABLE tenant.after_sale_receipt (
  merchant_id uuid NOT NULL,
  after_sale_id uuid NOT NULL,
  line_no integer NOT NULL,
  good integer NOT NULL,
  damaged integer NOT NULL,
  missing integer NOT NULL,
  variant_id uuid,
  warehouse_id uuid,
  received_by text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  CONSTRAINT after_sale_receipt_pkey PRIMARY KEY (merchant_id, after_sale_id, line_no),
  CONSTRAINT after_sale_receipt_merchant_id_after_sale_id_fkey FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale(merchant_id, id),
  CONSTRAINT after_sale_receipt_damaged_check CHECK ((damaged >= 0)),
  CONSTRAINT after_sale_receipt_good_check CHECK ((good >= 0)),
  CONSTRAINT after_sale_receipt_missing_check CHECK ((missing >= 0))
);
ALTER TABLE tenant.after_sale_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale_receipt FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale_receipt TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale_receipt TO :app;
GRANT SELECT ON tenant.after_sale_receipt TO :backup;

CREATE TABLE tenant.after_sale_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  shop_id uuid,
  act text NOT NULL,
  max_minor bigint NOT NULL,
  currency text NOT NULL,
  window_days integer,
  daily_count integer NOT NULL,
  daily_minor bigint NOT NULL,
  is_live boolean NOT NULL,
  tried_at timestamp with time zone,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  version integer NOT NULL,
  CONSTRAINT after_sale_rule_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT after_sale_rule_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT after_sale_rule_act_check CHECK ((act = ANY (ARRAY['approve-cancellation'::text, 'approve-refund'::text, 'approve-return'::text]))),
  CONSTRAINT after_sale_rule_daily_count_check CHECK (((daily_count >= 1) AND (daily_count <= 10000))),
  CONSTRAINT after_sale_rule_daily_minor_check CHECK ((daily_minor > 0)),
  CONSTRAINT after_sale_rule_max_minor_check CHECK ((max_minor > 0)),
  CONSTRAINT after_sale_rule_window_days_check CHECK (((window_days >= 1) AND (window_days <= 365)))
);
ALTER TABLE tenant.after_sale_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale_rule TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale_rule TO :app;
GRANT SELECT ON tenant.after_sale_rule TO :backup;

CREATE TABLE tenant.after_sale_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  act text NOT NULL,
  wish jsonb NOT NULL,
  asked_by text NOT NULL,
  cancelled_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT after_sale_run_pkey PRIMARY KEY (merchant_id, id)
);
ALTER TABLE tenant.after_sale_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale_run TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale_run TO :app;
GRANT SELECT ON tenant.after_sale_run TO :backup;

CREATE TABLE tenant.after_sale_run_row (
  merchant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  row_no integer NOT NULL,
  after_sale_id uuid NOT NULL,
  answer_id uuid,
  code text,
  CONSTRAINT after_sale_run_row_pkey PRIMARY KEY (merchant_id, run_id, row_no),
  CONSTRAINT after_sale_run_row_merchant_id_run_id_after_sale_id_key UNIQUE (merchant_id, run_id, after_sale_id),
  CONSTRAINT after_sale_run_row_merchant_id_after_sale_id_fkey FOREIGN KEY (merchant_id, after_sale_id) REFERENCES tenant.after_sale(merchant_id, id),
  CONSTRAINT after_sale_run_row_merchant_id_run_id_fkey FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.after_sale_run(merchant_id, id)
);
ALTER TABLE tenant.after_sale_run_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.after_sale_run_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.after_sale_run_row TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.after_sale_run_row TO :app;
GRANT SELECT ON tenant.after_sale_run_row TO :backup;

CREATE TABLE tenant.allocation_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid,
  variant_id uuid,
  kind text NOT NULL,
  value bigint NOT NULL,
  safety_stock bigint NOT NULL,
  minimum bigint NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT allocation_rule_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT allocation_rule_merchant_id_shop_id_variant_id_key UNIQUE NULLS NOT DISTINCT (merchant_id, shop_id, variant_id),
  CONSTRAINT allocation_rule_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT allocation_rule_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id),
  CONSTRAINT allocation_rule_check CHECK (((value >= 0) AND ((kind <> 'percent'::text) OR (value <= 100)))),
  CONSTRAINT allocation_rule_kind_check CHECK ((kind = ANY (ARRAY['exact'::text, 'fixed'::text, 'percent'::text, 'buffer'::text]))),
  CONSTRAINT allocation_rule_minimum_check CHECK ((minimum >= 0)),
  CONSTRAINT allocation_rule_safety_stock_check CHECK ((safety_stock >= 0))
);
ALTER TABLE tenant.allocation_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.allocation_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.allocation_rule TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.allocation_rule TO :app;
GRANT SELECT ON tenant.allocation_rule TO :backup;

CREATE TABLE tenant.appeal (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  violation_id uuid NOT NULL,
  channel_appeal_id text,
  intent text,
  outcome text,
  attempt integer NOT NULL,
  text text NOT NULL,
  evidence_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  planned_by text,
  planned_at timestamp with time zone,
  sent_at timestamp with time zone,
  failure_code text,
  submitted_at timestamp with time zone,
  decided_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT appeal_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT appeal_merchant_id_shop_id_channel_appeal_id_key UNIQUE (merchant_id, shop_id, channel_appeal_id),
  CONSTRAINT appeal_merchant_id_violation_id_fkey FOREIGN KEY (merchant_id, violation_id) REFERENCES tenant.violation(merchant_id, id),
  CONSTRAINT appeal_intent_check CHECK ((intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'confirmed'::text, 'rejected'::text]))),
  CONSTRAINT appeal_outcome_check CHECK ((outcome = ANY (ARRAY['under-review'::text, 'granted'::text, 'rejected'::text, 'unknown'::text])))
);
CREATE INDEX appeal_newest ON tenant.appeal USING btree (merchant_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX appeal_under_way ON tenant.appeal USING btree (merchant_id, violation_id) WHERE (intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text]));
CREATE INDEX appeal_violation ON tenant.appeal USING btree (merchant_id, violation_id);
ALTER TABLE tenant.appeal ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.appeal FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.appeal TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.appeal TO :app;
GRANT SELECT ON tenant.appeal TO :backup;

CREATE TABLE tenant.appeal_evidence (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  violation_id uuid NOT NULL,
  name bytea NOT NULL,
  media_type text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamp with time zone NOT NULL,
  CONSTRAINT appeal_evidence_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT appeal_evidence_merchant_id_violation_id_sha256_key UNIQUE (merchant_id, violation_id, sha256),
  CONSTRAINT appeal_evidence_merchant_id_violation_id_fkey FOREIGN KEY (merchant_id, violation_id) REFERENCES tenant.violation(merchant_id, id)
);
ALTER TABLE tenant.appeal_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.appeal_evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.appeal_evidence TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.appeal_evidence TO :app;
GRANT SELECT ON tenant.appeal_evidence TO :backup;

CREATE TABLE tenant.assignment_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  rank integer NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  is_live boolean NOT NULL,
  shop_ids uuid[] NOT NULL,
  markets text[] NOT NULL,
  languages text[] NOT NULL,
  hours text NOT NULL,
  member_ids text[] NOT NULL,
  chosen_by text NOT NULL,
  most_open integer,
  last_member_id text,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT assignment_rule_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT assignment_rule_chosen_by_check CHECK ((chosen_by = ANY (ARRAY['round-robin'::text, 'least-loaded'::text]))),
  CONSTRAINT assignment_rule_hours_check CHECK ((hours = ANY (ARRAY['any'::text, 'open'::text, 'closed'::text]))),
  CONSTRAINT assignment_rule_most_open_check CHECK ((most_open > 0))
);
ALTER TABLE tenant.assignment_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.assignment_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.assignment_rule TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.assignment_rule TO :app;
GRANT SELECT ON tenant.assignment_rule TO :backup;

CREATE TABLE tenant.assist_setting (
  merchant_id uuid NOT NULL,
  mode text NOT NULL,
  provider_id uuid,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT assist_setting_pkey PRIMARY KEY (merchant_id),
  CONSTRAINT assist_setting_mode_check CHECK ((mode = ANY (ARRAY['off'::text, 'asked'::text, 'opened'::text])))
);
ALTER TABLE tenant.assist_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.assist_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.assist_setting TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.assist_setting TO :app;
GRANT SELECT ON tenant.assist_setting TO :backup;

CREATE TABLE tenant.audit_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id text NOT NULL,
  request_id text,
  facts jsonb NOT NULL,
  CONSTRAINT audit_entry_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT audit_entry_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api-key'::text, 'system'::text])))
);
CREATE INDEX audit_entry_newest ON tenant.audit_entry USING btree (merchant_id, at DESC, id DESC);
CREATE INDEX audit_entry_object ON tenant.audit_entry USING btree (merchant_id, object_id, at DESC, id DESC);
ALTER TABLE tenant.audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.audit_entry TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT INSERT, SELECT ON tenant.audit_entry TO :app;
GRANT SELECT ON tenant.audit_entry TO :backup;

CREATE TABLE tenant.audit_seal (
  merchant_id uuid NOT NULL,
  seq bigint NOT NULL,
  entry_id uuid NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamp with time zone NOT NULL,
  CONSTRAINT audit_seal_pkey PRIMARY KEY (merchant_id, seq),
  CONSTRAINT audit_seal_merchant_id_entry_id_key UNIQUE (merchant_id, entry_id),
  CONSTRAINT audit_seal_merchant_id_entry_id_fkey FOREIGN KEY (merchant_id, entry_id) REFERENCES tenant.audit_entry(merchant_id, id)
);
ALTER TABLE tenant.audit_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.audit_seal FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.audit_seal TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT INSERT, SELECT ON tenant.audit_seal TO :app;
GRANT SELECT ON tenant.audit_seal TO :backup;

CREATE TABLE tenant.balance_hold (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_balance_hold_id text NOT NULL,
  violation_id uuid NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  hold_days integer NOT NULL,
  is_permanent boolean NOT NULL,
  is_held boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  investigation_ended_at timestamp with time zone,
  release_at timestamp with time zone,
  CONSTRAINT balance_hold_pkey PRIMARY KEY (merchant_id, shop_id, channel_balance_hold_id),
  CONSTRAINT balance_hold_merchant_id_violation_id_fkey FOREIGN KEY (merchant_id, violation_id) REFERENCES tenant.violation(merchant_id, id)
);
ALTER TABLE tenant.balance_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.balance_hold FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.balance_hold TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.balance_hold TO :app;
GRANT SELECT ON tenant.balance_hold TO :backup;

CREATE TABLE tenant.bin (
  merchant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  zone text NOT NULL,
  bin text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT bin_pkey PRIMARY KEY (merchant_id, warehouse_id, variant_id),
  CONSTRAINT bin_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id),
  CONSTRAINT bin_merchant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse(merchant_id, id)
);
ALTER TABLE tenant.bin ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.bin FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.bin TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.bin TO :app;
GRANT SELECT ON tenant.bin TO :backup;

CREATE TABLE tenant.blacklist_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  hash text NOT NULL,
  reason text NOT NULL,
  order_id uuid,
  added_by text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  CONSTRAINT blacklist_entry_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT blacklist_entry_merchant_id_kind_hash_key UNIQUE (merchant_id, kind, hash),
  CONSTRAINT blacklist_entry_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT blacklist_entry_kind_check CHECK ((kind = ANY (ARRAY['buyer'::text, 'phone'::text, 'address'::text])))
);
CREATE INDEX blacklist_entry_newest ON tenant.blacklist_entry USING btree (merchant_id, added_at DESC, id DESC);
ALTER TABLE tenant.blacklist_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.blacklist_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.blacklist_entry TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.blacklist_entry TO :app;
GRANT SELECT ON tenant.blacklist_entry TO :backup;

CREATE TABLE tenant.blob (
  merchant_id uuid NOT NULL,
  object_id uuid NOT NULL,
  version integer NOT NULL,
  part integer NOT NULL,
  parts integer NOT NULL,
  bytes integer NOT NULL,
  sealed bytea NOT NULL,
  CONSTRAINT blob_pkey PRIMARY KEY (merchant_id, object_id, version, part)
);
ALTER TABLE tenant.blob ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.blob FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.blob TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.blob TO :app;
GRANT SELECT ON tenant.blob TO :backup;

CREATE TABLE tenant.bundle_part (
  merchant_id uuid NOT NULL,
  bundle_id uuid NOT NULL,
  part_id uuid NOT NULL,
  quantity integer NOT NULL,
  CONSTRAINT bundle_part_pkey PRIMARY KEY (merchant_id, bundle_id, part_id),
  CONSTRAINT bundle_part_merchant_id_bundle_id_fkey FOREIGN KEY (merchant_id, bundle_id) REFERENCES tenant.variant(merchant_id, id),
  CONSTRAINT bundle_part_merchant_id_part_id_fkey FOREIGN KEY (merchant_id, part_id) REFERENCES tenant.variant(merchant_id, id),
  CONSTRAINT bundle_part_quantity_check CHECK ((quantity > 0))
);
CREATE INDEX bundle_part_of ON tenant.bundle_part USING btree (merchant_id, part_id);
ALTER TABLE tenant.bundle_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.bundle_part FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.bundle_part TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.bundle_part TO :app;
GRANT SELECT ON tenant.bundle_part TO :backup;

CREATE TABLE tenant.buyer_erasure (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  buyer_hash text NOT NULL,
  erased_up_to timestamp with time zone NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  orders integer NOT NULL DEFAULT 0,
  CONSTRAINT buyer_erasure_pkey PRIMARY KEY (merchant_id, id)
);
CREATE INDEX buyer_erasure_buyer ON tenant.buyer_erasure USING btree (merchant_id, buyer_hash);
ALTER TABLE tenant.buyer_erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.buyer_erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.buyer_erasure TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.buyer_erasure TO :app;
GRANT SELECT ON tenant.buyer_erasure TO :backup;

CREATE TABLE tenant.buyer_turn (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  asked_message_id text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  replied_at timestamp with time zone,
  replied_message_id text,
  CONSTRAINT buyer_turn_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT buyer_turn_merchant_id_conversation_id_asked_message_id_key UNIQUE (merchant_id, conversation_id, asked_message_id),
  CONSTRAINT buyer_turn_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id)
);
CREATE INDEX buyer_turn_asked ON tenant.buyer_turn USING btree (merchant_id, shop_id, asked_at DESC, id DESC);
CREATE INDEX buyer_turn_waiting ON tenant.buyer_turn USING btree (merchant_id, shop_id, asked_at) WHERE (replied_at IS NULL);
ALTER TABLE tenant.buyer_turn ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.buyer_turn FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.buyer_turn TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.buyer_turn TO :app;
GRANT SELECT ON tenant.buyer_turn TO :backup;

CREATE TABLE tenant.category_mapping (
  merchant_id uuid NOT NULL,
  channel text NOT NULL,
  channel_category text NOT NULL,
  category text NOT NULL,
  set_by text NOT NULL,
  set_at timestamp with time zone NOT NULL,
  CONSTRAINT category_mapping_pkey PRIMARY KEY (merchant_id, channel, channel_category)
);
ALTER TABLE tenant.category_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.category_mapping FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.category_mapping TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.category_mapping TO :app;
GRANT SELECT ON tenant.category_mapping TO :backup;

CREATE TABLE tenant.certificate_choice (
  merchant_id uuid NOT NULL,
  channel text NOT NULL,
  channel_category_id text NOT NULL,
  channel_certificate_id text NOT NULL,
  document_type text NOT NULL,
  chosen_by text NOT NULL,
  chosen_at timestamp with time zone NOT NULL,
  CONSTRAINT certificate_choice_pkey PRIMARY KEY (merchant_id, channel, channel_category_id, channel_certificate_id)
);
ALTER TABLE tenant.certificate_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.certificate_choice FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.certificate_choice TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.certificate_choice TO :app;
GRANT SELECT ON tenant.certificate_choice TO :backup;

CREATE TABLE tenant.channel_authorization (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  channel text NOT NULL,
  channel_account_id text NOT NULL,
  account_name text NOT NULL,
  access_token bytea,
  access_token_expires_at timestamp with time zone,
  refresh_token bytea,
  refresh_token_expires_at timestamp with time zone,
  token_version integer NOT NULL DEFAULT 0,
  granted_scopes text[] NOT NULL,
  state text NOT NULL,
  refreshed_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT channel_authorization_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT channel_authorization_state_check CHECK ((state = ANY (ARRAY['active'::text, 're-authorise'::text, 'revoked'::text])))
);
CREATE INDEX channel_authorization_account ON tenant.channel_authorization USING btree (merchant_id, channel, channel_account_id);
ALTER TABLE tenant.channel_authorization ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.channel_authorization FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.channel_authorization TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.channel_authorization TO :app;
GRANT SELECT ON tenant.channel_authorization TO :backup;

CREATE TABLE tenant.compliance_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  market text NOT NULL,
  category text,
  document_type text NOT NULL,
  from_day date NOT NULL,
  from_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT compliance_rule_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT compliance_rule_merchant_id_market_category_document_type_key UNIQUE NULLS NOT DISTINCT (merchant_id, market, category, document_type)
);
ALTER TABLE tenant.compliance_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.compliance_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.compliance_rule TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.compliance_rule TO :app;
GRANT SELECT ON tenant.compliance_rule TO :backup;

CREATE TABLE tenant.conversation (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_conversation_id text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  latest_at timestamp with time zone NOT NULL,
  latest_message_id text,
  read_for text,
  buyer_hash text,
  buyer_name text NOT NULL DEFAULT ''::text,
  read_up_to bigint NOT NULL DEFAULT 0,
  read_told bigint NOT NULL DEFAULT 0,
  assignee_id text,
  assignee_name text,
  aside_up_to bigint,
  aside_until timestamp with time zone,
  unread integer NOT NULL DEFAULT 0,
  waiting_since timestamp with time zone,
  heard_up_to bigint NOT NULL DEFAULT 0,
  heard_at timestamp with time zone,
  shown_message_id uuid,
  has_terms boolean NOT NULL DEFAULT false,
  CONSTRAINT conversation_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT conversation_merchant_id_shop_id_channel_conversation_id_key UNIQUE (merchant_id, shop_id, channel_conversation_id),
  CONSTRAINT conversation_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT conversation_check CHECK (((assignee_id IS NULL) = (assignee_name IS NULL))),
  CONSTRAINT conversation_check1 CHECK (((aside_up_to IS NOT NULL) OR (aside_until IS NULL)))
);
CREATE INDEX conversation_aside ON tenant.conversation USING btree (merchant_id, latest_at, id) WHERE (aside_up_to IS NOT NULL);
CREATE INDEX conversation_assigned ON tenant.conversation USING btree (merchant_id, assignee_id, latest_at, id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX conversation_buyer ON tenant.conversation USING btree (merchant_id, buyer_hash) WHERE (buyer_hash IS NOT NULL);
CREATE INDEX conversation_latest ON tenant.conversation USING btree (merchant_id, latest_at, id);
CREATE INDEX conversation_of_shop ON tenant.conversation USING btree (merchant_id, shop_id, latest_at, id);
CREATE INDEX conversation_read_untold ON tenant.conversation USING btree (merchant_id, shop_id) WHERE (read_up_to > read_told);
CREATE INDEX conversation_to_read ON tenant.conversation USING btree (merchant_id, latest_at, id) WHERE (unread > 0);
CREATE INDEX conversation_unassigned ON tenant.conversation USING btree (merchant_id, shop_id) WHERE (assignee_id IS NULL);
CREATE INDEX conversation_unread ON tenant.conversation USING btree (merchant_id, shop_id, latest_at DESC) WHERE (read_for IS DISTINCT FROM latest_message_id);
CREATE INDEX conversation_waiting_since ON tenant.conversation USING btree (merchant_id, waiting_since, id) WHERE (waiting_since IS NOT NULL);
CREATE INDEX conversation_without_terms ON tenant.conversation USING btree (merchant_id, shop_id) WHERE (NOT has_terms);
ALTER TABLE tenant.conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.conversation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.conversation TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.conversation TO :app;
GRANT SELECT ON tenant.conversation TO :backup;

CREATE TABLE tenant.conversation_draft (
  merchant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  person_id text NOT NULL,
  body text NOT NULL,
  begun_sequence bigint NOT NULL,
  begun_place integer NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT conversation_draft_pkey PRIMARY KEY (merchant_id, conversation_id, person_id),
  CONSTRAINT conversation_draft_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id)
);
ALTER TABLE tenant.conversation_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.conversation_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.conversation_draft TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.conversation_draft TO :app;
GRANT SELECT ON tenant.conversation_draft TO :backup;

CREATE TABLE tenant.conversation_label (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  colour text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT conversation_label_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT conversation_label_merchant_id_name_key UNIQUE (merchant_id, name),
  CONSTRAINT conversation_label_colour_check CHECK ((colour = ANY (ARRAY['grey'::text, 'blue'::text, 'teal'::text, 'violet'::text, 'pink'::text, 'brown'::text])))
);
ALTER TABLE tenant.conversation_label ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.conversation_label FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.conversation_label TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.conversation_label TO :app;
GRANT SELECT ON tenant.conversation_label TO :backup;

CREATE TABLE tenant.conversation_note (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  body text NOT NULL,
  written_by text NOT NULL,
  written_at timestamp with time zone NOT NULL,
  mentions jsonb NOT NULL DEFAULT '[]'::jsonb,
  CONSTRAINT conversation_note_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT conversation_note_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id)
);
CREATE INDEX conversation_note_written ON tenant.conversation_note USING btree (merchant_id, conversation_id, written_at, id);
ALTER TABLE tenant.conversation_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.conversation_note FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.conversation_note TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.conversation_note TO :app;
GRANT SELECT ON tenant.conversation_note TO :backup;

CREATE TABLE tenant.conversation_presence (
  merchant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  person_id text NOT NULL,
  person_name text NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  typed_at timestamp with time zone,
  CONSTRAINT conversation_presence_pkey PRIMARY KEY (merchant_id, conversation_id, person_id),
  CONSTRAINT conversation_presence_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id)
);
CREATE INDEX conversation_presence_seen ON tenant.conversation_presence USING btree (merchant_id, seen_at);
ALTER TABLE tenant.conversation_presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.conversation_presence FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.conversation_presence TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.conversation_presence TO :app;
GRANT SELECT ON tenant.conversation_presence TO :backup;

CREATE TABLE tenant.conversation_translation (
  merchant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  is_on boolean NOT NULL,
  buyer_language text,
  CONSTRAINT conversation_translation_pkey PRIMARY KEY (merchant_id, conversation_id),
  CONSTRAINT conversation_translation_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id)
);
ALTER TABLE tenant.conversation_translation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.conversation_translation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.conversation_translation TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.conversation_translation TO :app;
GRANT SELECT ON tenant.conversation_translation TO :backup;

CREATE TABLE tenant.default_view (
  merchant_id uuid NOT NULL,
  page text NOT NULL,
  person_id text NOT NULL,
  view_id uuid NOT NULL,
  CONSTRAINT default_view_pkey PRIMARY KEY (merchant_id, page, person_id),
  CONSTRAINT default_view_merchant_id_view_id_fkey FOREIGN KEY (merchant_id, view_id) REFERENCES tenant.saved_view(merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX default_view_view ON tenant.default_view USING btree (merchant_id, view_id);
ALTER TABLE tenant.default_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.default_view FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.default_view TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.default_view TO :app;
GRANT SELECT ON tenant.default_view TO :backup;

CREATE TABLE tenant.desk_count (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  unpaid integer NOT NULL DEFAULT 0,
  platform_hold integer NOT NULL DEFAULT 0,
  held integer NOT NULL DEFAULT 0,
  to_review integer NOT NULL DEFAULT 0,
  to_pack integer NOT NULL DEFAULT 0,
  to_ship integer NOT NULL DEFAULT 0,
  waiting_pickup integer NOT NULL DEFAULT 0,
  exception integer NOT NULL DEFAULT 0,
  CONSTRAINT desk_count_pkey PRIMARY KEY (merchant_id, shop_id),
  CONSTRAINT desk_count_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.desk_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_count FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_count TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_count TO :app;
GRANT SELECT ON tenant.desk_count TO :backup;

CREATE TABLE tenant.desk_event (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL,
  actor_name text NOT NULL,
  task_id uuid,
  facts jsonb NOT NULL,
  CONSTRAINT desk_event_pkey PRIMARY KEY (merchant_id, order_id, id),
  CONSTRAINT desk_event_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT desk_event_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api-key'::text, 'rule'::text, 'system'::text])))
);
ALTER TABLE tenant.desk_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_event FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_event TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_event TO :app;
GRANT SELECT ON tenant.desk_event TO :backup;

CREATE TABLE tenant.desk_line (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  sku_folded text NOT NULL,
  deadline_at timestamp with time zone NOT NULL,
  CONSTRAINT desk_line_pkey PRIMARY KEY (merchant_id, order_id, sku_folded),
  CONSTRAINT desk_line_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.desk_order(merchant_id, order_id)
);
CREATE INDEX desk_line_sku ON tenant.desk_line USING btree (merchant_id, sku_folded, deadline_at, order_id);
ALTER TABLE tenant.desk_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_line FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_line TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_line TO :app;
GRANT SELECT ON tenant.desk_line TO :backup;

CREATE TABLE tenant.desk_mark (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  held_at timestamp with time zone,
  hold_reason text,
  held_by text,
  hold_rule_id uuid,
  packed_at timestamp with time zone,
  packed_by text,
  assignee_id text,
  assignee_name text,
  warehouse_id uuid,
  CONSTRAINT desk_mark_pkey PRIMARY KEY (merchant_id, order_id),
  CONSTRAINT desk_mark_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT desk_mark_merchant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse(merchant_id, id),
  CONSTRAINT desk_mark_check CHECK ((((held_at IS NULL) = (hold_reason IS NULL)) AND ((held_at IS NULL) = (held_by IS NULL)))),
  CONSTRAINT desk_mark_check1 CHECK (((packed_at IS NULL) = (packed_by IS NULL)))
);
ALTER TABLE tenant.desk_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_mark TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_mark TO :app;
GRANT SELECT ON tenant.desk_mark TO :backup;

CREATE TABLE tenant.desk_order (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  bucket text NOT NULL,
  deadline_at timestamp with time zone NOT NULL,
  currency text NOT NULL,
  total_minor bigint NOT NULL,
  warehouse_id uuid,
  carrier text,
  assignee_id text,
  CONSTRAINT desk_order_pkey PRIMARY KEY (merchant_id, order_id),
  CONSTRAINT desk_order_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT desk_order_bucket_check CHECK ((bucket = ANY (ARRAY['unpaid'::text, 'platform-hold'::text, 'held'::text, 'to-review'::text, 'to-pack'::text, 'to-ship'::text, 'waiting-pickup'::text, 'exception'::text])))
);
CREATE INDEX desk_order_assignee ON tenant.desk_order USING btree (merchant_id, assignee_id, deadline_at, order_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX desk_order_bucket ON tenant.desk_order USING btree (merchant_id, bucket, deadline_at, order_id);
CREATE INDEX desk_order_carrier ON tenant.desk_order USING btree (merchant_id, carrier, deadline_at, order_id) WHERE (carrier IS NOT NULL);
CREATE INDEX desk_order_due ON tenant.desk_order USING btree (merchant_id, deadline_at, order_id) WHERE (bucket <> 'unpaid'::text);
CREATE INDEX desk_order_number ON tenant.desk_order USING btree (merchant_id, channel_order_id);
CREATE INDEX desk_order_shop_bucket ON tenant.desk_order USING btree (merchant_id, shop_id, bucket, deadline_at, order_id);
CREATE INDEX desk_order_shop_due ON tenant.desk_order USING btree (merchant_id, shop_id, deadline_at, order_id) WHERE (bucket <> 'unpaid'::text);
CREATE INDEX desk_order_warehouse ON tenant.desk_order USING btree (merchant_id, warehouse_id, deadline_at, order_id) WHERE (warehouse_id IS NOT NULL);
ALTER TABLE tenant.desk_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_order FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_order TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_order TO :app;
GRANT SELECT ON tenant.desk_order TO :backup;

CREATE TABLE tenant.desk_review (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  cause text NOT NULL,
  reason text NOT NULL,
  rule_id uuid,
  raised_at timestamp with time zone NOT NULL,
  passed_at timestamp with time zone,
  passed_by text,
  CONSTRAINT desk_review_pkey PRIMARY KEY (merchant_id, order_id, cause),
  CONSTRAINT desk_review_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id)
);
ALTER TABLE tenant.desk_review ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_review FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_review TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_review TO :app;
GRANT SELECT ON tenant.desk_review TO :backup;

CREATE TABLE tenant.desk_tag (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  tag text NOT NULL,
  tagged_by text NOT NULL,
  tagged_at timestamp with time zone NOT NULL,
  bucket text,
  deadline_at timestamp with time zone,
  CONSTRAINT desk_tag_pkey PRIMARY KEY (merchant_id, order_id, tag),
  CONSTRAINT desk_tag_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id)
);
CREATE INDEX desk_tag_queue ON tenant.desk_tag USING btree (merchant_id, tag, deadline_at, order_id) INCLUDE (bucket) WHERE (bucket IS NOT NULL);
ALTER TABLE tenant.desk_tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_tag FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_tag TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_tag TO :app;
GRANT SELECT ON tenant.desk_tag TO :backup;

CREATE TABLE tenant.desk_task (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  action jsonb NOT NULL,
  filter jsonb,
  found_up_to uuid,
  shop_ids uuid[] NOT NULL,
  state text NOT NULL,
  total integer NOT NULL,
  done integer NOT NULL,
  unchanged integer NOT NULL,
  refused integer NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  request_id text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT desk_task_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT desk_task_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api-key'::text]))),
  CONSTRAINT desk_task_state_check CHECK ((state = ANY (ARRAY['finding'::text, 'running'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX desk_task_newest ON tenant.desk_task USING btree (merchant_id, created_at DESC, id DESC);
ALTER TABLE tenant.desk_task ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_task FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_task TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_task TO :app;
GRANT SELECT ON tenant.desk_task TO :backup;

CREATE TABLE tenant.desk_task_row (
  merchant_id uuid NOT NULL,
  task_id uuid NOT NULL,
  order_id uuid NOT NULL,
  state text NOT NULL,
  code text,
  CONSTRAINT desk_task_row_pkey PRIMARY KEY (merchant_id, task_id, order_id),
  CONSTRAINT desk_task_row_merchant_id_task_id_fkey FOREIGN KEY (merchant_id, task_id) REFERENCES tenant.desk_task(merchant_id, id),
  CONSTRAINT desk_task_row_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'unchanged'::text, 'refused'::text, 'cancelled'::text])))
);
CREATE INDEX desk_task_row_waiting ON tenant.desk_task_row USING btree (merchant_id, task_id, order_id) WHERE (state = 'waiting'::text);
ALTER TABLE tenant.desk_task_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_task_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_task_row TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_task_row TO :app;
GRANT SELECT ON tenant.desk_task_row TO :backup;

CREATE TABLE tenant.desk_trouble (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  code text NOT NULL,
  reason text NOT NULL,
  due_at timestamp with time zone,
  raised_at timestamp with time zone NOT NULL,
  CONSTRAINT desk_trouble_pkey PRIMARY KEY (merchant_id, order_id, code),
  CONSTRAINT desk_trouble_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id)
);
ALTER TABLE tenant.desk_trouble ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.desk_trouble FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.desk_trouble TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.desk_trouble TO :app;
GRANT SELECT ON tenant.desk_trouble TO :backup;

CREATE TABLE tenant.dispatch_sla (
  merchant_id uuid NOT NULL,
  market text NOT NULL,
  path text NOT NULL,
  hours integer,
  working_days integer,
  rest_days integer[] NOT NULL,
  holidays text[] NOT NULL,
  edited_by text NOT NULL,
  edited_at timestamp with time zone NOT NULL,
  CONSTRAINT dispatch_sla_pkey PRIMARY KEY (merchant_id, market, path),
  CONSTRAINT dispatch_sla_check CHECK (((hours IS NULL) <> (working_days IS NULL))),
  CONSTRAINT dispatch_sla_hours_check CHECK ((hours > 0)),
  CONSTRAINT dispatch_sla_path_check CHECK ((path = ANY (ARRAY['platform'::text, 'seller'::text]))),
  CONSTRAINT dispatch_sla_working_days_check CHECK ((working_days > 0))
);
ALTER TABLE tenant.dispatch_sla ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.dispatch_sla FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.dispatch_sla TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.dispatch_sla TO :app;
GRANT SELECT ON tenant.dispatch_sla TO :backup;

CREATE TABLE tenant.dispute (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_after_sale_id text NOT NULL,
  channel_order_id text NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  responsible text,
  decide_by timestamp with time zone,
  CONSTRAINT dispute_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT dispute_merchant_id_shop_id_channel_after_sale_id_key UNIQUE (merchant_id, shop_id, channel_after_sale_id),
  CONSTRAINT dispute_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT dispute_responsible_check CHECK ((responsible = ANY (ARRAY['seller'::text, 'buyer'::text, 'carrier'::text, 'platform'::text])))
);
CREATE INDEX dispute_opened ON tenant.dispute USING btree (merchant_id, shop_id, opened_at DESC, id DESC);
ALTER TABLE tenant.dispute ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.dispute FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.dispute TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.dispute TO :app;
GRANT SELECT ON tenant.dispute TO :backup;

CREATE TABLE tenant.document (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  country text NOT NULL,
  legal_entity_id uuid,
  brand text,
  markets text[] NOT NULL,
  category text,
  listing_ids uuid[] NOT NULL,
  valid_from date,
  valid_until date,
  valid_at timestamp with time zone,
  expires_at timestamp with time zone,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT document_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT document_merchant_id_legal_entity_id_fkey FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES tenant.legal_entity(merchant_id, id)
);
CREATE INDEX document_ending ON tenant.document USING btree (merchant_id, COALESCE(expires_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX document_entity ON tenant.document USING btree (merchant_id, legal_entity_id);
ALTER TABLE tenant.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.document FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.document TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.document TO :app;
GRANT SELECT ON tenant.document TO :backup;

CREATE TABLE tenant.document_file (
  merchant_id uuid NOT NULL,
  document_id uuid NOT NULL,
  version integer NOT NULL,
  name bytea NOT NULL,
  media_type text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamp with time zone NOT NULL,
  CONSTRAINT document_file_pkey PRIMARY KEY (merchant_id, document_id, version),
  CONSTRAINT document_file_merchant_id_document_id_fkey FOREIGN KEY (merchant_id, document_id) REFERENCES tenant.document(merchant_id, id) ON DELETE CASCADE
);
ALTER TABLE tenant.document_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.document_file FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.document_file TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.document_file TO :app;
GRANT SELECT ON tenant.document_file TO :backup;

CREATE TABLE tenant.fx_rate_by_hand (
  merchant_id uuid NOT NULL,
  currency text NOT NULL,
  on_day date NOT NULL,
  per_euro numeric NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamp with time zone NOT NULL,
  CONSTRAINT fx_rate_by_hand_pkey PRIMARY KEY (merchant_id, currency, on_day),
  CONSTRAINT fx_rate_by_hand_per_euro_check CHECK ((per_euro > (0)::numeric))
);
ALTER TABLE tenant.fx_rate_by_hand ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.fx_rate_by_hand FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.fx_rate_by_hand TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.fx_rate_by_hand TO :app;
GRANT SELECT ON tenant.fx_rate_by_hand TO :backup;

CREATE TABLE tenant.global_publication (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  authorization_id uuid NOT NULL,
  run_id uuid NOT NULL,
  content text NOT NULL,
  intent text,
  sent_at timestamp with time zone,
  channel_global_product_id text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT global_publication_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT global_publication_merchant_id_product_id_authorization_id_key UNIQUE (merchant_id, product_id, authorization_id),
  CONSTRAINT global_publication_merchant_id_authorization_id_fkey FOREIGN KEY (merchant_id, authorization_id) REFERENCES tenant.channel_authorization(merchant_id, id),
  CONSTRAINT global_publication_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product(merchant_id, id),
  CONSTRAINT global_publication_merchant_id_run_id_fkey FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.publication_run(merchant_id, id),
  CONSTRAINT global_publication_intent_check CHECK ((intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text])))
);
ALTER TABLE tenant.global_publication ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.global_publication FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.global_publication TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.global_publication TO :app;
GRANT SELECT ON tenant.global_publication TO :backup;

CREATE TABLE tenant.hosting_form (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  entity_jurisdiction text NOT NULL,
  invited boolean NOT NULL,
  stock_countries text[] NOT NULL,
  ship_to_country text,
  vat_countries text[] NOT NULL,
  document_ids uuid[] NOT NULL,
  stage text,
  stage_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT hosting_form_pkey PRIMARY KEY (merchant_id, shop_id),
  CONSTRAINT hosting_form_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT hosting_form_stage_check CHECK ((stage = ANY (ARRAY['cold-start'::text, 'incubation'::text, 'breakout'::text])))
);
ALTER TABLE tenant.hosting_form ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.hosting_form FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.hosting_form TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.hosting_form TO :app;
GRANT SELECT ON tenant.hosting_form TO :backup;

CREATE TABLE tenant.idempotency_key (
  merchant_id uuid NOT NULL,
  key text NOT NULL,
  route text NOT NULL,
  request_hash text NOT NULL,
  answer_status integer,
  answer bytea,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (merchant_id, key)
);
ALTER TABLE tenant.idempotency_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.idempotency_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.idempotency_key TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.idempotency_key TO :app;
GRANT SELECT ON tenant.idempotency_key TO :backup;

CREATE TABLE tenant.import_mapping (
  merchant_id uuid NOT NULL,
  head_hash text NOT NULL,
  mapping jsonb NOT NULL,
  used_at timestamp with time zone NOT NULL,
  CONSTRAINT import_mapping_pkey PRIMARY KEY (merchant_id, head_hash)
);
ALTER TABLE tenant.import_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.import_mapping FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.import_mapping TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.import_mapping TO :app;
GRANT SELECT ON tenant.import_mapping TO :backup;

CREATE TABLE tenant.inbound (
  merchant_id uuid NOT NULL,
  channel text NOT NULL,
  notification_id text NOT NULL,
  shop_id uuid NOT NULL,
  topic text NOT NULL,
  channel_object_id text,
  occurred_at timestamp with time zone NOT NULL,
  received_at timestamp with time zone NOT NULL,
  body bytea,
  CONSTRAINT inbound_pkey PRIMARY KEY (merchant_id, channel, notification_id)
);
CREATE INDEX inbound_object ON tenant.inbound USING btree (merchant_id, shop_id, channel_object_id, received_at);
ALTER TABLE tenant.inbound ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.inbound FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.inbound TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.inbound TO :app;
GRANT SELECT ON tenant.inbound TO :backup;

CREATE TABLE tenant.inbox_agent (
  merchant_id uuid NOT NULL,
  member_id text NOT NULL,
  is_accepting boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT inbox_agent_pkey PRIMARY KEY (merchant_id, member_id)
);
ALTER TABLE tenant.inbox_agent ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.inbox_agent FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.inbox_agent TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.inbox_agent TO :app;
GRANT SELECT ON tenant.inbox_agent TO :backup;

CREATE TABLE tenant.inbox_macro (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  shortcut text,
  acts jsonb NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT inbox_macro_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT inbox_macro_merchant_id_shortcut_key UNIQUE (merchant_id, shortcut)
);
ALTER TABLE tenant.inbox_macro ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.inbox_macro FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.inbox_macro TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.inbox_macro TO :app;
GRANT SELECT ON tenant.inbox_macro TO :backup;

CREATE TABLE tenant.inbox_term (
  merchant_id uuid NOT NULL,
  field text NOT NULL,
  term text NOT NULL,
  at timestamp with time zone NOT NULL,
  id uuid NOT NULL,
  CONSTRAINT inbox_term_pkey PRIMARY KEY (merchant_id, field, term, at, id),
  CONSTRAINT inbox_term_field_check CHECK ((field = ANY (ARRAY['message'::text, 'buyer'::text])))
);
CREATE INDEX inbox_term_of ON tenant.inbox_term USING btree (merchant_id, id, term);
ALTER TABLE tenant.inbox_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.inbox_term FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.inbox_term TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.inbox_term TO :app;
GRANT SELECT ON tenant.inbox_term TO :backup;

CREATE TABLE tenant.knowledge_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  questions text NOT NULL,
  body text NOT NULL,
  shop_ids uuid[] NOT NULL,
  is_on boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT knowledge_entry_pkey PRIMARY KEY (merchant_id, id)
);
ALTER TABLE tenant.knowledge_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.knowledge_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.knowledge_entry TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.knowledge_entry TO :app;
GRANT SELECT ON tenant.knowledge_entry TO :backup;

CREATE TABLE tenant.label (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  position integer NOT NULL,
  package_id uuid,
  shop_id uuid NOT NULL,
  channel_package_id text,
  channel_order_ids text[] NOT NULL,
  state text NOT NULL,
  reason text,
  message text,
  attempts integer NOT NULL,
  next_try_at timestamp with time zone,
  tracking_number text,
  pages integer,
  CONSTRAINT label_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT label_merchant_id_run_id_position_key UNIQUE (merchant_id, run_id, "position"),
  CONSTRAINT label_merchant_id_package_id_fkey FOREIGN KEY (merchant_id, package_id) REFERENCES tenant.package(merchant_id, id),
  CONSTRAINT label_merchant_id_run_id_fkey FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.label_run(merchant_id, id),
  CONSTRAINT label_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT label_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'fetched'::text, 'missing'::text])))
);
CREATE INDEX label_package ON tenant.label USING btree (merchant_id, package_id) WHERE (package_id IS NOT NULL);
CREATE INDEX label_waiting ON tenant.label USING btree (merchant_id, run_id, shop_id, "position") WHERE (state = 'waiting'::text);
ALTER TABLE tenant.label ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.label FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.label TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.label TO :app;
GRANT SELECT ON tenant.label TO :backup;

CREATE TABLE tenant.label_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  wave_id uuid,
  kind text NOT NULL,
  layout text NOT NULL,
  state text NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  give_up_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  file_version integer,
  last_version integer NOT NULL,
  pages integer,
  bytes bigint,
  purged_at timestamp with time zone,
  CONSTRAINT label_run_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT label_run_merchant_id_wave_id_fkey FOREIGN KEY (merchant_id, wave_id) REFERENCES tenant.pick_wave(merchant_id, id),
  CONSTRAINT label_run_kind_check CHECK ((kind = ANY (ARRAY['label'::text, 'label-and-packing-slip'::text]))),
  CONSTRAINT label_run_layout_check CHECK ((layout = ANY (ARRAY['a6'::text, 'a4-four'::text]))),
  CONSTRAINT label_run_state_check CHECK ((state = ANY (ARRAY['fetching'::text, 'merging'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX label_run_newest ON tenant.label_run USING btree (merchant_id, created_at DESC, id DESC);
CREATE INDEX label_run_wave ON tenant.label_run USING btree (merchant_id, wave_id) WHERE (wave_id IS NOT NULL);
ALTER TABLE tenant.label_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.label_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.label_run TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.label_run TO :app;
GRANT SELECT ON tenant.label_run TO :backup;

CREATE TABLE tenant.labelled_conversation (
  merchant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  label_id uuid NOT NULL,
  put_by text NOT NULL,
  put_at timestamp with time zone NOT NULL,
  CONSTRAINT labelled_conversation_pkey PRIMARY KEY (merchant_id, conversation_id, label_id),
  CONSTRAINT labelled_conversation_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id),
  CONSTRAINT labelled_conversation_merchant_id_label_id_fkey FOREIGN KEY (merchant_id, label_id) REFERENCES tenant.conversation_label(merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX labelled_conversation_label ON tenant.labelled_conversation USING btree (merchant_id, label_id, conversation_id);
ALTER TABLE tenant.labelled_conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.labelled_conversation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.labelled_conversation TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.labelled_conversation TO :app;
GRANT SELECT ON tenant.labelled_conversation TO :backup;

CREATE TABLE tenant.legal_entity (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  jurisdiction text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT legal_entity_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT legal_entity_merchant_id_name_key UNIQUE (merchant_id, name)
);
ALTER TABLE tenant.legal_entity ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.legal_entity FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.legal_entity TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.legal_entity TO :app;
GRANT SELECT ON tenant.legal_entity TO :backup;

CREATE TABLE tenant.linked_account (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_account_id text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  shares jsonb NOT NULL,
  CONSTRAINT linked_account_pkey PRIMARY KEY (merchant_id, shop_id, channel_account_id),
  CONSTRAINT linked_account_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.linked_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.linked_account FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.linked_account TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.linked_account TO :app;
GRANT SELECT ON tenant.linked_account TO :backup;

CREATE TABLE tenant.listing (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_product_id text NOT NULL,
  title text NOT NULL,
  status text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  category text,
  channel_category text,
  brand text,
  detailed_for timestamp with time zone,
  product_key text,
  is_own_category boolean NOT NULL DEFAULT false,
  CONSTRAINT listing_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT listing_merchant_id_shop_id_channel_product_id_key UNIQUE (merchant_id, shop_id, channel_product_id),
  CONSTRAINT listing_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
CREATE INDEX listing_gate ON tenant.listing USING btree (merchant_id, shop_id, status, category, brand);
CREATE INDEX listing_newest ON tenant.listing USING btree (merchant_id, created_at DESC, id DESC);
CREATE INDEX listing_product ON tenant.listing USING btree (merchant_id, product_key, shop_id);
CREATE INDEX listing_uncategorised ON tenant.listing USING btree (merchant_id, shop_id, channel_category) WHERE ((category IS NULL) OR is_own_category);
CREATE INDEX listing_undetailed ON tenant.listing USING btree (merchant_id, shop_id, id) WHERE (detailed_for IS DISTINCT FROM updated_at);
ALTER TABLE tenant.listing ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.listing FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.listing TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.listing TO :app;
GRANT SELECT ON tenant.listing TO :backup;

CREATE TABLE tenant.listing_switch (
  merchant_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  is_on boolean NOT NULL,
  state text NOT NULL,
  code text,
  message text,
  asked_by text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  CONSTRAINT listing_switch_pkey PRIMARY KEY (merchant_id, listing_id),
  CONSTRAINT listing_switch_merchant_id_listing_id_fkey FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing(merchant_id, id) ON DELETE CASCADE,
  CONSTRAINT listing_switch_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT listing_switch_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sent'::text, 'done'::text, 'refused'::text])))
);
CREATE INDEX listing_switch_open ON tenant.listing_switch USING btree (merchant_id, shop_id) WHERE (state = ANY (ARRAY['planned'::text, 'sent'::text]));
ALTER TABLE tenant.listing_switch ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.listing_switch FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.listing_switch TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.listing_switch TO :app;
GRANT SELECT ON tenant.listing_switch TO :backup;

CREATE TABLE tenant.listing_variant (
  merchant_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  channel_sku_id text NOT NULL,
  seller_sku text NOT NULL,
  price_minor bigint NOT NULL,
  currency text NOT NULL,
  quantity integer NOT NULL,
  gtin text,
  CONSTRAINT listing_variant_pkey PRIMARY KEY (merchant_id, listing_id, channel_sku_id),
  CONSTRAINT listing_variant_merchant_id_listing_id_fkey FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing(merchant_id, id)
);
CREATE INDEX listing_variant_gtin ON tenant.listing_variant USING btree (merchant_id, gtin) WHERE (gtin IS NOT NULL);
CREATE INDEX listing_variant_sku ON tenant.listing_variant USING btree (merchant_id, seller_sku, listing_id);
ALTER TABLE tenant.listing_variant ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.listing_variant FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.listing_variant TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.listing_variant TO :app;
GRANT SELECT ON tenant.listing_variant TO :backup;

CREATE TABLE tenant.localisation_setting (
  merchant_id uuid NOT NULL,
  original_language text NOT NULL,
  publish_unseen boolean NOT NULL,
  title_templates jsonb NOT NULL,
  tone text NOT NULL,
  model_address text,
  model_name text,
  model_key bytea,
  version integer NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT localisation_setting_pkey PRIMARY KEY (merchant_id)
);
ALTER TABLE tenant.localisation_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.localisation_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.localisation_setting TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.localisation_setting TO :app;
GRANT SELECT ON tenant.localisation_setting TO :backup;

CREATE TABLE tenant.merchant_key (
  merchant_id uuid NOT NULL,
  key_id uuid NOT NULL,
  master_key_id text NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  retired_at timestamp with time zone,
  CONSTRAINT merchant_key_pkey PRIMARY KEY (merchant_id, key_id)
);
ALTER TABLE tenant.merchant_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.merchant_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.merchant_key TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.merchant_key TO :app;
GRANT SELECT ON tenant.merchant_key TO :backup;

CREATE TABLE tenant.message (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel_message_id text NOT NULL,
  sequence bigint NOT NULL,
  sender text NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  image_url text,
  image_width integer,
  image_height integer,
  image_state text,
  image_type text,
  channel_order_id text,
  channel_product_id text,
  sent_at timestamp with time zone NOT NULL,
  deleted_at timestamp with time zone,
  has_terms boolean NOT NULL DEFAULT false,
  CONSTRAINT message_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT message_merchant_id_conversation_id_channel_message_id_key UNIQUE (merchant_id, conversation_id, channel_message_id),
  CONSTRAINT message_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id),
  CONSTRAINT message_image_state_check CHECK ((image_state = ANY (ARRAY['waiting'::text, 'kept'::text, 'unusable'::text, 'passed'::text]))),
  CONSTRAINT message_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'image'::text, 'order-card'::text, 'product-card'::text, 'return-card'::text, 'coupon-card'::text, 'sticker'::text, 'video'::text, 'notice'::text, 'other'::text]))),
  CONSTRAINT message_sender_check CHECK ((sender = ANY (ARRAY['buyer'::text, 'seller'::text, 'automatic'::text])))
);
CREATE INDEX message_image_waiting ON tenant.message USING btree (merchant_id, shop_id) WHERE (image_state = 'waiting'::text);
CREATE INDEX message_sequence ON tenant.message USING btree (merchant_id, conversation_id, sequence, id);
CREATE INDEX message_without_terms ON tenant.message USING btree (merchant_id, shop_id) WHERE (NOT has_terms);
ALTER TABLE tenant.message ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.message FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.message TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.message TO :app;
GRANT SELECT ON tenant.message TO :backup;

CREATE TABLE tenant.message_image (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  media_type text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamp with time zone NOT NULL,
  CONSTRAINT message_image_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT message_image_merchant_id_conversation_id_sha256_key UNIQUE (merchant_id, conversation_id, sha256),
  CONSTRAINT message_image_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id)
);
ALTER TABLE tenant.message_image ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.message_image FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.message_image TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.message_image TO :app;
GRANT SELECT ON tenant.message_image TO :backup;

CREATE TABLE tenant.message_translation (
  merchant_id uuid NOT NULL,
  message_id uuid NOT NULL,
  language text NOT NULL,
  from_language text NOT NULL,
  body text NOT NULL,
  by_kind text NOT NULL,
  by_name text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT message_translation_pkey PRIMARY KEY (merchant_id, message_id, language),
  CONSTRAINT message_translation_merchant_id_message_id_fkey FOREIGN KEY (merchant_id, message_id) REFERENCES tenant.message(merchant_id, id),
  CONSTRAINT message_translation_by_kind_check CHECK ((by_kind = ANY (ARRAY['provider'::text, 'memory'::text])))
);
ALTER TABLE tenant.message_translation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.message_translation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.message_translation TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.message_translation TO :app;
GRANT SELECT ON tenant.message_translation TO :backup;

CREATE TABLE tenant.mexico_product (
  merchant_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  weight_g integer NOT NULL,
  fragile boolean NOT NULL,
  made_to_order boolean NOT NULL,
  freight_share double precision NOT NULL,
  drop_shipped boolean NOT NULL,
  stock_counted boolean NOT NULL,
  buys_after_order boolean NOT NULL,
  content_score double precision NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT mexico_product_pkey PRIMARY KEY (merchant_id, listing_id),
  CONSTRAINT mexico_product_merchant_id_listing_id_fkey FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing(merchant_id, id),
  CONSTRAINT mexico_product_content_score_check CHECK (((content_score >= (0)::double precision) AND (content_score <= (100)::double precision))),
  CONSTRAINT mexico_product_freight_share_check CHECK (((freight_share >= (0)::double precision) AND (freight_share <= (1)::double precision))),
  CONSTRAINT mexico_product_weight_g_check CHECK ((weight_g >= 0))
);
ALTER TABLE tenant.mexico_product ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.mexico_product FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.mexico_product TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.mexico_product TO :app;
GRANT SELECT ON tenant.mexico_product TO :backup;

CREATE TABLE tenant.mexico_seller (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  origin text NOT NULL,
  performance_score double precision,
  dispatch_days integer NOT NULL,
  lead_time_days integer NOT NULL,
  ship_from text NOT NULL,
  invited_categories text[] NOT NULL,
  qualifications text[] NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT mexico_seller_pkey PRIMARY KEY (merchant_id, shop_id),
  CONSTRAINT mexico_seller_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT mexico_seller_dispatch_days_check CHECK ((dispatch_days >= 0)),
  CONSTRAINT mexico_seller_lead_time_days_check CHECK ((lead_time_days >= 0)),
  CONSTRAINT mexico_seller_origin_check CHECK ((origin = ANY (ARRAY['us-local'::text, 'cn-cross-border'::text, 'other'::text]))),
  CONSTRAINT mexico_seller_performance_score_check CHECK (((performance_score >= (0)::double precision) AND (performance_score <= (5)::double precision)))
);
ALTER TABLE tenant.mexico_seller ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.mexico_seller FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.mexico_seller TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.mexico_seller TO :app;
GRANT SELECT ON tenant.mexico_seller TO :backup;

CREATE TABLE tenant.mexico_sku (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_sku_id text NOT NULL,
  rhythm text,
  ship_from text,
  stock integer,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT mexico_sku_pkey PRIMARY KEY (merchant_id, shop_id, channel_sku_id),
  CONSTRAINT mexico_sku_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT mexico_sku_rhythm_check CHECK ((rhythm = ANY (ARRAY['core'::text, 'trial'::text]))),
  CONSTRAINT mexico_sku_stock_check CHECK ((stock >= 0))
);
CREATE INDEX mexico_sku_rhythm ON tenant.mexico_sku USING btree (merchant_id, shop_id, rhythm) WHERE (rhythm IS NOT NULL);
ALTER TABLE tenant.mexico_sku ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.mexico_sku FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.mexico_sku TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.mexico_sku TO :app;
GRANT SELECT ON tenant.mexico_sku TO :backup;

CREATE TABLE tenant.notification (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  fact text NOT NULL,
  shop_id uuid,
  facts jsonb NOT NULL,
  raised_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  person_id text,
  CONSTRAINT notification_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT notification_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
CREATE INDEX notification_fact ON tenant.notification USING btree (merchant_id, fact, closed_at DESC);
CREATE INDEX notification_newest ON tenant.notification USING btree (merchant_id, raised_at DESC, id DESC);
CREATE UNIQUE INDEX notification_open ON tenant.notification USING btree (merchant_id, fact) WHERE (closed_at IS NULL);
ALTER TABLE tenant.notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.notification FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.notification TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.notification TO :app;
GRANT SELECT ON tenant.notification TO :backup;

CREATE TABLE tenant.notification_mute (
  merchant_id uuid NOT NULL,
  person_id text NOT NULL,
  kind text NOT NULL,
  CONSTRAINT notification_mute_pkey PRIMARY KEY (merchant_id, person_id, kind)
);
ALTER TABLE tenant.notification_mute ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.notification_mute FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.notification_mute TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.notification_mute TO :app;
GRANT SELECT ON tenant.notification_mute TO :backup;

CREATE TABLE tenant.notification_read (
  merchant_id uuid NOT NULL,
  person_id text NOT NULL,
  notification_id uuid NOT NULL,
  read_at timestamp with time zone NOT NULL,
  CONSTRAINT notification_read_pkey PRIMARY KEY (merchant_id, person_id, notification_id),
  CONSTRAINT notification_read_merchant_id_notification_id_fkey FOREIGN KEY (merchant_id, notification_id) REFERENCES tenant.notification(merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX notification_read_of ON tenant.notification_read USING btree (merchant_id, notification_id);
ALTER TABLE tenant.notification_read ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.notification_read FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.notification_read TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.notification_read TO :app;
GRANT SELECT ON tenant.notification_read TO :backup;

CREATE TABLE tenant.opening (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_shop_id uuid NOT NULL,
  target_market text NOT NULL,
  legal_entity_id uuid NOT NULL,
  category text NOT NULL,
  brand_owner boolean NOT NULL,
  licence_names_online_sales boolean,
  document_ids uuid[] NOT NULL,
  status text NOT NULL,
  attempt integer NOT NULL,
  submitted jsonb NOT NULL,
  submitted_at timestamp with time zone,
  sent_at timestamp with time zone,
  reasons jsonb NOT NULL,
  problem text,
  channel_opening_id text,
  channel_path text,
  channel_path_reasons text[] NOT NULL,
  deposit jsonb,
  opened_channel_shop_id text,
  opened_at timestamp with time zone,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT opening_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT opening_merchant_id_legal_entity_id_fkey FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES tenant.legal_entity(merchant_id, id),
  CONSTRAINT opening_merchant_id_source_shop_id_fkey FOREIGN KEY (merchant_id, source_shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT opening_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitting'::text, 'submitted'::text, 'in-review'::text, 'needs-documents'::text, 'rejected'::text, 'approved'::text, 'open'::text])))
);
CREATE UNIQUE INDEX opening_at_channel ON tenant.opening USING btree (merchant_id, source_shop_id, channel_opening_id);
CREATE INDEX opening_entity ON tenant.opening USING btree (merchant_id, legal_entity_id);
CREATE UNIQUE INDEX opening_under_way ON tenant.opening USING btree (merchant_id, source_shop_id, target_market) WHERE (status <> 'open'::text);
ALTER TABLE tenant.opening ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.opening FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.opening TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.opening TO :app;
GRANT SELECT ON tenant.opening TO :backup;

CREATE TABLE tenant.opening_step (
  merchant_id uuid NOT NULL,
  opening_id uuid NOT NULL,
  attempt integer NOT NULL,
  status text NOT NULL,
  at timestamp with time zone NOT NULL,
  reasons jsonb NOT NULL,
  CONSTRAINT opening_step_pkey PRIMARY KEY (merchant_id, opening_id, attempt, status),
  CONSTRAINT opening_step_merchant_id_opening_id_fkey FOREIGN KEY (merchant_id, opening_id) REFERENCES tenant.opening(merchant_id, id) ON DELETE CASCADE
);
ALTER TABLE tenant.opening_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.opening_step FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.opening_step TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.opening_step TO :app;
GRANT SELECT ON tenant.opening_step TO :backup;

CREATE TABLE tenant.order_event (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  learnt_at timestamp with time zone NOT NULL,
  kind text NOT NULL,
  source text NOT NULL,
  facts jsonb NOT NULL,
  CONSTRAINT order_event_pkey PRIMARY KEY (merchant_id, order_id, id),
  CONSTRAINT order_event_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT order_event_source_check CHECK ((source = ANY (ARRAY['webhook'::text, 'sweep'::text, 'person'::text, 'rule'::text])))
);
ALTER TABLE tenant.order_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.order_event FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.order_event TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.order_event TO :app;
GRANT SELECT ON tenant.order_event TO :backup;

CREATE TABLE tenant.order_line (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  line_no integer NOT NULL,
  channel_line_ids text[] NOT NULL,
  channel_sku_id text NOT NULL,
  channel_product_id text NOT NULL,
  seller_sku text NOT NULL,
  seller_sku_folded text NOT NULL,
  product_name text NOT NULL,
  variant_name text NOT NULL,
  image_url text,
  quantity integer NOT NULL,
  original_price_minor bigint NOT NULL,
  sale_price_minor bigint NOT NULL,
  platform_discount_minor bigint NOT NULL,
  seller_discount_minor bigint NOT NULL,
  CONSTRAINT order_line_pkey PRIMARY KEY (merchant_id, order_id, line_no),
  CONSTRAINT order_line_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT order_line_quantity_check CHECK ((quantity > 0))
);
CREATE INDEX order_line_product ON tenant.order_line USING btree (merchant_id, channel_product_id, order_id);
CREATE INDEX order_line_sku ON tenant.order_line USING btree (merchant_id, seller_sku_folded, order_id);
ALTER TABLE tenant.order_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.order_line FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.order_line TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.order_line TO :app;
GRANT SELECT ON tenant.order_line TO :backup;

CREATE TABLE tenant.orders (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  status text NOT NULL,
  currency text NOT NULL,
  gmv_minor bigint NOT NULL,
  units integer NOT NULL,
  shipping_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  paid_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  content_hash text NOT NULL,
  ship_by timestamp with time zone,
  dispatched_at timestamp with time zone,
  delivered_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  cancelled_by text,
  payment_method text NOT NULL,
  fulfilment text NOT NULL,
  buyer_region text NOT NULL,
  buyer bytea NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  applied_at timestamp with time zone NOT NULL,
  buyer_hash text,
  buyer_erased_at timestamp with time zone,
  dispatch_due_at timestamp with time zone,
  is_returned_defective boolean NOT NULL DEFAULT false,
  pay_by timestamp with time zone,
  channel_warehouse_id text,
  CONSTRAINT orders_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT orders_merchant_id_shop_id_channel_order_id_key UNIQUE (merchant_id, shop_id, channel_order_id),
  CONSTRAINT orders_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT orders_cancelled_by_check CHECK ((cancelled_by = ANY (ARRAY['buyer'::text, 'seller'::text, 'platform'::text]))),
  CONSTRAINT orders_fulfilment_check CHECK ((fulfilment = ANY (ARRAY['platform'::text, 'seller'::text]))),
  CONSTRAINT orders_status_check CHECK ((status = ANY (ARRAY['unpaid'::text, 'on-hold'::text, 'awaiting-shipment'::text, 'partially-shipped'::text, 'awaiting-collection'::text, 'in-transit'::text, 'delivered'::text, 'completed'::text, 'cancelled'::text])))
);
CREATE INDEX orders_buyer ON tenant.orders USING btree (merchant_id, buyer_hash, created_at);
CREATE INDEX orders_channel_id ON tenant.orders USING btree (merchant_id, channel_order_id);
CREATE INDEX orders_newest ON tenant.orders USING btree (merchant_id, created_at DESC, id DESC);
CREATE INDEX orders_not_in_time ON tenant.orders USING btree (merchant_id, shop_id, created_at DESC, id DESC) WHERE ((paid_at IS NOT NULL) AND ((dispatched_at IS NULL) OR (dispatched_at > dispatch_due_at) OR (cancelled_at IS NOT NULL)));
CREATE INDEX orders_open_due ON tenant.orders USING btree (merchant_id, shop_id, dispatch_due_at, created_at) WHERE ((paid_at IS NOT NULL) AND (dispatched_at IS NULL) AND (cancelled_at IS NULL));
CREATE INDEX orders_paid ON tenant.orders USING btree (merchant_id, shop_id, paid_at) WHERE (paid_at IS NOT NULL);
CREATE INDEX orders_returned_defective ON tenant.orders USING btree (merchant_id, shop_id, created_at DESC, id DESC) WHERE is_returned_defective;
CREATE INDEX orders_shop_newest ON tenant.orders USING btree (merchant_id, shop_id, created_at DESC, id DESC);
CREATE INDEX orders_status_newest ON tenant.orders USING btree (merchant_id, status, created_at DESC, id DESC);
ALTER TABLE tenant.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.orders FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.orders TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.orders TO :app;
GRANT SELECT ON tenant.orders TO :backup;

CREATE TABLE tenant.outgoing_message (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  place integer NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  image_id uuid,
  image_url text,
  image_width integer,
  image_height integer,
  channel_order_id text,
  channel_product_id text,
  intent text NOT NULL,
  failure_code text,
  channel_message_id text,
  after_sequence bigint,
  asked_by_kind text NOT NULL,
  asked_by_id text NOT NULL,
  asked_by text NOT NULL,
  planned_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  ended_at timestamp with time zone,
  typed_body text,
  typed_language text,
  body_language text,
  CONSTRAINT outgoing_message_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT outgoing_message_merchant_id_conversation_id_place_key UNIQUE (merchant_id, conversation_id, place),
  CONSTRAINT outgoing_message_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id),
  CONSTRAINT outgoing_message_merchant_id_image_id_fkey FOREIGN KEY (merchant_id, image_id) REFERENCES tenant.message_image(merchant_id, id),
  CONSTRAINT outgoing_message_asked_by_kind_check CHECK ((asked_by_kind = ANY (ARRAY['user'::text, 'api-key'::text]))),
  CONSTRAINT outgoing_message_check CHECK ((((typed_body IS NULL) = (typed_language IS NULL)) AND ((typed_body IS NULL) = (body_language IS NULL)))),
  CONSTRAINT outgoing_message_intent_check CHECK ((intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'confirmed'::text, 'rejected'::text, 'discarded'::text]))),
  CONSTRAINT outgoing_message_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'image'::text, 'order-card'::text, 'product-card'::text])))
);
CREATE UNIQUE INDEX outgoing_message_confirmed ON tenant.outgoing_message USING btree (merchant_id, conversation_id, channel_message_id) WHERE (channel_message_id IS NOT NULL);
CREATE INDEX outgoing_message_open ON tenant.outgoing_message USING btree (merchant_id, conversation_id, place) WHERE (intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'rejected'::text]));
CREATE INDEX outgoing_message_unsettled ON tenant.outgoing_message USING btree (merchant_id, shop_id, planned_at) WHERE (intent = ANY (ARRAY['sent'::text, 'unknown'::text, 'rejected'::text]));
ALTER TABLE tenant.outgoing_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.outgoing_message FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.outgoing_message TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.outgoing_message TO :app;
GRANT SELECT ON tenant.outgoing_message TO :backup;

CREATE TABLE tenant.package (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_package_id text NOT NULL,
  status text NOT NULL,
  tracking_number text,
  carrier text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT package_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT package_merchant_id_shop_id_channel_package_id_key UNIQUE (merchant_id, shop_id, channel_package_id),
  CONSTRAINT package_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT package_status_check CHECK ((status = ANY (ARRAY['processing'::text, 'fulfilling'::text, 'completed'::text, 'cancelled'::text])))
);
CREATE INDEX package_newest ON tenant.package USING btree (merchant_id, created_at DESC, id DESC);
CREATE INDEX package_of_number ON tenant.package USING btree (merchant_id, tracking_number) WHERE (tracking_number IS NOT NULL);
ALTER TABLE tenant.package ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.package FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.package TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.package TO :app;
GRANT SELECT ON tenant.package TO :backup;

CREATE TABLE tenant.package_change (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  kind text NOT NULL,
  channel_order_ids text[] NOT NULL,
  wish jsonb NOT NULL,
  state text NOT NULL,
  code text,
  message text,
  sent_at timestamp with time zone,
  asked_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT package_change_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT package_change_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT package_change_kind_check CHECK ((kind = ANY (ARRAY['split'::text, 'combine'::text, 'uncombine'::text, 'renumber'::text]))),
  CONSTRAINT package_change_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'done'::text, 'rejected'::text])))
);
CREATE INDEX package_change_of_orders ON tenant.package_change USING gin (channel_order_ids);
CREATE INDEX package_change_open ON tenant.package_change USING btree (merchant_id, shop_id, id) WHERE (state = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text]));
ALTER TABLE tenant.package_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.package_change FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.package_change TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.package_change TO :app;
GRANT SELECT ON tenant.package_change TO :backup;

CREATE TABLE tenant.package_order (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  package_id uuid NOT NULL,
  CONSTRAINT package_order_pkey PRIMARY KEY (merchant_id, shop_id, channel_order_id, package_id),
  CONSTRAINT package_order_merchant_id_package_id_fkey FOREIGN KEY (merchant_id, package_id) REFERENCES tenant.package(merchant_id, id)
);
CREATE INDEX package_order_package ON tenant.package_order USING btree (merchant_id, package_id);
ALTER TABLE tenant.package_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.package_order FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.package_order TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.package_order TO :app;
GRANT SELECT ON tenant.package_order TO :backup;

CREATE TABLE tenant.parcel_tracking (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  submitted_at timestamp with time zone NOT NULL,
  events jsonb NOT NULL,
  asked_at timestamp with time zone,
  ask_at timestamp with time zone,
  trouble text,
  CONSTRAINT parcel_tracking_pkey PRIMARY KEY (merchant_id, shop_id, channel_order_id),
  CONSTRAINT parcel_tracking_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT parcel_tracking_trouble_check CHECK ((trouble = ANY (ARRAY['parcel-silent'::text, 'parcel-stuck'::text])))
);
CREATE INDEX parcel_tracking_due ON tenant.parcel_tracking USING btree (merchant_id, shop_id, ask_at) WHERE (ask_at IS NOT NULL);
ALTER TABLE tenant.parcel_tracking ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.parcel_tracking FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.parcel_tracking TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.parcel_tracking TO :app;
GRANT SELECT ON tenant.parcel_tracking TO :backup;

CREATE TABLE tenant.payment_method (
  merchant_id uuid NOT NULL,
  market text NOT NULL,
  methods text[] NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT payment_method_pkey PRIMARY KEY (merchant_id, market)
);
ALTER TABLE tenant.payment_method ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.payment_method FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.payment_method TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.payment_method TO :app;
GRANT SELECT ON tenant.payment_method TO :backup;

CREATE TABLE tenant.penalty_reading (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  state text NOT NULL,
  read_at timestamp with time zone,
  violations_to timestamp with time zone NOT NULL,
  appeals_to timestamp with time zone NOT NULL,
  holds_to timestamp with time zone NOT NULL,
  points integer NOT NULL DEFAULT 0,
  is_revoked boolean NOT NULL DEFAULT false,
  CONSTRAINT penalty_reading_pkey PRIMARY KEY (merchant_id, shop_id),
  CONSTRAINT penalty_reading_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT penalty_reading_state_check CHECK ((state = ANY (ARRAY['read'::text, 'no-consent'::text])))
);
ALTER TABLE tenant.penalty_reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.penalty_reading FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.penalty_reading TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.penalty_reading TO :app;
GRANT SELECT ON tenant.penalty_reading TO :backup;

CREATE TABLE tenant.pick_scan (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  wave_id uuid NOT NULL,
  number integer NOT NULL,
  order_id uuid,
  item text,
  code text NOT NULL,
  outcome text NOT NULL,
  packer_id text NOT NULL,
  packer_name text NOT NULL,
  at timestamp with time zone NOT NULL,
  undone_at timestamp with time zone,
  CONSTRAINT pick_scan_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT pick_scan_merchant_id_wave_id_number_key UNIQUE (merchant_id, wave_id, number),
  CONSTRAINT pick_scan_merchant_id_wave_id_fkey FOREIGN KEY (merchant_id, wave_id) REFERENCES tenant.pick_wave(merchant_id, id)
);
ALTER TABLE tenant.pick_scan ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.pick_scan FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.pick_scan TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.pick_scan TO :app;
GRANT SELECT ON tenant.pick_scan TO :backup;

CREATE TABLE tenant.pick_wave (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  number integer NOT NULL,
  warehouse_id uuid NOT NULL,
  kind text NOT NULL,
  zone text,
  state text NOT NULL,
  scans integer NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT pick_wave_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT pick_wave_merchant_id_number_key UNIQUE (merchant_id, number),
  CONSTRAINT pick_wave_merchant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse(merchant_id, id),
  CONSTRAINT pick_wave_kind_check CHECK ((kind = ANY (ARRAY['single-item'::text, 'by-zone'::text, 'mixed'::text]))),
  CONSTRAINT pick_wave_state_check CHECK ((state = ANY (ARRAY['open'::text, 'picking'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX pick_wave_newest ON tenant.pick_wave USING btree (merchant_id, created_at DESC, id DESC);
ALTER TABLE tenant.pick_wave ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.pick_wave FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.pick_wave TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.pick_wave TO :app;
GRANT SELECT ON tenant.pick_wave TO :backup;

CREATE TABLE tenant.pick_wave_item (
  merchant_id uuid NOT NULL,
  wave_id uuid NOT NULL,
  order_id uuid NOT NULL,
  item text NOT NULL,
  variant_id uuid,
  sku text NOT NULL,
  title text NOT NULL,
  units integer NOT NULL,
  scanned integer NOT NULL,
  CONSTRAINT pick_wave_item_pkey PRIMARY KEY (merchant_id, wave_id, order_id, item),
  CONSTRAINT pick_wave_item_merchant_id_wave_id_order_id_fkey FOREIGN KEY (merchant_id, wave_id, order_id) REFERENCES tenant.pick_wave_order(merchant_id, wave_id, order_id),
  CONSTRAINT pick_wave_item_check CHECK (((scanned >= 0) AND (scanned <= units))),
  CONSTRAINT pick_wave_item_units_check CHECK ((units > 0))
);
ALTER TABLE tenant.pick_wave_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.pick_wave_item FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.pick_wave_item TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.pick_wave_item TO :app;
GRANT SELECT ON tenant.pick_wave_item TO :backup;

CREATE TABLE tenant.pick_wave_order (
  merchant_id uuid NOT NULL,
  wave_id uuid NOT NULL,
  order_id uuid NOT NULL,
  position integer NOT NULL,
  state text NOT NULL,
  is_held boolean NOT NULL,
  packer_id text,
  packer_name text,
  verified_at timestamp with time zone,
  drop_reason text,
  dropped_at timestamp with time zone,
  put_back text,
  CONSTRAINT pick_wave_order_pkey PRIMARY KEY (merchant_id, wave_id, order_id),
  CONSTRAINT pick_wave_order_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT pick_wave_order_merchant_id_wave_id_fkey FOREIGN KEY (merchant_id, wave_id) REFERENCES tenant.pick_wave(merchant_id, id),
  CONSTRAINT pick_wave_order_drop_reason_check CHECK ((drop_reason = ANY (ARRAY['cancelled'::text, 'taken-out'::text]))),
  CONSTRAINT pick_wave_order_put_back_check CHECK ((put_back = ANY (ARRAY['due'::text, 'done'::text]))),
  CONSTRAINT pick_wave_order_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'packing'::text, 'verified'::text, 'dropped'::text, 'left'::text])))
);
CREATE UNIQUE INDEX pick_wave_order_held ON tenant.pick_wave_order USING btree (merchant_id, order_id) WHERE is_held;
CREATE INDEX pick_wave_order_verified ON tenant.pick_wave_order USING btree (merchant_id, order_id) WHERE (state = 'verified'::text);
ALTER TABLE tenant.pick_wave_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.pick_wave_order FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.pick_wave_order TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.pick_wave_order TO :app;
GRANT SELECT ON tenant.pick_wave_order TO :backup;

CREATE TABLE tenant.price_application (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  prices integer NOT NULL,
  variants integer NOT NULL,
  shop_ids uuid[] NOT NULL,
  applied_by text NOT NULL,
  applied_at timestamp with time zone NOT NULL,
  undone_by text,
  undone_at timestamp with time zone,
  CONSTRAINT price_application_pkey PRIMARY KEY (merchant_id, id)
);
CREATE INDEX price_application_at ON tenant.price_application USING btree (merchant_id, applied_at, id);
ALTER TABLE tenant.price_application ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.price_application FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.price_application TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT INSERT, SELECT, UPDATE ON tenant.price_application TO :app;
GRANT SELECT ON tenant.price_application TO :backup;

CREATE TABLE tenant.price_change (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  application_id uuid NOT NULL,
  price_minor bigint NOT NULL,
  currency text NOT NULL,
  lines jsonb NOT NULL,
  CONSTRAINT price_change_pkey PRIMARY KEY (merchant_id, variant_id, shop_id, application_id),
  CONSTRAINT price_change_merchant_id_application_id_fkey FOREIGN KEY (merchant_id, application_id) REFERENCES tenant.price_application(merchant_id, id),
  CONSTRAINT price_change_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT price_change_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id) ON DELETE CASCADE
);
ALTER TABLE tenant.price_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.price_change FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.price_change TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT INSERT, SELECT ON tenant.price_change TO :app;
GRANT SELECT ON tenant.price_change TO :backup;

CREATE TABLE tenant.price_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  category text,
  product_id uuid,
  market text,
  shop_id uuid,
  valid_from date NOT NULL,
  rule jsonb NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamp with time zone NOT NULL,
  CONSTRAINT price_rule_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT price_rule_merchant_id_category_product_id_market_shop_id_v_key UNIQUE NULLS NOT DISTINCT (merchant_id, category, product_id, market, shop_id, valid_from),
  CONSTRAINT price_rule_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product(merchant_id, id) ON DELETE CASCADE,
  CONSTRAINT price_rule_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT price_rule_check CHECK (((category IS NULL) OR (product_id IS NULL))),
  CONSTRAINT price_rule_check1 CHECK (((market IS NULL) OR (shop_id IS NULL)))
);
ALTER TABLE tenant.price_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.price_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.price_rule TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.price_rule TO :app;
GRANT SELECT ON tenant.price_rule TO :backup;

CREATE TABLE tenant.product (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  category text,
  brand text,
  materials text[] NOT NULL,
  option_names text[] NOT NULL,
  attributes jsonb NOT NULL,
  status text NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  group_id uuid,
  CONSTRAINT product_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT product_merchant_id_code_key UNIQUE (merchant_id, code),
  CONSTRAINT product_merchant_id_group_id_fkey FOREIGN KEY (merchant_id, group_id) REFERENCES tenant.product_group(merchant_id, id),
  CONSTRAINT product_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'active'::text, 'archived'::text])))
);
CREATE INDEX product_newest ON tenant.product USING btree (merchant_id, created_at DESC, id DESC);
CREATE INDEX product_of_group ON tenant.product USING btree (merchant_id, group_id) WHERE (group_id IS NOT NULL);
ALTER TABLE tenant.product ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.product FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.product TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.product TO :app;
GRANT SELECT ON tenant.product TO :backup;

CREATE TABLE tenant.product_group (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  parent_id uuid,
  name text NOT NULL,
  attributes jsonb NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT product_group_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT product_group_merchant_id_parent_id_name_key UNIQUE NULLS NOT DISTINCT (merchant_id, parent_id, name),
  CONSTRAINT product_group_merchant_id_parent_id_fkey FOREIGN KEY (merchant_id, parent_id) REFERENCES tenant.product_group(merchant_id, id)
);
ALTER TABLE tenant.product_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.product_group FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.product_group TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.product_group TO :app;
GRANT SELECT ON tenant.product_group TO :backup;

CREATE TABLE tenant.product_group_leaf (
  merchant_id uuid NOT NULL,
  group_id uuid NOT NULL,
  channel text NOT NULL,
  market text NOT NULL,
  channel_category_id text NOT NULL,
  name text NOT NULL,
  attribute_ids jsonb NOT NULL,
  CONSTRAINT product_group_leaf_pkey PRIMARY KEY (merchant_id, group_id, channel, market),
  CONSTRAINT product_group_leaf_merchant_id_group_id_fkey FOREIGN KEY (merchant_id, group_id) REFERENCES tenant.product_group(merchant_id, id)
);
ALTER TABLE tenant.product_group_leaf ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.product_group_leaf FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.product_group_leaf TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.product_group_leaf TO :app;
GRANT SELECT ON tenant.product_group_leaf TO :backup;

CREATE TABLE tenant.product_import (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  file_name text NOT NULL,
  state text NOT NULL,
  fault text,
  first_rows jsonb NOT NULL,
  head_row integer NOT NULL,
  mapping jsonb NOT NULL,
  is_remembered boolean NOT NULL,
  rows integer NOT NULL DEFAULT 0,
  at_line integer NOT NULL DEFAULT 0,
  done integer NOT NULL DEFAULT 0,
  created integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  undone integer NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  purged_at timestamp with time zone,
  CONSTRAINT product_import_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT product_import_state_check CHECK ((state = ANY (ARRAY['uploaded'::text, 'checking'::text, 'checked'::text, 'applying'::text, 'cancelled'::text, 'applied'::text, 'undoing'::text, 'undone'::text, 'refused'::text])))
);
CREATE INDEX product_import_newest ON tenant.product_import USING btree (merchant_id, created_at DESC, id DESC);
ALTER TABLE tenant.product_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.product_import FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.product_import TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.product_import TO :app;
GRANT SELECT ON tenant.product_import TO :backup;

CREATE TABLE tenant.product_import_row (
  merchant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  line integer NOT NULL,
  cells jsonb NOT NULL,
  sku text,
  verdict text NOT NULL,
  faults jsonb NOT NULL,
  difference jsonb,
  CONSTRAINT product_import_row_pkey PRIMARY KEY (merchant_id, import_id, line),
  CONSTRAINT product_import_row_merchant_id_import_id_fkey FOREIGN KEY (merchant_id, import_id) REFERENCES tenant.product_import(merchant_id, id),
  CONSTRAINT product_import_row_verdict_check CHECK ((verdict = ANY (ARRAY['created'::text, 'changed'::text, 'unchanged'::text, 'failed'::text, 'undone'::text, 'not-undone'::text])))
);
CREATE INDEX product_import_row_verdict ON tenant.product_import_row USING btree (merchant_id, import_id, verdict, line);
ALTER TABLE tenant.product_import_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.product_import_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.product_import_row TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.product_import_row TO :app;
GRANT SELECT ON tenant.product_import_row TO :backup;

CREATE TABLE tenant.product_media (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  media_type text NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  bytes integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  position integer NOT NULL DEFAULT 0,
  CONSTRAINT product_media_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT product_media_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product(merchant_id, id)
);
CREATE INDEX product_media_product ON tenant.product_media USING btree (merchant_id, product_id, created_at, id);
ALTER TABLE tenant.product_media ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.product_media FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.product_media TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.product_media TO :app;
GRANT SELECT ON tenant.product_media TO :backup;

CREATE TABLE tenant.product_term (
  merchant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  term text NOT NULL,
  CONSTRAINT product_term_pkey PRIMARY KEY (merchant_id, term, product_id),
  CONSTRAINT product_term_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product(merchant_id, id)
);
CREATE INDEX product_term_product ON tenant.product_term USING btree (merchant_id, product_id);
ALTER TABLE tenant.product_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.product_term FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.product_term TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.product_term TO :app;
GRANT SELECT ON tenant.product_term TO :backup;

CREATE TABLE tenant.product_text (
  merchant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  market text NOT NULL,
  language text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  attributes jsonb NOT NULL,
  size_chart jsonb,
  size_chart_media_id uuid,
  state text NOT NULL,
  sources jsonb NOT NULL,
  reason text,
  original jsonb NOT NULL,
  version integer NOT NULL,
  updated_by text NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  approved_by text,
  approved_at timestamp with time zone,
  CONSTRAINT product_text_pkey PRIMARY KEY (merchant_id, product_id, market),
  CONSTRAINT product_text_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product(merchant_id, id),
  CONSTRAINT product_text_check CHECK (((state = 'approved'::text) = (approved_at IS NOT NULL))),
  CONSTRAINT product_text_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'to-review'::text, 'approved'::text])))
);
CREATE INDEX product_text_newest ON tenant.product_text USING btree (merchant_id, updated_at DESC, product_id DESC, market DESC);
ALTER TABLE tenant.product_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.product_text FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.product_text TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.product_text TO :app;
GRANT SELECT ON tenant.product_text TO :backup;

CREATE TABLE tenant.programme_application (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  programme text NOT NULL,
  form jsonb,
  intent text,
  sent_at timestamp with time zone,
  failure_code text,
  channel_application_id text,
  status text,
  history jsonb NOT NULL,
  reasons jsonb NOT NULL,
  invited_categories text[] NOT NULL,
  stage text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT programme_application_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT programme_application_merchant_id_shop_id_channel_applicati_key UNIQUE (merchant_id, shop_id, channel_application_id),
  CONSTRAINT programme_application_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT programme_application_intent_check CHECK ((intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'refused'::text]))),
  CONSTRAINT programme_application_programme_check CHECK ((programme = ANY (ARRAY['us-to-mexico'::text, 'eu-local-hosted'::text])))
);
CREATE INDEX programme_application_newest ON tenant.programme_application USING btree (merchant_id, shop_id, programme, created_at DESC, id DESC);
ALTER TABLE tenant.programme_application ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.programme_application FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.programme_application TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.programme_application TO :app;
GRANT SELECT ON tenant.programme_application TO :backup;

CREATE TABLE tenant.programme_step (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  programme text NOT NULL,
  step text NOT NULL,
  done_at timestamp with time zone NOT NULL,
  done_by text NOT NULL,
  CONSTRAINT programme_step_pkey PRIMARY KEY (merchant_id, shop_id, programme, step),
  CONSTRAINT programme_step_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.programme_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.programme_step FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.programme_step TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.programme_step TO :app;
GRANT SELECT ON tenant.programme_step TO :backup;

CREATE TABLE tenant.publication (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  product_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  state text NOT NULL,
  wish jsonb NOT NULL,
  prepared_at timestamp with time zone,
  intent text,
  sent_at timestamp with time zone,
  failures jsonb NOT NULL,
  channel_product_id text,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  last_sent jsonb,
  drift jsonb,
  came_from text,
  submitted_at timestamp with time zone,
  global_publication_id uuid,
  CONSTRAINT publication_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT publication_merchant_id_product_id_shop_id_key UNIQUE (merchant_id, product_id, shop_id),
  CONSTRAINT publication_merchant_id_global_publication_id_fkey FOREIGN KEY (merchant_id, global_publication_id) REFERENCES tenant.global_publication(merchant_id, id),
  CONSTRAINT publication_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product(merchant_id, id),
  CONSTRAINT publication_merchant_id_run_id_fkey FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.publication_run(merchant_id, id),
  CONSTRAINT publication_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT publication_check CHECK (((state = 'sending'::text) = (intent IS NOT NULL))),
  CONSTRAINT publication_intent_check CHECK ((intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text]))),
  CONSTRAINT publication_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'incomplete'::text, 'sending'::text, 'under-review'::text, 'live'::text, 'rejected'::text, 'off'::text])))
);
CREATE INDEX publication_drifted ON tenant.publication USING btree (merchant_id, created_at DESC, id DESC) WHERE (drift IS NOT NULL);
CREATE UNIQUE INDEX publication_listing ON tenant.publication USING btree (merchant_id, shop_id, channel_product_id) WHERE (channel_product_id IS NOT NULL);
CREATE INDEX publication_newest ON tenant.publication USING btree (merchant_id, created_at DESC, id DESC);
CREATE INDEX publication_of_global ON tenant.publication USING btree (merchant_id, global_publication_id) WHERE (global_publication_id IS NOT NULL);
CREATE INDEX publication_of_run ON tenant.publication USING btree (merchant_id, run_id, state);
CREATE INDEX publication_of_shop ON tenant.publication USING btree (merchant_id, shop_id, state);
CREATE INDEX publication_submitted ON tenant.publication USING btree (merchant_id, run_id, id) WHERE (submitted_at IS NOT NULL);
ALTER TABLE tenant.publication ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.publication FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.publication TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.publication TO :app;
GRANT SELECT ON tenant.publication TO :backup;

CREATE TABLE tenant.publication_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  is_global boolean NOT NULL DEFAULT false,
  CONSTRAINT publication_run_pkey PRIMARY KEY (merchant_id, id)
);
CREATE INDEX publication_run_newest ON tenant.publication_run USING btree (merchant_id, created_at DESC, id DESC);
ALTER TABLE tenant.publication_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.publication_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.publication_run TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.publication_run TO :app;
GRANT SELECT ON tenant.publication_run TO :backup;

CREATE TABLE tenant.rate_card (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  version integer NOT NULL,
  valid_from date NOT NULL,
  card jsonb,
  saved_by text NOT NULL,
  saved_at timestamp with time zone NOT NULL,
  CONSTRAINT rate_card_pkey PRIMARY KEY (merchant_id, shop_id, version),
  CONSTRAINT rate_card_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.rate_card ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rate_card FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rate_card TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT INSERT, SELECT ON tenant.rate_card TO :app;
GRANT SELECT ON tenant.rate_card TO :backup;

CREATE TABLE tenant.rate_prediction (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  metric text NOT NULL,
  points integer NOT NULL,
  foreseen_at timestamp with time zone NOT NULL,
  expected_at timestamp with time zone NOT NULL,
  held_until timestamp with time zone NOT NULL,
  CONSTRAINT rate_prediction_pkey PRIMARY KEY (merchant_id, shop_id, metric, points, foreseen_at),
  CONSTRAINT rate_prediction_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.rate_prediction ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rate_prediction FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rate_prediction TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.rate_prediction TO :app;
GRANT SELECT ON tenant.rate_prediction TO :backup;

CREATE TABLE tenant.reply_suggestion (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  message_id uuid NOT NULL,
  body text,
  made_by text NOT NULL,
  sources jsonb NOT NULL,
  fault text,
  took_ms integer NOT NULL,
  outcome text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT reply_suggestion_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT reply_suggestion_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id),
  CONSTRAINT reply_suggestion_merchant_id_message_id_fkey FOREIGN KEY (merchant_id, message_id) REFERENCES tenant.message(merchant_id, id),
  CONSTRAINT reply_suggestion_made_by_check CHECK ((made_by = ANY (ARRAY['nobody'::text, 'source'::text, 'model'::text]))),
  CONSTRAINT reply_suggestion_outcome_check CHECK ((outcome = ANY (ARRAY['nothing'::text, 'offered'::text, 'used'::text, 'changed'::text, 'dismissed'::text])))
);
CREATE INDEX reply_suggestion_made ON tenant.reply_suggestion USING btree (merchant_id, made_at);
CREATE INDEX reply_suggestion_of_conversation ON tenant.reply_suggestion USING btree (merchant_id, conversation_id);
CREATE INDEX reply_suggestion_of_message ON tenant.reply_suggestion USING btree (merchant_id, message_id, made_at);
ALTER TABLE tenant.reply_suggestion ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.reply_suggestion FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.reply_suggestion TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.reply_suggestion TO :app;
GRANT SELECT ON tenant.reply_suggestion TO :backup;

CREATE TABLE tenant.restriction (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_restriction_id text NOT NULL,
  code text NOT NULL,
  node integer NOT NULL,
  begins_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone,
  CONSTRAINT restriction_pkey PRIMARY KEY (merchant_id, shop_id, channel_restriction_id),
  CONSTRAINT restriction_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.restriction ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.restriction FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.restriction TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.restriction TO :app;
GRANT SELECT ON tenant.restriction TO :backup;

CREATE TABLE tenant.review (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_review_id text NOT NULL,
  channel_order_id text NOT NULL,
  channel_product_id text,
  rating smallint NOT NULL,
  is_withdrawn boolean NOT NULL,
  written_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  body text NOT NULL DEFAULT ''::text,
  language text,
  author text NOT NULL DEFAULT ''::text,
  is_incentivised boolean NOT NULL DEFAULT false,
  is_erased boolean NOT NULL DEFAULT false,
  themes text[],
  reply_body text,
  replied_at timestamp with time zone,
  source text NOT NULL DEFAULT 'platform'::text,
  CONSTRAINT review_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT review_merchant_id_shop_id_channel_review_id_key UNIQUE (merchant_id, shop_id, channel_review_id),
  CONSTRAINT review_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT review_rating_check CHECK (((rating >= 1) AND (rating <= 5))),
  CONSTRAINT review_source_check CHECK ((source = ANY (ARRAY['platform'::text, 'file'::text])))
);
CREATE INDEX review_negative ON tenant.review USING btree (merchant_id, shop_id, written_at DESC, id DESC) WHERE ((rating <= 2) AND (NOT is_withdrawn));
CREATE INDEX review_newest ON tenant.review USING btree (merchant_id, shop_id, written_at DESC, id DESC);
CREATE INDEX review_of_order ON tenant.review USING btree (merchant_id, shop_id, channel_order_id);
CREATE INDEX review_of_product ON tenant.review USING btree (merchant_id, shop_id, channel_product_id, written_at DESC, id DESC) WHERE (channel_product_id IS NOT NULL);
ALTER TABLE tenant.review ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review TO :app;
GRANT SELECT ON tenant.review TO :backup;

CREATE TABLE tenant.review_decision (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  id uuid NOT NULL,
  rule_id uuid NOT NULL,
  version integer NOT NULL,
  rule_name text NOT NULL,
  outcome text NOT NULL,
  conditions jsonb NOT NULL,
  acts jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT review_decision_pkey PRIMARY KEY (merchant_id, order_id, id),
  CONSTRAINT review_decision_merchant_id_order_id_rule_id_version_key UNIQUE (merchant_id, order_id, rule_id, version),
  CONSTRAINT review_decision_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT review_decision_merchant_id_rule_id_version_fkey FOREIGN KEY (merchant_id, rule_id, version) REFERENCES tenant.review_rule_version(merchant_id, rule_id, version),
  CONSTRAINT review_decision_outcome_check CHECK ((outcome = ANY (ARRAY['hit'::text, 'unknown'::text, 'failed'::text])))
);
CREATE INDEX review_decision_rule ON tenant.review_decision USING btree (merchant_id, rule_id, at DESC, id DESC);
ALTER TABLE tenant.review_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_decision FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_decision TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_decision TO :app;
GRANT SELECT ON tenant.review_decision TO :backup;

CREATE TABLE tenant.review_display (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_product_id text NOT NULL,
  public_id text NOT NULL,
  is_on boolean NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  intent text NOT NULL,
  failure_code text,
  sent_at timestamp with time zone,
  confirmed_version integer,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT review_display_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT review_display_merchant_id_public_id_key UNIQUE (merchant_id, public_id),
  CONSTRAINT review_display_merchant_id_shop_id_channel_product_id_key UNIQUE (merchant_id, shop_id, channel_product_id),
  CONSTRAINT review_display_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT review_display_intent_check CHECK ((intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'rejected'::text, 'confirmed'::text])))
);
ALTER TABLE tenant.review_display ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_display FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_display TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_display TO :app;
GRANT SELECT ON tenant.review_display TO :backup;

CREATE TABLE tenant.review_dry_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  rule_id uuid NOT NULL,
  version integer NOT NULL,
  state text NOT NULL,
  since timestamp with time zone NOT NULL,
  until timestamp with time zone NOT NULL,
  total integer NOT NULL,
  done integer NOT NULL,
  hits integer NOT NULL,
  unknown integer NOT NULL,
  at_instant timestamp with time zone,
  at_order uuid,
  asked_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT review_dry_run_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT review_dry_run_merchant_id_rule_id_version_fkey FOREIGN KEY (merchant_id, rule_id, version) REFERENCES tenant.review_rule_version(merchant_id, rule_id, version),
  CONSTRAINT review_dry_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX review_dry_run_rule ON tenant.review_dry_run USING btree (merchant_id, rule_id, created_at DESC);
ALTER TABLE tenant.review_dry_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_dry_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_dry_run TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_dry_run TO :app;
GRANT SELECT ON tenant.review_dry_run TO :backup;

CREATE TABLE tenant.review_dry_run_row (
  merchant_id uuid NOT NULL,
  dry_run_id uuid NOT NULL,
  order_id uuid NOT NULL,
  ordered_at timestamp with time zone NOT NULL,
  outcome text NOT NULL,
  conditions jsonb NOT NULL,
  profit_minor bigint,
  currency text,
  CONSTRAINT review_dry_run_row_pkey PRIMARY KEY (merchant_id, dry_run_id, order_id),
  CONSTRAINT review_dry_run_row_merchant_id_dry_run_id_fkey FOREIGN KEY (merchant_id, dry_run_id) REFERENCES tenant.review_dry_run(merchant_id, id) ON DELETE CASCADE,
  CONSTRAINT review_dry_run_row_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT review_dry_run_row_outcome_check CHECK ((outcome = ANY (ARRAY['hit'::text, 'unknown'::text])))
);
CREATE INDEX review_dry_run_row_newest ON tenant.review_dry_run_row USING btree (merchant_id, dry_run_id, outcome, ordered_at DESC, order_id DESC);
ALTER TABLE tenant.review_dry_run_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_dry_run_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_dry_run_row TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_dry_run_row TO :app;
GRANT SELECT ON tenant.review_dry_run_row TO :backup;

CREATE TABLE tenant.review_gate (
  merchant_id uuid NOT NULL,
  market text NOT NULL,
  is_open boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT review_gate_pkey PRIMARY KEY (merchant_id, market)
);
ALTER TABLE tenant.review_gate ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_gate FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_gate TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_gate TO :app;
GRANT SELECT ON tenant.review_gate TO :backup;

CREATE TABLE tenant.review_ledger (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  display_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_product_id text NOT NULL,
  version integer NOT NULL,
  kind text NOT NULL,
  cause text NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  sold_elsewhere bigint NOT NULL,
  reviews jsonb NOT NULL,
  CONSTRAINT review_ledger_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT review_ledger_merchant_id_display_id_fkey FOREIGN KEY (merchant_id, display_id) REFERENCES tenant.review_display(merchant_id, id),
  CONSTRAINT review_ledger_kind_check CHECK ((kind = ANY (ARRAY['wished'::text, 'shown'::text, 'rejected'::text])))
);
CREATE INDEX review_ledger_newest ON tenant.review_ledger USING btree (merchant_id, at DESC, id DESC);
ALTER TABLE tenant.review_ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_ledger FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_ledger TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT INSERT, SELECT ON tenant.review_ledger TO :app;
GRANT SELECT ON tenant.review_ledger TO :backup;

CREATE TABLE tenant.review_link (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_shop_id uuid NOT NULL,
  source_product_id text NOT NULL,
  target_shop_id uuid NOT NULL,
  target_product_id text NOT NULL,
  gtin text,
  linked_by text NOT NULL,
  linked_at timestamp with time zone NOT NULL,
  unlinked_by text,
  unlinked_at timestamp with time zone,
  CONSTRAINT review_link_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT review_link_merchant_id_source_shop_id_fkey FOREIGN KEY (merchant_id, source_shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT review_link_merchant_id_target_shop_id_fkey FOREIGN KEY (merchant_id, target_shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT review_link_check CHECK (((source_shop_id <> target_shop_id) OR (source_product_id <> target_product_id)))
);
CREATE UNIQUE INDEX review_link_once ON tenant.review_link USING btree (merchant_id, target_shop_id, target_product_id, source_shop_id, source_product_id) WHERE (unlinked_at IS NULL);
CREATE INDEX review_link_source ON tenant.review_link USING btree (merchant_id, source_shop_id, source_product_id) WHERE (unlinked_at IS NULL);
ALTER TABLE tenant.review_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_link FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_link TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_link TO :app;
GRANT SELECT ON tenant.review_link TO :backup;

CREATE TABLE tenant.review_order (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  judged jsonb NOT NULL,
  waiting uuid[] NOT NULL,
  CONSTRAINT review_order_pkey PRIMARY KEY (merchant_id, order_id),
  CONSTRAINT review_order_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id)
);
ALTER TABLE tenant.review_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_order FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_order TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_order TO :app;
GRANT SELECT ON tenant.review_order TO :backup;

CREATE TABLE tenant.review_reply (
  merchant_id uuid NOT NULL,
  review_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  body text NOT NULL,
  intent text NOT NULL,
  failure_code text,
  asked_by_kind text NOT NULL,
  asked_by_id text NOT NULL,
  asked_by text NOT NULL,
  planned_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT review_reply_pkey PRIMARY KEY (merchant_id, review_id),
  CONSTRAINT review_reply_merchant_id_review_id_fkey FOREIGN KEY (merchant_id, review_id) REFERENCES tenant.review(merchant_id, id),
  CONSTRAINT review_reply_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT review_reply_asked_by_kind_check CHECK ((asked_by_kind = ANY (ARRAY['user'::text, 'api-key'::text]))),
  CONSTRAINT review_reply_intent_check CHECK ((intent = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'confirmed'::text, 'rejected'::text, 'discarded'::text])))
);
CREATE INDEX review_reply_unsettled ON tenant.review_reply USING btree (merchant_id, shop_id, planned_at DESC) WHERE (intent = ANY (ARRAY['sent'::text, 'unknown'::text, 'rejected'::text]));
ALTER TABLE tenant.review_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_reply FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_reply TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_reply TO :app;
GRANT SELECT ON tenant.review_reply TO :backup;

CREATE TABLE tenant.review_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  rank integer NOT NULL,
  version integer NOT NULL,
  live_version integer,
  live_since timestamp with time zone,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  removed_at timestamp with time zone,
  CONSTRAINT review_rule_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT review_rule_check CHECK (((live_version IS NULL) = (live_since IS NULL))),
  CONSTRAINT review_rule_check1 CHECK (((removed_at IS NULL) OR (live_version IS NULL)))
);
CREATE INDEX review_rule_live ON tenant.review_rule USING btree (merchant_id, rank, id) WHERE (live_version IS NOT NULL);
ALTER TABLE tenant.review_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_rule TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_rule TO :app;
GRANT SELECT ON tenant.review_rule TO :backup;

CREATE TABLE tenant.review_rule_version (
  merchant_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  conditions jsonb NOT NULL,
  actions jsonb NOT NULL,
  is_last boolean NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamp with time zone NOT NULL,
  tried_at timestamp with time zone,
  CONSTRAINT review_rule_version_pkey PRIMARY KEY (merchant_id, rule_id, version),
  CONSTRAINT review_rule_version_merchant_id_rule_id_fkey FOREIGN KEY (merchant_id, rule_id) REFERENCES tenant.review_rule(merchant_id, id)
);
ALTER TABLE tenant.review_rule_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_rule_version FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_rule_version TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_rule_version TO :app;
GRANT SELECT ON tenant.review_rule_version TO :backup;

CREATE TABLE tenant.review_signing_key (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  public_key jsonb NOT NULL,
  sealed_key bytea NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT review_signing_key_pkey PRIMARY KEY (merchant_id)
);
ALTER TABLE tenant.review_signing_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_signing_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_signing_key TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_signing_key TO :app;
GRANT SELECT ON tenant.review_signing_key TO :backup;

CREATE TABLE tenant.review_translation (
  merchant_id uuid NOT NULL,
  review_id uuid NOT NULL,
  language text NOT NULL,
  from_language text NOT NULL,
  body text NOT NULL,
  of_md5 text NOT NULL,
  by_kind text NOT NULL,
  by_name text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT review_translation_pkey PRIMARY KEY (merchant_id, review_id, language),
  CONSTRAINT review_translation_merchant_id_review_id_fkey FOREIGN KEY (merchant_id, review_id) REFERENCES tenant.review(merchant_id, id),
  CONSTRAINT review_translation_by_kind_check CHECK ((by_kind = ANY (ARRAY['provider'::text, 'memory'::text])))
);
ALTER TABLE tenant.review_translation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_translation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_translation TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_translation TO :app;
GRANT SELECT ON tenant.review_translation TO :backup;

CREATE TABLE tenant.review_wish (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  kind text NOT NULL,
  wish jsonb NOT NULL,
  rule_id uuid NOT NULL,
  rule_name text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT review_wish_pkey PRIMARY KEY (merchant_id, order_id, kind),
  CONSTRAINT review_wish_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT review_wish_kind_check CHECK ((kind = ANY (ARRAY['service'::text, 'split'::text])))
);
ALTER TABLE tenant.review_wish ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_wish FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_wish TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.review_wish TO :app;
GRANT SELECT ON tenant.review_wish TO :backup;

CREATE TABLE tenant.rollup_after_sale (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  slot_seconds integer NOT NULL,
  slot_at timestamp with time zone NOT NULL,
  disputes integer NOT NULL,
  seller_fault_disputes integer NOT NULL,
  judged_requests integer NOT NULL,
  resolved_requests integer NOT NULL,
  defective_orders integer NOT NULL,
  CONSTRAINT rollup_after_sale_pkey PRIMARY KEY (merchant_id, shop_id, slot_seconds, slot_at),
  CONSTRAINT rollup_after_sale_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT rollup_after_sale_slot_seconds_check CHECK ((slot_seconds = ANY (ARRAY[1, 60, 3600])))
);
ALTER TABLE tenant.rollup_after_sale ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_after_sale FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rollup_after_sale TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.rollup_after_sale TO :app;
GRANT SELECT ON tenant.rollup_after_sale TO :backup;

CREATE TABLE tenant.rollup_day (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  on_day date NOT NULL,
  currency text NOT NULL,
  gmv_minor bigint NOT NULL,
  orders integer NOT NULL,
  units integer NOT NULL,
  refunds_minor bigint NOT NULL,
  CONSTRAINT rollup_day_pkey PRIMARY KEY (merchant_id, shop_id, on_day, currency),
  CONSTRAINT rollup_day_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.rollup_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_day FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rollup_day TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.rollup_day TO :app;
GRANT SELECT ON tenant.rollup_day TO :backup;

CREATE TABLE tenant.rollup_dispatch (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  slot_minutes smallint NOT NULL,
  slot_at timestamp with time zone NOT NULL,
  due_hour_at timestamp with time zone NOT NULL,
  orders integer NOT NULL,
  late integer NOT NULL,
  seller_fault integer NOT NULL,
  created integer NOT NULL DEFAULT 0,
  cancelled integer NOT NULL DEFAULT 0,
  CONSTRAINT rollup_dispatch_pkey PRIMARY KEY (merchant_id, shop_id, slot_minutes, slot_at, due_hour_at),
  CONSTRAINT rollup_dispatch_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT rollup_dispatch_slot_minutes_check CHECK ((slot_minutes = ANY (ARRAY[5, 60])))
);
ALTER TABLE tenant.rollup_dispatch ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_dispatch FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rollup_dispatch TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.rollup_dispatch TO :app;
GRANT SELECT ON tenant.rollup_dispatch TO :backup;

CREATE TABLE tenant.rollup_hour (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  hour_at timestamp with time zone NOT NULL,
  currency text NOT NULL,
  gmv_minor bigint NOT NULL,
  orders integer NOT NULL,
  units integer NOT NULL,
  refunds_minor bigint NOT NULL,
  CONSTRAINT rollup_hour_pkey PRIMARY KEY (merchant_id, shop_id, hour_at, currency),
  CONSTRAINT rollup_hour_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.rollup_hour ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_hour FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rollup_hour TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.rollup_hour TO :app;
GRANT SELECT ON tenant.rollup_hour TO :backup;

CREATE TABLE tenant.rollup_review (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  slot_seconds integer NOT NULL,
  slot_at timestamp with time zone NOT NULL,
  negative integer NOT NULL,
  CONSTRAINT rollup_review_pkey PRIMARY KEY (merchant_id, shop_id, slot_seconds, slot_at),
  CONSTRAINT rollup_review_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT rollup_review_slot_seconds_check CHECK ((slot_seconds = ANY (ARRAY[1, 60, 3600])))
);
ALTER TABLE tenant.rollup_review ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_review FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rollup_review TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.rollup_review TO :app;
GRANT SELECT ON tenant.rollup_review TO :backup;

CREATE TABLE tenant.rollup_turn (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  slot_seconds integer NOT NULL,
  slot_at timestamp with time zone NOT NULL,
  turns integer NOT NULL,
  replied integer NOT NULL,
  waited_seconds bigint NOT NULL,
  within_24h integer NOT NULL,
  within_48h integer NOT NULL,
  CONSTRAINT rollup_turn_pkey PRIMARY KEY (merchant_id, shop_id, slot_seconds, slot_at),
  CONSTRAINT rollup_turn_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT rollup_turn_slot_seconds_check CHECK ((slot_seconds = ANY (ARRAY[1, 60, 3600])))
);
ALTER TABLE tenant.rollup_turn ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rollup_turn FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rollup_turn TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.rollup_turn TO :app;
GRANT SELECT ON tenant.rollup_turn TO :backup;

CREATE TABLE tenant.rule_assignment (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  member_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT rule_assignment_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT rule_assignment_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation(merchant_id, id)
);
CREATE INDEX rule_assignment_at ON tenant.rule_assignment USING btree (merchant_id, at, rule_id);
ALTER TABLE tenant.rule_assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.rule_assignment FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.rule_assignment TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.rule_assignment TO :app;
GRANT SELECT ON tenant.rule_assignment TO :backup;

CREATE TABLE tenant.saved_reply (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  texts jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT saved_reply_pkey PRIMARY KEY (merchant_id, id)
);
ALTER TABLE tenant.saved_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.saved_reply FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.saved_reply TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.saved_reply TO :app;
GRANT SELECT ON tenant.saved_reply TO :backup;

CREATE TABLE tenant.saved_view (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  page text NOT NULL,
  name text NOT NULL,
  owner_id text NOT NULL,
  is_shared boolean NOT NULL,
  search jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT saved_view_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT saved_view_merchant_id_page_owner_id_name_key UNIQUE (merchant_id, page, owner_id, name)
);
ALTER TABLE tenant.saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.saved_view FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.saved_view TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.saved_view TO :app;
GRANT SELECT ON tenant.saved_view TO :backup;

CREATE TABLE tenant.search_term (
  merchant_id uuid NOT NULL,
  field text NOT NULL,
  term text NOT NULL,
  id uuid NOT NULL,
  CONSTRAINT search_term_pkey PRIMARY KEY (merchant_id, field, term, id)
);
CREATE INDEX search_term_object ON tenant.search_term USING btree (merchant_id, field, id);
ALTER TABLE tenant.search_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.search_term FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.search_term TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.search_term TO :app;
GRANT SELECT ON tenant.search_term TO :backup;

CREATE TABLE tenant.shipment (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  channel_order_id text NOT NULL,
  path text NOT NULL,
  channel_package_id text,
  channel_line_ids text[],
  handover jsonb,
  channel_service_id text,
  channel_carrier_id text,
  tracking_number text,
  warnings text[] NOT NULL,
  state text NOT NULL,
  code text,
  message text,
  sent_at timestamp with time zone,
  asked_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT shipment_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT shipment_merchant_id_run_id_fkey FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.shipment_run(merchant_id, id),
  CONSTRAINT shipment_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT shipment_path_check CHECK ((path = ANY (ARRAY['platform'::text, 'seller'::text]))),
  CONSTRAINT shipment_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'shipped'::text, 'rejected'::text, 'kept-back'::text, 'cancelled'::text])))
);
CREATE UNIQUE INDEX shipment_making ON tenant.shipment USING btree (merchant_id, order_id) WHERE ((channel_package_id IS NULL) AND (state = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text])));
CREATE UNIQUE INDEX shipment_of_number ON tenant.shipment USING btree (merchant_id, tracking_number) WHERE ((tracking_number IS NOT NULL) AND (state = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'shipped'::text])));
CREATE INDEX shipment_of_order ON tenant.shipment USING btree (merchant_id, order_id);
CREATE UNIQUE INDEX shipment_of_package ON tenant.shipment USING btree (merchant_id, shop_id, channel_package_id) WHERE ((channel_package_id IS NOT NULL) AND (state = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text, 'shipped'::text])));
CREATE INDEX shipment_of_run ON tenant.shipment USING btree (merchant_id, run_id, id);
CREATE INDEX shipment_open ON tenant.shipment USING btree (merchant_id, shop_id, id) WHERE (state = ANY (ARRAY['planned'::text, 'sent'::text, 'unknown'::text]));
CREATE INDEX shipment_rejected ON tenant.shipment USING btree (merchant_id, shop_id, updated_at) WHERE (state = 'rejected'::text);
ALTER TABLE tenant.shipment ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shipment FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shipment TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.shipment TO :app;
GRANT SELECT ON tenant.shipment TO :backup;

CREATE TABLE tenant.shipment_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT shipment_run_pkey PRIMARY KEY (merchant_id, id)
);
ALTER TABLE tenant.shipment_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shipment_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shipment_run TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.shipment_run TO :app;
GRANT SELECT ON tenant.shipment_run TO :backup;

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
  state text NOT NULL,
  bound_at timestamp with time zone NOT NULL,
  unbound_at timestamp with time zone,
  last_webhook_at timestamp with time zone,
  last_error_code text,
  last_error_kind text,
  last_error_message text,
  last_error_at timestamp with time zone,
  CONSTRAINT shop_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT shop_merchant_id_channel_channel_shop_id_key UNIQUE (merchant_id, channel, channel_shop_id),
  CONSTRAINT shop_merchant_id_authorization_id_fkey FOREIGN KEY (merchant_id, authorization_id) REFERENCES tenant.channel_authorization(merchant_id, id),
  CONSTRAINT shop_merchant_id_legal_entity_id_fkey FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES tenant.legal_entity(merchant_id, id),
  CONSTRAINT shop_state_check CHECK ((state = ANY (ARRAY['active'::text, 're-authorise'::text, 'unbound'::text])))
);
ALTER TABLE tenant.shop ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shop FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shop TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.shop TO :app;
GRANT SELECT ON tenant.shop TO :backup;

CREATE TABLE tenant.shop_authorization (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  channel text NOT NULL,
  market text NOT NULL,
  legal_entity_id uuid,
  state_hash text NOT NULL,
  code bytea,
  authorization_id uuid,
  requested_by text NOT NULL,
  status text NOT NULL,
  failure_code text,
  shop_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  refused jsonb NOT NULL DEFAULT '[]'::jsonb,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  completed_at timestamp with time zone,
  CONSTRAINT shop_authorization_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT shop_authorization_merchant_id_state_hash_key UNIQUE (merchant_id, state_hash),
  CONSTRAINT shop_authorization_merchant_id_authorization_id_fkey FOREIGN KEY (merchant_id, authorization_id) REFERENCES tenant.channel_authorization(merchant_id, id),
  CONSTRAINT shop_authorization_merchant_id_legal_entity_id_fkey FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES tenant.legal_entity(merchant_id, id),
  CONSTRAINT shop_authorization_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'completing'::text, 'completed'::text, 'cancelled'::text, 'expired'::text, 'failed'::text])))
);
ALTER TABLE tenant.shop_authorization ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shop_authorization FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shop_authorization TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.shop_authorization TO :app;
GRANT SELECT ON tenant.shop_authorization TO :backup;

CREATE TABLE tenant.shop_category (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_category_id text NOT NULL,
  name text NOT NULL,
  is_open boolean NOT NULL,
  rules jsonb,
  attributes jsonb,
  read_at timestamp with time zone NOT NULL,
  CONSTRAINT shop_category_pkey PRIMARY KEY (merchant_id, shop_id, channel_category_id),
  CONSTRAINT shop_category_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.shop_category ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shop_category FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shop_category TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.shop_category TO :app;
GRANT SELECT ON tenant.shop_category TO :backup;

CREATE TABLE tenant.shop_prerequisite (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  code text NOT NULL,
  reasons text[] NOT NULL,
  is_met boolean NOT NULL,
  read_at timestamp with time zone NOT NULL,
  CONSTRAINT shop_prerequisite_pkey PRIMARY KEY (merchant_id, shop_id, code),
  CONSTRAINT shop_prerequisite_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.shop_prerequisite ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shop_prerequisite FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shop_prerequisite TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.shop_prerequisite TO :app;
GRANT SELECT ON tenant.shop_prerequisite TO :backup;

CREATE TABLE tenant.shown_paper (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  document_id uuid NOT NULL,
  version integer NOT NULL,
  channel_file_id text NOT NULL,
  name text NOT NULL,
  format text,
  shown_at timestamp with time zone NOT NULL,
  CONSTRAINT shown_paper_pkey PRIMARY KEY (merchant_id, shop_id, document_id, version),
  CONSTRAINT shown_paper_merchant_id_document_id_fkey FOREIGN KEY (merchant_id, document_id) REFERENCES tenant.document(merchant_id, id) ON DELETE CASCADE,
  CONSTRAINT shown_paper_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
CREATE INDEX shown_paper_of_document ON tenant.shown_paper USING btree (merchant_id, document_id);
ALTER TABLE tenant.shown_paper ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.shown_paper FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.shown_paper TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.shown_paper TO :app;
GRANT SELECT ON tenant.shown_paper TO :backup;

CREATE TABLE tenant.stock_allocation (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  decided_by text NOT NULL,
  warehouse_id uuid,
  considered jsonb NOT NULL,
  is_settled boolean NOT NULL,
  to_country text NOT NULL,
  to_region text NOT NULL,
  to_postcode_area text NOT NULL,
  allocated_at timestamp with time zone NOT NULL,
  CONSTRAINT stock_allocation_pkey PRIMARY KEY (merchant_id, order_id),
  CONSTRAINT stock_allocation_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES tenant.orders(merchant_id, id),
  CONSTRAINT stock_allocation_merchant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse(merchant_id, id),
  CONSTRAINT stock_allocation_decided_by_check CHECK ((decided_by = ANY (ARRAY['person'::text, 'platform'::text, 'rule'::text])))
);
ALTER TABLE tenant.stock_allocation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_allocation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_allocation TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_allocation TO :app;
GRANT SELECT ON tenant.stock_allocation TO :backup;

CREATE TABLE tenant.stock_day (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  on_day date NOT NULL,
  shipped bigint NOT NULL,
  CONSTRAINT stock_day_pkey PRIMARY KEY (merchant_id, variant_id, on_day),
  CONSTRAINT stock_day_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.stock_item(merchant_id, variant_id)
);
ALTER TABLE tenant.stock_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_day FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_day TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_day TO :app;
GRANT SELECT ON tenant.stock_day TO :backup;

CREATE TABLE tenant.stock_item (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  counted_since timestamp with time zone NOT NULL,
  lead_time_days integer NOT NULL,
  CONSTRAINT stock_item_pkey PRIMARY KEY (merchant_id, variant_id),
  CONSTRAINT stock_item_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id),
  CONSTRAINT stock_item_lead_time_days_check CHECK (((lead_time_days >= 0) AND (lead_time_days <= 365)))
);
ALTER TABLE tenant.stock_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_item FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_item TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_item TO :app;
GRANT SELECT ON tenant.stock_item TO :backup;

CREATE TABLE tenant.stock_level (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
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
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT stock_level_pkey PRIMARY KEY (merchant_id, variant_id, warehouse_id),
  CONSTRAINT stock_level_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.stock_item(merchant_id, variant_id),
  CONSTRAINT stock_level_merchant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse(merchant_id, id),
  CONSTRAINT stock_level_sound CHECK (((reserved >= 0) AND (promotion_reserved >= 0) AND (in_transfer >= 0) AND (inbound >= 0) AND (on_hand >= (reserved + promotion_reserved)) AND (((((on_hand + in_transfer) + shipped) + written_off) + moved_away) = ((received + returned) + moved_here))))
);
ALTER TABLE tenant.stock_level ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_level FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_level TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_level TO :app;
GRANT SELECT ON tenant.stock_level TO :backup;

CREATE TABLE tenant.stock_movement (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  number bigint NOT NULL,
  kind text NOT NULL,
  units bigint NOT NULL,
  on_hand bigint NOT NULL,
  reserved bigint NOT NULL,
  promotion_reserved bigint NOT NULL,
  in_transfer bigint NOT NULL,
  inbound bigint NOT NULL,
  reason text NOT NULL,
  reference text,
  note text NOT NULL,
  actor_kind text NOT NULL,
  actor_name text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT stock_movement_pkey PRIMARY KEY (merchant_id, variant_id, warehouse_id, number),
  CONSTRAINT stock_movement_merchant_id_variant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, variant_id, warehouse_id) REFERENCES tenant.stock_level(merchant_id, variant_id, warehouse_id),
  CONSTRAINT stock_movement_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api-key'::text, 'system'::text]))),
  CONSTRAINT stock_movement_units_check CHECK ((units > 0))
);
CREATE INDEX stock_movement_newest ON tenant.stock_movement USING btree (merchant_id, variant_id, at DESC);
ALTER TABLE tenant.stock_movement ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_movement FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_movement TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT INSERT, SELECT ON tenant.stock_movement TO :app;
GRANT SELECT ON tenant.stock_movement TO :backup;

CREATE TABLE tenant.stock_push (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  channel_sku_id text NOT NULL,
  channel_warehouse_id text NOT NULL,
  variant_id uuid NOT NULL,
  wanted bigint NOT NULL,
  version bigint NOT NULL,
  wanted_at timestamp with time zone NOT NULL,
  sent bigint,
  sent_version bigint NOT NULL,
  sent_at timestamp with time zone,
  confirmed bigint,
  confirmed_version bigint NOT NULL,
  confirmed_at timestamp with time zone,
  failure text,
  failed_at timestamp with time zone,
  shown bigint,
  committed bigint,
  read_at timestamp with time zone,
  drift bigint NOT NULL,
  CONSTRAINT stock_push_pkey PRIMARY KEY (merchant_id, listing_id, channel_sku_id, channel_warehouse_id),
  CONSTRAINT stock_push_merchant_id_listing_id_fkey FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing(merchant_id, id),
  CONSTRAINT stock_push_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT stock_push_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id)
);
CREATE INDEX stock_push_drift ON tenant.stock_push USING btree (merchant_id, shop_id) WHERE (drift <> 0);
CREATE INDEX stock_push_due ON tenant.stock_push USING btree (merchant_id, shop_id) WHERE (version > confirmed_version);
CREATE INDEX stock_push_variant ON tenant.stock_push USING btree (merchant_id, variant_id);
ALTER TABLE tenant.stock_push ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_push FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_push TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_push TO :app;
GRANT SELECT ON tenant.stock_push TO :backup;

CREATE TABLE tenant.stock_reservation (
  merchant_id uuid NOT NULL,
  reference text NOT NULL,
  line text NOT NULL,
  shop_id uuid,
  order_id uuid,
  variant_id uuid NOT NULL,
  sets bigint NOT NULL,
  short bigint NOT NULL,
  state text NOT NULL,
  expires_at timestamp with time zone,
  made_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT stock_reservation_pkey PRIMARY KEY (merchant_id, reference, line),
  CONSTRAINT stock_reservation_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id),
  CONSTRAINT stock_reservation_check CHECK (((short >= 0) AND (short <= sets))),
  CONSTRAINT stock_reservation_sets_check CHECK ((sets > 0)),
  CONSTRAINT stock_reservation_state_check CHECK ((state = ANY (ARRAY['held'::text, 'released'::text, 'expired'::text, 'shipped'::text])))
);
CREATE INDEX stock_reservation_ends ON tenant.stock_reservation USING btree (merchant_id, expires_at) WHERE ((state = 'held'::text) AND (expires_at IS NOT NULL));
CREATE INDEX stock_reservation_order ON tenant.stock_reservation USING btree (merchant_id, order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX stock_reservation_short ON tenant.stock_reservation USING btree (merchant_id, made_at) WHERE ((short > 0) AND (state = 'held'::text));
ALTER TABLE tenant.stock_reservation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_reservation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_reservation TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_reservation TO :app;
GRANT SELECT ON tenant.stock_reservation TO :backup;

CREATE TABLE tenant.stock_reservation_part (
  merchant_id uuid NOT NULL,
  reference text NOT NULL,
  line text NOT NULL,
  variant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  units bigint NOT NULL,
  CONSTRAINT stock_reservation_part_pkey PRIMARY KEY (merchant_id, reference, line, variant_id, warehouse_id),
  CONSTRAINT stock_reservation_part_merchant_id_reference_line_fkey FOREIGN KEY (merchant_id, reference, line) REFERENCES tenant.stock_reservation(merchant_id, reference, line),
  CONSTRAINT stock_reservation_part_merchant_id_variant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, variant_id, warehouse_id) REFERENCES tenant.stock_level(merchant_id, variant_id, warehouse_id),
  CONSTRAINT stock_reservation_part_units_check CHECK ((units > 0))
);
CREATE INDEX stock_reservation_part_level ON tenant.stock_reservation_part USING btree (merchant_id, variant_id, warehouse_id);
ALTER TABLE tenant.stock_reservation_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_reservation_part FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_reservation_part TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_reservation_part TO :app;
GRANT SELECT ON tenant.stock_reservation_part TO :backup;

CREATE TABLE tenant.stock_shop (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  is_pushing boolean NOT NULL,
  compared_at timestamp with time zone,
  trouble text,
  channel_warehouses jsonb NOT NULL,
  may_split boolean NOT NULL DEFAULT true,
  CONSTRAINT stock_shop_pkey PRIMARY KEY (merchant_id, shop_id),
  CONSTRAINT stock_shop_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.stock_shop ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_shop FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_shop TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_shop TO :app;
GRANT SELECT ON tenant.stock_shop TO :backup;

CREATE TABLE tenant.stock_transfer (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  variant_id uuid NOT NULL,
  from_warehouse_id uuid NOT NULL,
  to_warehouse_id uuid NOT NULL,
  units bigint NOT NULL,
  arrived bigint NOT NULL,
  lost bigint NOT NULL,
  returned bigint NOT NULL,
  note text NOT NULL,
  sent_by text NOT NULL,
  sent_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT stock_transfer_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT stock_transfer_merchant_id_to_warehouse_id_fkey FOREIGN KEY (merchant_id, to_warehouse_id) REFERENCES tenant.warehouse(merchant_id, id),
  CONSTRAINT stock_transfer_merchant_id_variant_id_from_warehouse_id_fkey FOREIGN KEY (merchant_id, variant_id, from_warehouse_id) REFERENCES tenant.stock_level(merchant_id, variant_id, warehouse_id),
  CONSTRAINT stock_transfer_arrived_check CHECK ((arrived >= 0)),
  CONSTRAINT stock_transfer_check CHECK ((((arrived + lost) + returned) <= units)),
  CONSTRAINT stock_transfer_check1 CHECK ((from_warehouse_id <> to_warehouse_id)),
  CONSTRAINT stock_transfer_lost_check CHECK ((lost >= 0)),
  CONSTRAINT stock_transfer_returned_check CHECK ((returned >= 0)),
  CONSTRAINT stock_transfer_units_check CHECK ((units > 0))
);
ALTER TABLE tenant.stock_transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.stock_transfer FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.stock_transfer TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.stock_transfer TO :app;
GRANT SELECT ON tenant.stock_transfer TO :backup;

CREATE TABLE tenant.sync_stream (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  stream text NOT NULL,
  cursor_at timestamp with time zone NOT NULL,
  backfill_total integer,
  backfill_done integer NOT NULL DEFAULT 0,
  backfilled_at timestamp with time zone,
  last_swept_at timestamp with time zone,
  last_deep_swept_at timestamp with time zone,
  repairs bigint NOT NULL DEFAULT 0,
  CONSTRAINT sync_stream_pkey PRIMARY KEY (merchant_id, shop_id, stream),
  CONSTRAINT sync_stream_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.sync_stream ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.sync_stream FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.sync_stream TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.sync_stream TO :app;
GRANT SELECT ON tenant.sync_stream TO :backup;

CREATE TABLE tenant.task (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  shop_id uuid,
  state text NOT NULL,
  done integer NOT NULL DEFAULT 0,
  total integer,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT task_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT task_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX task_newest ON tenant.task USING btree (merchant_id, created_at DESC, id DESC);
ALTER TABLE tenant.task ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.task FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.task TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.task TO :app;
GRANT SELECT ON tenant.task TO :backup;

CREATE TABLE tenant.tax_id (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  prompted_on date,
  filed_on date,
  noted_by text NOT NULL,
  noted_at timestamp with time zone NOT NULL,
  CONSTRAINT tax_id_pkey PRIMARY KEY (merchant_id, shop_id),
  CONSTRAINT tax_id_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id)
);
ALTER TABLE tenant.tax_id ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.tax_id FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.tax_id TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.tax_id TO :app;
GRANT SELECT ON tenant.tax_id TO :backup;

CREATE TABLE tenant.text_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  is_cancelled boolean NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT text_run_pkey PRIMARY KEY (merchant_id, id)
);
ALTER TABLE tenant.text_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.text_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.text_run TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.text_run TO :app;
GRANT SELECT ON tenant.text_run TO :backup;

CREATE TABLE tenant.text_run_row (
  merchant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  product_id uuid NOT NULL,
  market text NOT NULL,
  state text NOT NULL,
  reason text,
  CONSTRAINT text_run_row_pkey PRIMARY KEY (merchant_id, run_id, product_id, market),
  CONSTRAINT text_run_row_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product(merchant_id, id),
  CONSTRAINT text_run_row_merchant_id_run_id_fkey FOREIGN KEY (merchant_id, run_id) REFERENCES tenant.text_run(merchant_id, id),
  CONSTRAINT text_run_row_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'drafted'::text, 'skipped'::text, 'failed'::text])))
);
ALTER TABLE tenant.text_run_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.text_run_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.text_run_row TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.text_run_row TO :app;
GRANT SELECT ON tenant.text_run_row TO :backup;

CREATE TABLE tenant.translation_count (
  merchant_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  counted_on date NOT NULL,
  currency text NOT NULL,
  calls integer NOT NULL,
  failures integer NOT NULL,
  characters bigint NOT NULL,
  cost_millionths bigint NOT NULL,
  took_ms bigint NOT NULL,
  slowest_ms integer NOT NULL,
  CONSTRAINT translation_count_pkey PRIMARY KEY (merchant_id, provider_id, counted_on, currency),
  CONSTRAINT translation_count_merchant_id_provider_id_fkey FOREIGN KEY (merchant_id, provider_id) REFERENCES tenant.translation_provider(merchant_id, id) ON DELETE CASCADE
);
ALTER TABLE tenant.translation_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.translation_count FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.translation_count TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.translation_count TO :app;
GRANT SELECT ON tenant.translation_count TO :backup;

CREATE TABLE tenant.translation_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  from_language text NOT NULL,
  to_language text NOT NULL,
  source text NOT NULL,
  target text,
  updated_by text NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT translation_entry_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT translation_entry_check CHECK (((target IS NOT NULL) OR (kind = 'term'::text))),
  CONSTRAINT translation_entry_kind_check CHECK ((kind = ANY (ARRAY['term'::text, 'sentence'::text])))
);
CREATE INDEX translation_entry_newest ON tenant.translation_entry USING btree (merchant_id, updated_at DESC, id DESC);
CREATE UNIQUE INDEX translation_entry_source ON tenant.translation_entry USING btree (merchant_id, kind, from_language, to_language, md5(source));
ALTER TABLE tenant.translation_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.translation_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.translation_entry TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.translation_entry TO :app;
GRANT SELECT ON tenant.translation_entry TO :backup;

CREATE TABLE tenant.translation_memory (
  merchant_id uuid NOT NULL,
  from_language text NOT NULL,
  to_language text NOT NULL,
  source_hash text NOT NULL,
  source text NOT NULL,
  target text NOT NULL,
  is_seen boolean NOT NULL,
  by_name text NOT NULL,
  origin_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT translation_memory_pkey PRIMARY KEY (merchant_id, from_language, to_language, source_hash)
);
CREATE INDEX translation_memory_newest ON tenant.translation_memory USING btree (merchant_id, from_language, to_language, made_at DESC);
CREATE INDEX translation_memory_origin ON tenant.translation_memory USING btree (merchant_id, origin_id);
ALTER TABLE tenant.translation_memory ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.translation_memory FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.translation_memory TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.translation_memory TO :app;
GRANT SELECT ON tenant.translation_memory TO :backup;

CREATE TABLE tenant.translation_provider (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  place integer NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  address text,
  model text,
  key bytea,
  version integer NOT NULL,
  price_minor bigint,
  price_currency text,
  is_on boolean NOT NULL,
  failed_in_row integer NOT NULL,
  rests_until timestamp with time zone,
  CONSTRAINT translation_provider_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT translation_provider_check CHECK (((address IS NOT NULL) OR (kind = 'apertium'::text))),
  CONSTRAINT translation_provider_check1 CHECK (((model IS NULL) = (kind <> 'openai-compatible'::text))),
  CONSTRAINT translation_provider_check2 CHECK (((price_minor IS NULL) = (price_currency IS NULL))),
  CONSTRAINT translation_provider_kind_check CHECK ((kind = ANY (ARRAY['openai-compatible'::text, 'libretranslate'::text, 'apertium'::text])))
);
ALTER TABLE tenant.translation_provider ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.translation_provider FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.translation_provider TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.translation_provider TO :app;
GRANT SELECT ON tenant.translation_provider TO :backup;

CREATE TABLE tenant.translation_reader (
  merchant_id uuid NOT NULL,
  user_id text NOT NULL,
  language text,
  untranslated text NOT NULL,
  CONSTRAINT translation_reader_pkey PRIMARY KEY (merchant_id, user_id)
);
ALTER TABLE tenant.translation_reader ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.translation_reader FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.translation_reader TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.translation_reader TO :app;
GRANT SELECT ON tenant.translation_reader TO :backup;

CREATE TABLE tenant.translation_setting (
  merchant_id uuid NOT NULL,
  uses_memory boolean NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT translation_setting_pkey PRIMARY KEY (merchant_id)
);
ALTER TABLE tenant.translation_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.translation_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.translation_setting TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.translation_setting TO :app;
GRANT SELECT ON tenant.translation_setting TO :backup;

CREATE TABLE tenant.variant (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  sku text NOT NULL,
  option_values text[] NOT NULL,
  gtin text,
  hs_code text,
  weight_g integer,
  length_mm integer,
  width_mm integer,
  height_mm integer,
  is_bundle boolean NOT NULL,
  status text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  sku_folded text NOT NULL GENERATED ALWAYS AS (lower(regexp_replace(sku, '[-_ ./]'::text, ''::text, 'g'::text))) STORED,
  gtin_number text GENERATED ALWAYS AS (lpad(gtin, 14, '0'::text)) STORED,
  CONSTRAINT variant_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT variant_merchant_id_sku_key UNIQUE (merchant_id, sku) DEFERRABLE,
  CONSTRAINT variant_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tenant.product(merchant_id, id),
  CONSTRAINT variant_status_check CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text])))
);
CREATE INDEX variant_gtin ON tenant.variant USING btree (merchant_id, gtin_number) WHERE (gtin_number IS NOT NULL);
CREATE INDEX variant_product ON tenant.variant USING btree (merchant_id, product_id);
CREATE INDEX variant_sku_folded ON tenant.variant USING btree (merchant_id, sku_folded);
ALTER TABLE tenant.variant ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.variant FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.variant TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.variant TO :app;
GRANT SELECT ON tenant.variant TO :backup;

CREATE TABLE tenant.variant_cost (
  merchant_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  valid_from date NOT NULL,
  cost_minor bigint NOT NULL,
  currency text NOT NULL,
  CONSTRAINT variant_cost_pkey PRIMARY KEY (merchant_id, variant_id, valid_from),
  CONSTRAINT variant_cost_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id)
);
ALTER TABLE tenant.variant_cost ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.variant_cost FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.variant_cost TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.variant_cost TO :app;
GRANT SELECT ON tenant.variant_cost TO :backup;

CREATE TABLE tenant.variant_link (
  merchant_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  channel_sku_id text NOT NULL,
  variant_id uuid NOT NULL,
  matched_by text NOT NULL,
  matched_at timestamp with time zone NOT NULL,
  CONSTRAINT variant_link_pkey PRIMARY KEY (merchant_id, listing_id, channel_sku_id),
  CONSTRAINT variant_link_merchant_id_listing_id_fkey FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing(merchant_id, id),
  CONSTRAINT variant_link_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id),
  CONSTRAINT variant_link_matched_by_check CHECK ((matched_by = ANY (ARRAY['sku'::text, 'gtin'::text, 'person'::text, 'published'::text])))
);
CREATE INDEX variant_link_variant ON tenant.variant_link USING btree (merchant_id, variant_id);
ALTER TABLE tenant.variant_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.variant_link FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.variant_link TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.variant_link TO :app;
GRANT SELECT ON tenant.variant_link TO :backup;

CREATE TABLE tenant.violation (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  channel_violation_id text NOT NULL,
  source text NOT NULL,
  reason text NOT NULL,
  area text NOT NULL,
  points integer NOT NULL,
  numerator integer,
  denominator integer,
  window_from timestamp with time zone,
  window_until timestamp with time zone,
  channel_order_ids jsonb NOT NULL,
  measures jsonb NOT NULL,
  violated_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  overturned_at timestamp with time zone,
  note text NOT NULL DEFAULT ''::text,
  noted_at timestamp with time zone,
  CONSTRAINT violation_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT violation_merchant_id_shop_id_channel_violation_id_key UNIQUE (merchant_id, shop_id, channel_violation_id),
  CONSTRAINT violation_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT violation_points_check CHECK ((points >= 0)),
  CONSTRAINT violation_source_check CHECK ((source = ANY (ARRAY['platform'::text, 'file'::text])))
);
CREATE INDEX violation_newest ON tenant.violation USING btree (merchant_id, violated_at DESC, id DESC);
CREATE INDEX violation_shop_newest ON tenant.violation USING btree (merchant_id, shop_id, violated_at DESC, id DESC);
ALTER TABLE tenant.violation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.violation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.violation TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.violation TO :app;
GRANT SELECT ON tenant.violation TO :backup;

CREATE TABLE tenant.warehouse (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  country text NOT NULL,
  is_active boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  region text NOT NULL DEFAULT ''::text,
  postcode text NOT NULL DEFAULT ''::text,
  CONSTRAINT warehouse_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT warehouse_merchant_id_name_key UNIQUE (merchant_id, name),
  CONSTRAINT warehouse_kind_check CHECK ((kind = ANY (ARRAY['own'::text, 'third-party'::text, 'platform'::text])))
);
ALTER TABLE tenant.warehouse ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.warehouse FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.warehouse TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.warehouse TO :app;
GRANT SELECT ON tenant.warehouse TO :backup;

CREATE TABLE tenant.warehouse_shop (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  rank integer NOT NULL,
  channel_warehouse_id text,
  CONSTRAINT warehouse_shop_pkey PRIMARY KEY (merchant_id, shop_id, warehouse_id),
  CONSTRAINT warehouse_shop_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT warehouse_shop_merchant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse(merchant_id, id)
);
ALTER TABLE tenant.warehouse_shop ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.warehouse_shop FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.warehouse_shop TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.warehouse_shop TO :app;
GRANT SELECT ON tenant.warehouse_shop TO :backup;

CREATE TABLE tenant.warehouse_sku (
  merchant_id uuid NOT NULL,
  warehouse_id uuid NOT NULL,
  code text NOT NULL,
  variant_id uuid NOT NULL,
  CONSTRAINT warehouse_sku_pkey PRIMARY KEY (merchant_id, warehouse_id, code),
  CONSTRAINT warehouse_sku_merchant_id_variant_id_fkey FOREIGN KEY (merchant_id, variant_id) REFERENCES tenant.variant(merchant_id, id),
  CONSTRAINT warehouse_sku_merchant_id_warehouse_id_fkey FOREIGN KEY (merchant_id, warehouse_id) REFERENCES tenant.warehouse(merchant_id, id)
);
ALTER TABLE tenant.warehouse_sku ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.warehouse_sku FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.warehouse_sku TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.warehouse_sku TO :app;
GRANT SELECT ON tenant.warehouse_sku TO :backup;

CREATE TABLE tenant.working_hours (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  week jsonb NOT NULL,
  holidays jsonb NOT NULL,
  first_answer_minutes integer NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT working_hours_pkey PRIMARY KEY (merchant_id, shop_id),
  CONSTRAINT working_hours_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop(merchant_id, id),
  CONSTRAINT working_hours_first_answer_minutes_check CHECK ((first_answer_minutes > 0))
);
ALTER TABLE tenant.working_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.working_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.working_hours TO PUBLIC
  USING (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)
  WITH CHECK (merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.working_hours TO :app;
GRANT SELECT ON tenant.working_hours TO :backup;
