-- Answers that agents give again and again, as they were written: with blanks that are filled where one is chosen.
CREATE TABLE tenant.saved_reply (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
ALTER TABLE tenant.saved_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.saved_reply FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.saved_reply USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.saved_reply TO :app;
GRANT SELECT ON tenant.saved_reply TO :backup;
