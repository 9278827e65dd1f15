import type { AnswerOf, OpeningCandidate, ParsedOf, Routes } from '@tradewind/contract';
import { markets } from '@tradewind/rules/markets';
import { weigh } from '@tradewind/rules/openings';
import { type Caller, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { openingVerdictOf, readOpeningGround } from '../opening-verdict.ts';

type Candidates = Routes['opening-candidates.list'];
type Input = { caller: Caller; params: ParsedOf<Candidates>['params']; query: ParsedOf<Candidates>['query'] };

/** Every market of the platform as the next one, the best first. An entity that is not the merchant's reads like none. */
export async function listCandidates(
  services: Services,
  { caller, params: { shopId }, query }: Input,
): Promise<AnswerOf<Candidates> | Refusal> {
  if (!mayUseShop(caller, shopId)) return refuse('not-found');
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const [source] = await shopsInScope(tx, { caller, shopIds: [shopId] });
    if (!source || source.state === 'unbound') return refuse('not-found');
    const legalEntity = await tx
      .selectFrom('legal_entity')
      .select(['id', 'jurisdiction'])
      .where('id', '=', query.legalEntityId ?? source.legalEntityId)
      .executeTakeFirst();
    if (!legalEntity) return refuse('not-found');
    const ground = await readOpeningGround(tx, { sources: [source], now });
    const underWay = await tx
      .selectFrom('opening')
      .select(['id', 'status', 'target_market'])
      .where('source_shop_id', '=', shopId)
      .where('status', '!=', 'open')
      .execute();
    const items = Object.keys(markets).map((market): OpeningCandidate => {
      const own = underWay.find((row) => row.target_market === market);
      const { verdict } = openingVerdictOf(ground, {
        openingId: own?.id ?? null,
        sourceShopId: shopId,
        targetMarket: market,
        legalEntity,
        category: query.category,
        brandOwner: query.brandOwner === 'true',
        licenceNamesOnlineSales: null,
        documentIds: [],
      });
      const shopsThere = ground.slots.filter((slot) => slot.openingId === null && slot.market === market).length;
      const lacking = verdict.papers.filter(({ state }) => state === 'missing' || state === 'expired').length;
      const weighed = weigh({ market, path: verdict.path, lacking, shopsThere, hasDeposit: verdict.deposit !== null });
      return { market, verdict, shopsThere, ...weighed, opening: own ? { id: own.id, status: own.status } : null };
    });
    const standing = ground.standings.get(shopId);
    if (!standing) throw new Error('a source shop without its standing');
    return { source: standing, items: items.sort((a, b) => b.score - a.score) };
  });
}
