-- What buyers and shops say to each other, and what agents want to be said. Words lie open, because they are to be searched; they go with the
-- buyer who asks for it (tenant.buyer_erasure).

ALTER TABLE tenant.conversation
  -- Keyed hash of the buyer's id, the same as an order's; null: the platform has not said who it is.
  ADD COLUMN buyer_hash text,
  ADD COLUMN buyer_name text NOT NULL DEFAULT '',
  -- Up to where somebody here has read, by the platform's sequence, and what of that the platform was told.
  ADD COLUMN read_up_to bigint NOT NULL DEFAULT 0,
  ADD COLUMN read_told bigint NOT NULL DEFAULT 0;
CREATE INDEX conversation_latest ON tenant.conversation (merchant_id, latest_at, id);
CREATE INDEX conversation_buyer ON tenant.conversation (merchant_id, buyer_hash) WHERE buyer_hash IS NOT NULL;
CREATE INDEX conversation_read_untold ON tenant.conversation (merchant_id, shop_id) WHERE read_up_to > read_told;

-- What stands there has no words yet: every conversation is read once more, and listed once more for its buyer.
ALTER TABLE tenant.conversation NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.conversation SET read_for = NULL, latest_message_id = NULL;
ALTER TABLE tenant.conversation FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.sync_stream NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.sync_stream SET cursor_at = cursor_at - interval '31 days' WHERE stream = 'conversations' AND backfilled_at IS NOT NULL;
ALTER TABLE tenant.sync_stream FORCE ROW LEVEL SECURITY;

CREATE TABLE tenant.message (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel_message_id text NOT NULL,
  -- The platform's own count within the conversation: the order in which it is read, whenever it arrived.
  sequence bigint NOT NULL,
  sender text NOT NULL CHECK (sender IN ('buyer', 'seller', 'automatic')),
  kind text NOT NULL CHECK (kind IN ('text', 'image', 'order-card', 'product-card', 'return-card', 'coupon-card', 'sticker', 'video', 'notice', 'other')),
  -- The very words; empty for what is no text, was deleted, or is of a buyer whose data was.
  body text NOT NULL,
  image_url text,
  image_width int,
  image_height int,
  -- Null: no picture. `unusable`: what lies there is none; `passed`: too old to be fetched when it was read.
  image_state text CHECK (image_state IN ('waiting', 'kept', 'unusable', 'passed')),
  image_type text,
  channel_order_id text,
  channel_product_id text,
  sent_at timestamptz NOT NULL,
  -- When it was seen here that its writer had taken it back.
  deleted_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, conversation_id, channel_message_id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id)
);
CREATE INDEX message_sequence ON tenant.message (merchant_id, conversation_id, sequence, id);
CREATE INDEX message_image_waiting ON tenant.message (merchant_id, shop_id) WHERE image_state = 'waiting';

-- Pictures that agents send. The bytes lie in the vault.
CREATE TABLE tenant.message_image (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  media_type text NOT NULL,
  bytes int NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, conversation_id, sha256),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id)
);

-- What is to be said: an intent that the platform is told once.
CREATE TABLE tenant.outgoing_message (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  -- Its turn within the conversation: one after the other, as they were asked for.
  place int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('text', 'image', 'order-card', 'product-card')),
  body text NOT NULL,
  image_id uuid,
  -- As the platform has it once it was uploaded.
  image_url text,
  image_width int,
  image_height int,
  channel_order_id text,
  channel_product_id text,
  -- `discarded`: refused, and given up by a person.
  intent text NOT NULL CHECK (intent IN ('planned', 'sent', 'unknown', 'confirmed', 'rejected', 'discarded')),
  failure_code text,
  channel_message_id text,
  -- The newest message that was known when it was sent: what it became comes later.
  after_sequence bigint,
  asked_by_kind text NOT NULL CHECK (asked_by_kind IN ('user', 'api-key')),
  asked_by_id text NOT NULL,
  asked_by text NOT NULL,
  planned_at timestamptz NOT NULL,
  sent_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, conversation_id, place),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES tenant.conversation (merchant_id, id),
  FOREIGN KEY (merchant_id, image_id) REFERENCES tenant.message_image (merchant_id, id)
);
-- A message of the platform's is one wish's.
CREATE UNIQUE INDEX outgoing_message_confirmed ON tenant.outgoing_message (merchant_id, conversation_id, channel_message_id)
  WHERE channel_message_id IS NOT NULL;
CREATE INDEX outgoing_message_open ON tenant.outgoing_message (merchant_id, conversation_id, place)
  WHERE intent IN ('planned', 'sent', 'unknown', 'rejected');
CREATE INDEX outgoing_message_unsettled ON tenant.outgoing_message (merchant_id, shop_id, planned_at) WHERE intent IN ('sent', 'unknown', 'rejected');

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['message', 'message_image', 'outgoing_message'] LOOP
    EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE tenant.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_merchant ON tenant.%I USING (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting(''app.merchant_id'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.%I TO :app', t);
    EXECUTE format('GRANT SELECT ON tenant.%I TO :backup', t);
  END LOOP;
END $$;
