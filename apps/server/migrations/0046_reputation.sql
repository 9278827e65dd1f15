-- What reviews complain of, what the shop answered to them in public, and reviews that came by a file.

ALTER TABLE tenant.review
  -- By the rule of the words; null: not judged yet, read again below.
  ADD COLUMN themes text[],
  -- A shop answers once; words that stand under the review on the platform. Null: not answered.
  ADD COLUMN reply_body text,
  ADD COLUMN replied_at timestamptz,
  -- What the platform lists counts more than a file that a person brought.
  ADD COLUMN source text NOT NULL DEFAULT 'platform' CHECK (source IN ('platform', 'file'));

-- Sweeps bring what is known already once more, from the oldest of each shop.
ALTER TABLE tenant.sync_stream NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.review NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.sync_stream AS s SET cursor_at = least(s.cursor_at, oldest.updated_at)
FROM (SELECT merchant_id, shop_id, min(updated_at) AS updated_at FROM tenant.review GROUP BY 1, 2) AS oldest
WHERE s.merchant_id = oldest.merchant_id AND s.shop_id = oldest.shop_id AND s.stream = 'reviews' AND s.backfilled_at IS NOT NULL;
ALTER TABLE tenant.review FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant.sync_stream FORCE ROW LEVEL SECURITY;

-- What is to be answered to a review: an intent, one of each review, because the platform takes one.
CREATE TABLE tenant.review_reply (
  merchant_id uuid NOT NULL,
  review_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  body text NOT NULL,
  intent text NOT NULL CHECK (intent IN ('planned', 'sent', 'unknown', 'confirmed', 'rejected', 'discarded')),
  failure_code text,
  asked_by_kind text NOT NULL CHECK (asked_by_kind IN ('user', 'api-key')),
  asked_by_id text NOT NULL,
  asked_by text NOT NULL,
  planned_at timestamptz NOT NULL,
  sent_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (merchant_id, review_id),
  FOREIGN KEY (merchant_id, review_id) REFERENCES tenant.review (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES tenant.shop (merchant_id, id)
);
CREATE INDEX review_reply_unsettled ON tenant.review_reply (merchant_id, shop_id, planned_at DESC) WHERE intent IN ('sent', 'unknown', 'rejected');
ALTER TABLE tenant.review_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant.review_reply FORCE ROW LEVEL SECURITY;
CREATE POLICY own_merchant ON tenant.review_reply USING (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid) WITH CHECK (merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.review_reply TO :app;
GRANT SELECT ON tenant.review_reply TO :backup;
