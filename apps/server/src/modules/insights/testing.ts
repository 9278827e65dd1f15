/** Exchange rates for tests, as the feed's job would have left them. */
import type { Services } from '../../platform/services.ts';

export type FedRate = { currency: string; on: string; perEuro: string; source?: string };

export async function feedRates({ database, clock }: Services, rates: readonly FedRate[]): Promise<void> {
  await database.system
    .insertInto('system.fx_rate')
    .values(
      rates.map((rate) => ({
        source: rate.source ?? 'Test Bank',
        currency: rate.currency,
        on_day: rate.on,
        per_euro: rate.perEuro,
        fetched_at: new Date(clock.now()),
      })),
    )
    .execute();
}
