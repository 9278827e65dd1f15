import type { TenantTx } from '../../../platform/database/database.ts';
import { raise, settle } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';

type Shops = { merchantId: string; shopIds: readonly string[]; now: number };

/** The platform takes the shops' consent no more: only a person can mend that, so each is told. */
export async function tellConsentLost(tx: TenantTx, services: Services, { merchantId, shopIds, now }: Shops): Promise<void> {
  for (const shopId of shopIds)
    await raise(tx, services, { merchantId, kind: 'shop-re-authorise', subject: shopId, shopId, facts: {}, now });
}

/** A new consent covers the shop, or it was let go. */
export async function tellConsentMended(tx: TenantTx, services: Services, { merchantId, shopIds, now }: Shops): Promise<void> {
  for (const shopId of shopIds) await settle(tx, services, { merchantId, kind: 'shop-re-authorise', subject: shopId, now });
}

type Request = { channel: string; market: string };
type Outcome = { merchantId: string; request: Request; failureCode: string | null; now: number };

/** How a request to bind ended. Whoever asked may have left the page long before; a later success for the same market is its mending. */
export async function tellBindingEnded(
  tx: TenantTx,
  services: Services,
  { merchantId, request, failureCode, now }: Outcome,
): Promise<void> {
  const told = { merchantId, kind: 'consent-failed', subject: `${request.channel}:${request.market}`, now } as const;
  if (failureCode === null) await settle(tx, services, told);
  else await raise(tx, services, { ...told, shopId: null, facts: { market: request.market, code: failureCode } });
}
