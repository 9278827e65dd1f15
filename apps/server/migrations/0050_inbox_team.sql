-- How colleagues share the inbox: labels, mentions, rules that give conversations away, who takes more, and acts kept under a name.

CREATE TABLE tenant.conversation_label (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  colour text NOT NULL CHECK (colour IN ('grey', 'blue', 'teal', 'violet', 'pink', 'brown')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, name)
);
CREATE TABLE tenant.labelled_conversation (
  merchant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  label_id uuid NOT NULL,
  put_by text NOT NULL,
  put_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, conversation_id, label_id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id),
  FOREIGN KEY (merchant_id, label_id) REFERENCES tenant.conversation_label (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX labelled_conversation_label ON tenant.labelled_conversation (merchant_id, label_id, conversation_id);

-- Members who were called to a note, with the names they had.
ALTER TABLE tenant.conversation_note ADD COLUMN mentions jsonb NOT NULL DEFAULT '[]';
-- The same words in other languages, by code.
ALTER TABLE tenant.saved_reply ADD COLUMN texts jsonb NOT NULL DEFAULT '{}';

-- Only who has said so: without a row somebody takes what rules give them.
CREATE TABLE tenant.inbox_agent (
  merchant_id uuid NOT NULL,
  member_id text NOT NULL,
  is_accepting boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, member_id)
);

CREATE TABLE tenant.assignment_rule (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Asked by it, the lowest first.
  rank int NOT NULL,
  version int NOT NULL,
  name text NOT NULL,
  is_live boolean NOT NULL,
  shop_ids uuid[] NOT NULL,
  markets text[] NOT NULL,
  languages text[] NOT NULL,
  hours text NOT NULL CHECK (hours IN ('any', 'open', 'closed')),
  member_ids text[] NOT NULL,
  chosen_by text NOT NULL CHECK (chosen_by IN ('round-robin', 'least-loaded')),
  most_open int CHECK (most_open > 0),
  -- Whom it chose last: the turn goes on after them.
  last_member_id text,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
-- What rules gave to whom; it outlives the rule.
CREATE TABLE tenant.rule_assignment (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  member_id text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id)
);
CREATE INDEX rule_assignment_at ON tenant.rule_assignment (merchant_id, at, rule_id);
-- Those who wait for somebody to answer them.
CREATE INDEX conversation_unassigned ON tenant.conversation (merchant_id, shop_id) WHERE assignee_id IS NULL;
CREATE INDEX conversation_assigned ON tenant.conversation (merchant_id, assignee_id) WHERE assignee_id IS NOT NULL;

CREATE TABLE tenant.inbox_macro (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  -- The key of the keyboard; each is one macro's.
  shortcut text,
  acts jsonb NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, shortcut)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['conversation_label', 'labelled_conversation', 'inbox_agent', 'assignment_rule', 'rule_assignment', 'inbox_macro'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
