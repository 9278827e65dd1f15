import { type Core, later, streamOf } from '../core.ts';
import type { Life } from '../life.ts';
import { setReturn } from '../order-events.ts';
import { between } from '../random.ts';
import { hasEpisode } from '../troubles.ts';
import type { Return } from '../types.ts';
import { DAY, HOUR } from '../zone.ts';
import { approve, resolve } from './settling.ts';

/** A refused buyer calls the platform in, which decides within three days; pictures in the seller's refusal weigh. */
const REJECTED = 'REFUND_OR_RETURN_REQUEST_REJECT';
const DECIDED_WITHIN_MS = 3 * DAY;
const BUYER_WINS = { plain: 0.6, withEvidence: 0.3 } as const;

export function dispute(core: Core, life: Life, item: Return): void {
  item.arbitration = 'IN_PROGRESS';
  item.resolvedAt = null;
  item.respondBy = null;
  item.dispute = { openedAt: core.at(), dueAt: core.at() + DECIDED_WITHIN_MS, decidedAt: null, responsible: null };
  setReturn(core, item, { status: item.status === 'REJECT_RECEIVE_PACKAGE' ? item.status : REJECTED, role: 'BUYER' });
  later(core, between(8 * HOUR, DECIDED_WITHIN_MS, life.rng), () => {
    const share = item.records.some(({ imageUris }) => imageUris.length > 0) ? BUYER_WINS.withEvidence : BUYER_WINS.plain;
    const isForBuyer = life.rng() < share;
    decideDispute(core, life, { item, isForBuyer });
  });
}

/** Nothing where it was decided before. */
export function decideDispute(core: Core, life: Life, { item, isForBuyer }: { item: Return; isForBuyer: boolean }): void {
  if (item.arbitration !== 'IN_PROGRESS') return;
  item.arbitration = isForBuyer ? 'SUPPORT_BUYER' : 'SUPPORT_SELLER';
  if (item.dispute) {
    item.dispute.decidedAt = core.at();
    item.dispute.responsible = isForBuyer ? responsibleFor(core, life, item) : 'BUYER';
  }
  if (isForBuyer) approve(core, { life, item }, 'OPERATOR');
  else resolve(core, item, { status: REJECTED, role: 'OPERATOR' });
}

/** The buyer was right; mostly the parcel was handled badly, and only shops with bad goods or late parcels have it on themselves. */
function responsibleFor(core: Core, { shop }: Life, item: Return): 'SELLER' | 'CARRIER' | 'PLATFORM' {
  const rng = streamOf(core, `dispute:${item.id}`);
  const isTroubled = (shop.trouble !== 'none' && shop.trouble !== 'slow-replies') || hasEpisode(core, shop, 'bad-goods');
  if (rng() < (isTroubled ? 0.7 : 0.02)) return 'SELLER';
  return rng() < 0.7 ? 'CARRIER' : 'PLATFORM';
}
