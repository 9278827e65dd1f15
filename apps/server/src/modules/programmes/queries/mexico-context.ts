import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type Rates, ratesInto } from '../../insights/index.ts';
import { type MexicoSeller, readSeller } from './mexico-seller.ts';
import { type Judged, judgeSkus } from './mexico-verdicts.ts';

/** A shop judged at one instant and one day's rate: what every question about its SKUs begins with. */
export type MexicoContext = { seller: MexicoSeller; judged: Judged; rates: Rates; now: number; today: string };
type Asked = { caller: Caller; shopId: string };

/** Runs within one transaction of the caller's merchant; null: no such shop, or not one of theirs. */
export async function withMexico<T>(
  services: Services,
  { caller, shopId }: Asked,
  run: (tx: TenantTx, context: MexicoContext) => Promise<T>,
): Promise<T | null> {
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const seller = await readSeller(tx, { caller, shopId, secrets, now });
    if (!seller) return null;
    const today = new Date(now).toISOString().slice(0, 10);
    const rates = await ratesInto(services, tx, { display: 'MXN', currencies: [seller.shop.currency], to: today });
    const judged = await judgeSkus(tx, { seller, rateOf: rates.rateTo, now });
    return run(tx, { seller, judged, rates, now, today });
  });
}
