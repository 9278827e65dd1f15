-- Saved views of tables, and the notification centre. Who reads is an id as text: a person's, or an API key's.

CREATE TABLE tenant.saved_view (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  page text NOT NULL,
  name text NOT NULL,
  owner_id text NOT NULL,
  is_shared boolean NOT NULL,
  -- The page's own part of the address: names and values as text.
  search jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, page, owner_id, name)
);

-- Which view a person's page opens with; at most one.
CREATE TABLE tenant.default_view (
  merchant_id uuid NOT NULL,
  page text NOT NULL,
  person_id text NOT NULL,
  view_id uuid NOT NULL,
  PRIMARY KEY (merchant_id, page, person_id),
  FOREIGN KEY (merchant_id, view_id) REFERENCES tenant.saved_view (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX default_view_view ON tenant.default_view (merchant_id, view_id);

-- `fact` names what it is about, so that one fact has one open notification; closed_at is when the fact ended.
CREATE TABLE tenant.notification (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  fact text NOT NULL,
  shop_id uuid,
  -- Ids, codes and counts; never what a buyer or a person wrote.
  facts jsonb NOT NULL,
  raised_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE UNIQUE INDEX notification_open ON tenant.notification (merchant_id, fact) WHERE closed_at IS NULL;
CREATE INDEX notification_fact ON tenant.notification (merchant_id, fact, closed_at DESC);
CREATE INDEX notification_newest ON tenant.notification (merchant_id, raised_at DESC, id DESC);

CREATE TABLE tenant.notification_read (
  merchant_id uuid NOT NULL,
  person_id text NOT NULL,
  notification_id uuid NOT NULL,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, person_id, notification_id),
  FOREIGN KEY (merchant_id, notification_id) REFERENCES tenant.notification (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX notification_read_of ON tenant.notification_read (merchant_id, notification_id);

CREATE TABLE tenant.notification_mute (
  merchant_id uuid NOT NULL,
  person_id text NOT NULL,
  kind text NOT NULL,
  PRIMARY KEY (merchant_id, person_id, kind)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['saved_view', 'default_view', 'notification', 'notification_read', 'notification_mute'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
