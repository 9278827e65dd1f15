-- When the people of a shop answer buyers, who is told before a buyer has waited too long, and who of us answered.

CREATE TABLE tenant.working_hours (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  -- Monday first; each day a list of { from, until } in minutes of the shop's own day.
  week jsonb NOT NULL,
  -- Days of the shop's zone on which nobody works.
  holidays jsonb NOT NULL,
  first_answer_minutes int NOT NULL CHECK (first_answer_minutes > 0),
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, shop_id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
ALTER TABLE tenant.working_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.working_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.working_hours USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.working_hours TO :app;
GRANT SELECT ON tenant.working_hours TO :backup;

-- Whom alone it is for, as they sign in; null: everybody who may see it.
ALTER TABLE tenant.notification ADD COLUMN person_id text;

-- The seller's message that ended the turn: who of us wrote it is read from there.
ALTER TABLE tenant.buyer_turn ADD COLUMN replied_message_id text;
ALTER TABLE tenant.buyer_turn NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.message NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.buyer_turn AS turn SET replied_message_id =
  (SELECT m.channel_message_id FROM tenant.message m
   WHERE m.merchant_id = turn.merchant_id AND m.conversation_id = turn.conversation_id AND m.sender = 'seller' AND m.sent_at = turn.replied_at
   ORDER BY m.sequence LIMIT 1)
WHERE turn.replied_at IS NOT NULL;
ALTER TABLE tenant.buyer_turn FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.message FORCE ROW LEVEL SECURITY;
