import type { AnswerOf, Routes } from '@tradewind/contract';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { findReview, reviewView } from './review-row.ts';

type Detail = AnswerOf<Routes['reviews.get']>;
type Sought = { caller: Caller; reviewId: string };
type Row = NonNullable<Awaited<ReturnType<typeof findReview>>>;

export async function findOwn(tx: TenantTx, { caller, reviewId }: Sought): Promise<{ row: Row; shop: ShopInScope } | undefined> {
  const shops = await shopsInScope(tx, { caller });
  const row = await findReview(tx, { id: reviewId, shopIds: shops.map(({ id }) => id) });
  const shop = shops.find(({ id }) => id === row?.shop_id);
  return row && shop ? { row, shop } : undefined;
}

export async function readReview(services: Services, sought: Sought): Promise<Detail | Refusal> {
  return services.database.withMerchant(sought.caller.merchantId, async (tx) => {
    const found = await findOwn(tx, sought);
    if (!found) return refuse('not-found');
    return { ...reviewView(found.row, found.shop), replying: await replyingOf(tx, services, found) };
  });
}

/** Whether this review can be answered from here, and how long an answer may be. */
export async function replyingOf(
  tx: TenantTx,
  { channels }: Services,
  { row, shop }: { row: Row; shop: ShopInScope },
): Promise<Detail['replying']> {
  const feedback = Object.entries(channels).find(([name]) => name === shop.channel)?.[1]?.feedback;
  const maxLength = feedback?.replies?.maxLength ?? 0;
  const said = (whyNot: Detail['replying']['whyNot']) => ({ whyNot, maxLength });
  if (row.replied_at || row.wish?.intent === 'confirmed') return said('answered');
  if (row.is_withdrawn) return said('withdrawn');
  if (row.is_erased) return said('erased');
  if (!feedback?.replies) return said('not-offered');
  if (shop.state !== 'active') return said('shop-not-active');
  if (!(await hasScope(tx, shop.id, feedback.scope))) return said('no-consent');
  const isOpen = row.wish && ['planned', 'sent', 'unknown'].includes(row.wish.intent);
  return said(isOpen ? 'on-its-way' : null);
}
