import type { AnswerOf, Routes } from '@tradewind/contract';
import { gateConditions } from '@tradewind/rules/review-gates';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { refreshDisplay } from '../display.ts';
import { gateView } from '../queries/gates.ts';

type Gate = AnswerOf<Routes['review-gates.set']>;

/** Who opens a market names each of its conditions: none was overlooked. Closing asks for nothing, and what is shown there vanishes. */
export async function setGate(services: Services, input: Parameters<Handlers['review-gates.set']>[0]): Promise<Gate | Refusal> {
  const { caller, requestId, params, body } = input;
  const { market } = params;
  const unread = gateConditions(market).filter((condition) => !body.readConditions.includes(condition));
  if (body.isOpen && unread.length > 0) return refuse('review-gate-closed', `Not confirmed as read: ${unread.join(', ')}.`);
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    // A merchant-wide word: a member of some shops only does not speak for the others.
    if (caller.shopIds !== null) return refuse('forbidden');
    const row = { merchant_id: caller.merchantId, market, is_open: body.isOpen, changed_by: caller.name, changed_at: new Date(now) };
    await tx
      .insertInto('review_gate')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['merchant_id', 'market'])
          .doUpdateSet({ is_open: row.is_open, changed_by: row.changed_by, changed_at: row.changed_at }),
      )
      .execute();
    const facts = { market, isOpen: body.isOpen, conditions: body.readConditions };
    await audit(tx, {
      id: services.newId(),
      at: now,
      action: 'review-gate.set',
      objectKind: 'review-gate',
      objectId: market,
      facts,
      caller,
      requestId,
    });
    const displays = await tx
      .selectFrom('review_display as d')
      .innerJoin('shop as s', (on) => on.onRef('s.merchant_id', '=', 'd.merchant_id').onRef('s.id', '=', 'd.shop_id'))
      .select(['d.shop_id as shopId', 'd.channel_product_id as channelProductId'])
      .where('s.market', '=', market)
      .where('d.is_on', '=', true)
      .orderBy('d.id')
      .execute();
    const cause = body.isOpen ? ('gate-opened' as const) : ('gate-closed' as const);
    for (const key of displays) await refreshDisplay(tx, { services, merchantId: caller.merchantId, now, cause, by: caller.name }, key);
    await services.hints.publish(tx, caller.merchantId, [{ type: 'review.changed', ids: [], shopId: null }]);
    return gateView(market, row);
  });
}
