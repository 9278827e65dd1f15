import { knownCurrencies } from '@tradewind/rules/money';
import type { RateOf } from '@tradewind/rules/review-rules';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type Rates, ratesInto } from '../../insights/index.ts';

type Wanted = { into: readonly string[]; from: readonly string[]; now: number };

/** The latest rates from any of these into any of those; a currency that nobody knows has none. */
export async function readRates(services: Services, tx: TenantTx, { into, from, now }: Wanted): Promise<RateOf> {
  const known = (codes: readonly string[]): string[] => [...new Set(codes)].filter((code) => knownCurrencies.includes(code));
  const to = new Date(now).toISOString().slice(0, 10);
  const held = new Map<string, Rates>();
  for (const display of known(into)) {
    const currencies = known(from).filter((code) => code !== display);
    if (currencies.length > 0) held.set(display, await ratesInto(services, tx, { display, currencies, to }));
  }
  return (own, other) => (own === other ? '1' : (held.get(other)?.rateTo(own) ?? null));
}
