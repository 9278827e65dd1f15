-- The words by which messages and buyers are found: under row security only comparisons of text reach an index (ARCHITECTURE.md).

CREATE TABLE tenant.inbox_term (
  merchant_id uuid NOT NULL,
  -- `message`: of what was said, `id` is the message's; `buyer`: of a name, `id` is the conversation's.
  field text NOT NULL CHECK (field IN ('message', 'buyer')),
  term text NOT NULL,
  -- When it was said, or when the conversation began: the newest is found first.
  at timestamptz NOT NULL,
  id uuid NOT NULL,
  PRIMARY KEY (merchant_id, field, term, at, id)
);
-- What goes with its message, and whether a message has a second word too.
CREATE INDEX inbox_term_of ON tenant.inbox_term (merchant_id, id, term);

ALTER TABLE tenant.inbox_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.inbox_term FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.inbox_term USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.inbox_term TO :app;
GRANT SELECT ON tenant.inbox_term TO :backup;

-- What stood there before has no terms yet: a job makes them, a shop at a time.
ALTER TABLE tenant.message ADD COLUMN has_terms boolean NOT NULL DEFAULT false;
CREATE INDEX message_without_terms ON tenant.message (merchant_id, shop_id) WHERE NOT has_terms;
ALTER TABLE tenant.conversation ADD COLUMN has_terms boolean NOT NULL DEFAULT false;
CREATE INDEX conversation_without_terms ON tenant.conversation (merchant_id, shop_id) WHERE NOT has_terms;
