/** Whom and what the grant covers. */
import { type CallContext, coveredShops, grantOperation } from '../operation.ts';

const authorizedShops = grantOperation({
  method: 'GET',
  template: '/authorization/{version}/shops',
  versions: ['202309'],
  scope: 'seller.authorization.info',
  answer(call) {
    const shops = coveredShops(call).map((shop) => ({
      id: shop.id,
      name: shop.name,
      region: shop.market,
      seller_type: shop.sellerType,
      cipher: shop.cipher,
      code: shop.code,
    }));
    return { shops };
  },
});

/** Every active shop of the seller's account, the ones outside the grant included: without their cipher nothing can be done to them. */
const activeShops = grantOperation({
  method: 'GET',
  template: '/seller/{version}/shops',
  versions: ['202309'],
  scope: 'seller.shop.info',
  answer({ sim, grant }) {
    const shopIds = sim.world.sellers.get(grant.sellerId)?.shopIds ?? [];
    return { shops: shopIds.flatMap((id) => sim.world.shops.get(id) ?? []).map((shop) => ({ id: shop.id, region: shop.market })) };
  },
});

const permissions = grantOperation({
  method: 'GET',
  template: '/seller/{version}/permissions',
  versions: ['202309'],
  scope: 'seller.shop.info',
  answer(call) {
    return { permissions: mayManageGlobal(call) ? ['MANAGE_GLOBAL_PRODUCT'] : [] };
  },
});

/** Sellers from across a border have the permission, those at home have not. */
export function mayManageGlobal(call: Pick<CallContext, 'sim' | 'grant'>): boolean {
  return coveredShops(call).some((shop) => shop.sellerType === 'CROSS_BORDER');
}

export const AUTHORIZATION_OPERATIONS = [authorizedShops, activeShops, permissions];
