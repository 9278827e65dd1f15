-- What reviews say, in whose name the platform shows them, and whether they were written for a reward.

ALTER TABLE tenant.review
  ADD COLUMN body text NOT NULL DEFAULT '',
  -- Null: stored before words were kept; read again below.
  ADD COLUMN language text,
  ADD COLUMN author text NOT NULL DEFAULT '',
  ADD COLUMN is_incentivised boolean NOT NULL DEFAULT false,
  -- The buyer's data was deleted: words of this review are not stored again.
  ADD COLUMN is_erased boolean NOT NULL DEFAULT false;
CREATE INDEX review_newest ON tenant.review (merchant_id, shop_id, written_at DESC, id DESC);
CREATE INDEX review_of_product ON tenant.review (merchant_id, shop_id, channel_product_id, written_at DESC, id DESC) WHERE channel_product_id IS NOT NULL;
CREATE INDEX review_of_order ON tenant.review (merchant_id, shop_id, channel_order_id);

-- Sweeps bring the words of what is known already.
ALTER TABLE tenant.sync_stream NO FORCE ROW LEVEL SECURITY;
UPDATE tenant.sync_stream SET cursor_at = cursor_at - interval '91 days' WHERE stream = 'reviews' AND backfilled_at IS NOT NULL;
ALTER TABLE tenant.sync_stream FORCE ROW LEVEL SECURITY;
