import { hashText } from '../random.ts';
import type { Shop, World } from '../types.ts';

/** Accounts that the platform takes for one hand, with what they share: shops of one seller, sellers paid to one bank account, a creator. */
export type LinkedAccount = { id: string; kind: 'shop' | 'creator'; name: string; shares: ('login' | 'entity' | 'bank-account')[] };

export function linkedAccounts(world: World, shop: Shop): LinkedAccount[] {
  const shops = [...world.shops.values()].filter(({ id }) => id !== shop.id);
  const own = shops
    .filter(({ sellerId }) => sellerId === shop.sellerId)
    .map(({ id, name }): LinkedAccount => ({ id, kind: 'shop', name, shares: ['login', 'entity', 'bank-account'] }));
  // The first two sellers are one merchant's: another company, the same bank account.
  const merchants = [...world.sellers.keys()].slice(0, 2);
  const byBank = shops
    .filter(({ sellerId }) => sellerId !== shop.sellerId && merchants.includes(sellerId) && merchants.includes(shop.sellerId))
    .map(({ id, name }): LinkedAccount => ({ id, kind: 'shop', name, shares: ['bank-account'] }));
  const creatorId = `7130${String(hashText(`creator:${shop.sellerId}`)).padStart(10, '0')}0000`;
  return [
    ...own,
    ...byBank,
    { id: creatorId, kind: 'creator', name: `@${(shop.name.split(' ')[0] ?? '').toLowerCase()}`, shares: ['login'] },
  ];
}
