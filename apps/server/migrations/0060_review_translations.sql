-- Reviews in the language of whoever reads them: beside the words, never in their place.

CREATE TABLE tenant.review_translation (
  merchant_id uuid NOT NULL,
  review_id uuid NOT NULL,
  language text NOT NULL,
  from_language text NOT NULL,
  body text NOT NULL,
  -- Of the words that were translated: other words have no translation.
  of_md5 text NOT NULL,
  by_kind text NOT NULL CHECK (by_kind IN ('provider', 'memory')),
  by_name text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, review_id, language),
  FOREIGN KEY (merchant_id, review_id) REFERENCES tenant.review (merchant_id, id)
);
ALTER TABLE tenant.review_translation ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_translation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_translation USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.review_translation TO :app;
GRANT SELECT ON tenant.review_translation TO :backup;
