import type { TaxId } from '@tradewind/contract';
import { taxIdMarkets } from '@tradewind/rules/tax-id';
import type { Duty, DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { taxIdsOf } from './queries/tax-ids.ts';

/** A tax number that the platform asks for: before the freeze, until it, and while money is held. */
export const taxIdDuties: DutySource<ShopInScope> = {
  kinds: ['tax-id-needed', 'tax-id-freezing', 'tax-id-frozen'],
  find: async (tx, { services, shops }) => {
    const asked = shops.filter(({ market }) => taxIdMarkets.includes(market));
    return (await taxIdsOf(services, tx, asked)).flatMap(dutyOf);
  },
};

function dutyOf({ shop, frozen, frozenUntil, freezesAt, prompt }: TaxId): Duty[] {
  const of = { subject: shop.id, shopId: shop.id, sinceAt: null, data: {}, link: { page: '/money/tax-ids', search: { open: shop.id } } };
  const at = (text: string | null) => (text === null ? null : Date.parse(text));
  if (frozen) return [{ ...of, kind: 'tax-id-frozen', isLosing: true, deadlineAt: at(frozenUntil) }];
  if (freezesAt) return [{ ...of, kind: 'tax-id-freezing', isLosing: false, deadlineAt: at(freezesAt) }];
  return prompt ? [{ ...of, kind: 'tax-id-needed', isLosing: false, deadlineAt: null }] : [];
}
