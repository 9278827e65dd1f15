-- Colleagues and what each person set for themselves. All of it lies in the schema `system`: an invitation is recognised by its
-- link before the merchant is known, and a person's settings go with the person into every merchant they work for.

ALTER TABLE system.member ADD COLUMN last_active_at timestamptz;

CREATE TABLE system.invitation (
  id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL REFERENCES system.merchant (id),
  email text NOT NULL CHECK (email = lower(email)),
  role text NOT NULL CHECK (role IN ('owner', 'operations', 'listing', 'warehouse', 'service', 'finance', 'viewer')),
  shop_ids uuid[],
  token_hash bytea NOT NULL UNIQUE,
  invited_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX invitation_newest ON system.invitation (merchant_id, created_at DESC, id DESC);
CREATE INDEX invitation_expires ON system.invitation (expires_at);
COMMENT ON TABLE system.invitation IS 'Links by which colleagues join, as SHA-256: looked up before the merchant of whoever opens one is known.';

CREATE TABLE system.profile (
  user_id uuid PRIMARY KEY REFERENCES system.auth_user (id) ON DELETE CASCADE,
  language text,
  time_zone text,
  theme text,
  density text,
  updated_at timestamptz NOT NULL
);
COMMENT ON TABLE system.profile IS 'Language, time zone and appearance of a person, the same in every merchant they work for.';

GRANT SELECT, INSERT, UPDATE, DELETE ON system.invitation, system.profile TO :system;
GRANT SELECT ON system.invitation, system.profile TO :backup;
