import type { AnswerOf, Routes } from '@tradewind/contract';
import { isCountry } from '@tradewind/rules/countries';
import { mexicoCategories } from '@tradewind/rules/policies';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { ownShop } from '../queries/own-shop.ts';

type Input = Parameters<Handlers['us-to-mexico.set-seller']>[0];

const inviteOnly: readonly string[] = mexicoCategories
  .filter(({ access }) => access === 'invite-only')
  .flatMap(({ categories }) => categories);

export const notInviteOnly = (categories: readonly string[], path: string) =>
  categories.flatMap((category, index) =>
    inviteOnly.includes(category)
      ? []
      : [
          {
            path: `${path}/${index}`,
            code: 'not-invite-only',
            message: `one of ${inviteOnly.join(', ')}: no other is opened by invitation`,
          },
        ],
  );

export const unknownCountry = (country: string | null | undefined, path: string) =>
  country === null || country === undefined || isCountry(country)
    ? []
    : [{ path, code: 'unknown-country', message: 'not an assigned ISO 3166-1 code' }];

export async function setSeller(
  services: Services,
  { caller, requestId, params, body }: Input,
): Promise<AnswerOf<Routes['us-to-mexico.set-seller']> | Refusal> {
  const errors = [...unknownCountry(body.shipFrom, '/shipFrom'), ...notInviteOnly(body.invitedCategories, '/invitedCategories')];
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  const now = services.clock.now();
  const facts = {
    origin: body.origin,
    performance_score: body.shopPerformanceScore,
    dispatch_days: body.dispatchDays,
    lead_time_days: body.leadTimeDays,
    ship_from: body.shipFrom,
    invited_categories: [...new Set(body.invitedCategories)].sort(),
    qualifications: [...new Set(body.qualifications)].sort(),
    updated_at: new Date(now),
  };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await ownShop(tx, caller, params.shopId);
    if (!shop) return refuse('not-found');
    await tx
      .insertInto('mexico_seller')
      .values({ merchant_id: caller.merchantId, shop_id: shop.id, ...facts })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id']).doUpdateSet(facts))
      .execute();
    const { origin, dispatchDays, shipFrom, invitedCategories } = body;
    const act = { objectKind: 'shop', objectId: shop.id, facts: { origin, dispatchDays, shipFrom, invitedCategories } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'us-to-mexico.set-seller' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'programme.changed', ids: [], shopId: shop.id }]);
    return { savedAt: facts.updated_at.toISOString() };
  });
}
