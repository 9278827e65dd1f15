-- Listings after they are live: what their platform was last told, how that differs from what it shows, and being on or off.

ALTER TABLE tenant.publication
  -- What the platform was last told; null before the first time. Drift is told by it, and what is still to be sent.
  ADD COLUMN last_sent jsonb,
  -- What the platform shows instead, while somebody must choose; null: it shows what it was told.
  ADD COLUMN drift jsonb,
  -- Where one that is being sent goes back to when it is taken back.
  ADD COLUMN came_from text;
CREATE INDEX publication_drifted ON tenant.publication (merchant_id, created_at DESC, id DESC) WHERE drift IS NOT NULL;

-- The last wish to put a listing on or take it off. It is absolute, so a newer one replaces an older one.
CREATE TABLE tenant.listing_switch (
  merchant_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  is_on boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'sent', 'done', 'refused')),
  -- Of one that was refused: by us, or by the platform in its own words.
  code text,
  message text,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, listing_id),
  FOREIGN KEY (merchant_id, listing_id) REFERENCES tenant.listing (merchant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX listing_switch_open ON tenant.listing_switch (merchant_id, shop_id) WHERE state IN ('planned', 'sent');

ALTER TABLE tenant.listing_switch ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.listing_switch FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.listing_switch USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.listing_switch TO :app;
GRANT SELECT ON tenant.listing_switch TO :backup;
