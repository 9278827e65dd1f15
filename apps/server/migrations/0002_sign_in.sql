-- Sign-in: people, their sessions and memberships, API keys. All of it lies in the schema `system`, because a
-- request is recognised before its merchant is known. The app role has no right on any of these tables.
-- The columns of auth_* and of merchant follow the sign-in library, in snake case; its times are real time.

ALTER TABLE system.merchant ADD COLUMN slug text UNIQUE, ADD COLUMN logo text, ADD COLUMN metadata text;

CREATE TABLE system.auth_user (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  two_factor_enabled boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
COMMENT ON TABLE system.auth_user IS 'People who sign in: one may belong to several merchants.';

CREATE TABLE system.auth_session (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES system.auth_user (id) ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  active_organization_id uuid REFERENCES system.merchant (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX auth_session_user ON system.auth_session (user_id);
COMMENT ON TABLE system.auth_session IS 'Signed-in browsers: read before it is known which merchant a request is for. The cookie carries a signature beside the token.';

CREATE TABLE system.auth_account (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES system.auth_user (id) ON DELETE CASCADE,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (provider_id, account_id)
);
CREATE INDEX auth_account_user ON system.auth_account (user_id);
COMMENT ON TABLE system.auth_account IS 'How a person proves who they are: the scrypt hash of a password.';

CREATE TABLE system.auth_verification (
  id uuid PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX auth_verification_identifier ON system.auth_verification (identifier);
COMMENT ON TABLE system.auth_verification IS 'Short-lived proofs between the two steps of a sign-in with a second factor.';

CREATE TABLE system.auth_two_factor (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES system.auth_user (id) ON DELETE CASCADE,
  secret text NOT NULL,
  backup_codes text NOT NULL,
  verified boolean NOT NULL DEFAULT true,
  failed_verification_count int NOT NULL DEFAULT 0,
  locked_until timestamptz
);
CREATE INDEX auth_two_factor_user ON system.auth_two_factor (user_id);
COMMENT ON TABLE system.auth_two_factor IS 'Second factors; secret and backup codes are encrypted by the sign-in library.';

-- `name` is what this merchant calls the person: showing auth_user.name would tell one merchant what another wrote.
CREATE TABLE system.member (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES system.merchant (id),
  user_id uuid NOT NULL REFERENCES system.auth_user (id) ON DELETE CASCADE,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'operations', 'listing', 'warehouse', 'service', 'finance', 'viewer')),
  shop_ids uuid[],
  created_at timestamptz NOT NULL,
  UNIQUE (organization_id, user_id)
);
CREATE INDEX member_user ON system.member (user_id);
COMMENT ON TABLE system.member IS 'Which person works for which merchant, as what and for which shops (null = all): decides the merchant of a session.';

CREATE TABLE system.api_key (
  id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL REFERENCES system.merchant (id),
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  shop_ids uuid[],
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_key_newest ON system.api_key (merchant_id, created_at DESC, id DESC);
COMMENT ON TABLE system.api_key IS 'SHA-256 of each API key, with what it may do: looked up before the merchant is known.';

CREATE TABLE system.sign_in_attempt (
  key_hash bytea PRIMARY KEY,
  tokens double precision NOT NULL,
  refilled_at timestamptz NOT NULL
);
CREATE INDEX sign_in_attempt_refilled ON system.sign_in_attempt (refilled_at);
COMMENT ON TABLE system.sign_in_attempt IS 'Buckets that slow password guessing, one per address and account (hashed), shared by all server processes.';

GRANT SELECT, INSERT, UPDATE, DELETE ON system.auth_user, system.auth_session, system.auth_account, system.auth_verification,
  system.auth_two_factor, system.member, system.api_key, system.sign_in_attempt TO :system;
GRANT SELECT ON system.auth_user, system.auth_session, system.auth_account, system.auth_verification,
  system.auth_two_factor, system.member, system.api_key, system.sign_in_attempt TO :backup;
