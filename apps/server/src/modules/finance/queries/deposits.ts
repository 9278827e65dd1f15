import type { AnswerOf, Routes } from '@tradewind/contract';
import { isCountry } from '@tradewind/rules/countries';
import { markets } from '@tradewind/rules/markets';
import { evaluatePolicy } from '@tradewind/rules/policies';
import type { Handlers, Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

/** The deposit of each market. It hangs on the company's country, the category and the day only: the rest of an opening is held still. */
export async function listDeposits(
  services: Pick<Services, 'clock'>,
  { query }: Parameters<Handlers['deposits.list']>[0],
): Promise<AnswerOf<Routes['deposits.list']> | Refusal> {
  if (!isCountry(query.jurisdiction)) {
    const error = { path: '/jurisdiction', code: 'unknown-country', message: 'not an assigned ISO 3166-1 code' };
    return { refused: 'invalid-input', errors: [error] };
  }
  const asOf = new Date(services.clock.now()).toISOString();
  const answers = Object.keys(markets).map((market) => ({
    market,
    opening: evaluatePolicy('store-opening', {
      sourceShop: { market: 'GB', entity: 'own', healthy: true },
      targetMarket: market,
      targetEntity: 'own',
      entityJurisdiction: query.jurisdiction,
      documents: [],
      category: query.category,
      brandOwner: true,
      asOf,
    }),
  }));
  const cited = answers.filter(({ opening }) => opening.deposit).flatMap(({ opening }) => opening.citations.slice(-1));
  return {
    items: answers.map(({ market, opening: { deposit } }) => ({
      market,
      deposit: deposit && { amount: deposit.amount, currency: deposit.currency },
      frozenInSteps: deposit?.frozenInSteps ?? false,
    })),
    citations: [...new Map(cited.map((each) => [`${each.source} ${each.section}`, each])).values()],
  };
}
