import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';

/** Undefined: no such shop, or not one of the caller's; both read alike. */
export async function ownShop(tx: TenantTx, caller: Pick<Caller, 'shopIds'>, shopId: string): Promise<ShopInScope | undefined> {
  return (await shopsInScope(tx, { caller, shopIds: [shopId] }))[0];
}
