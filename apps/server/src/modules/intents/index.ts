/** What platforms refused, or may have done without saying so, from all modules. See README.md. */
import { type AnswerOf, intentKinds, type ParsedOf, type Routes } from '@tradewind/contract';
import type { DutySource } from '../../platform/duties.ts';
import type { Caller, Handlers } from '../../platform/http/handler.ts';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';
import type { Services } from '../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../accounts/index.ts';
import { shopChip } from '../orders/index.ts';

type Input = { caller: Caller; query: ParsedOf<Routes['intents.list']>['query'] };
type Answer = AnswerOf<Routes['intents.list']>;

/** More than anybody mends one by one; the pages behind them have the rest. */
const INTENTS_MAX = 500;
/** By then every call has been answered, looked for, or lost with its process. */
const ANSWERED_WITHIN_MS = 10 * 60_000;

export function intentHandlers(services: Services, sources: readonly IntentSource[]): Pick<Handlers, 'intents.list'> {
  return { 'intents.list': (input) => listIntents(services, sources, input) };
}

async function listIntents(services: Services, sources: readonly IntentSource[], { caller, query }: Input): Promise<Answer> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map((await shopsInScope(tx, { caller, ...query })).map((shop) => [shop.id, shop]));
    const question = { shopIds: [...shops.keys()], before: new Date(now - ANSWERED_WITHIN_MS), limit: INTENTS_MAX + 1 };
    const found: UnsettledIntent[] = [];
    if (shops.size > 0)
      for (const { kinds, find } of sources) if (caller.scopes.has(intentKinds[kinds[0]])) found.push(...(await find(tx, question)));
    const wanted = found.filter(({ kind, state }) => kind === (query.kind ?? kind) && state === (query.state ?? state));
    const items = [...wanted].sort(newestFirst).slice(0, INTENTS_MAX);
    return {
      items: items.map(({ shopId, since, ...intent }) => ({
        ...intent,
        shop: shopId === null ? null : shopChip(shops.get(shopId)),
        since: since.toISOString(),
      })),
      isCut: wanted.length > INTENTS_MAX,
    };
  });
}

function newestFirst(a: UnsettledIntent, b: UnsettledIntent): number {
  return b.since.getTime() - a.since.getTime() || (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1);
}

/** Per shop, what the platform said no to or never answered: one duty, whose page names each. */
export function intentDuties(sources: readonly IntentSource[]): DutySource<ShopInScope> {
  return {
    kinds: ['intents-unsettled'],
    find: async (tx, { caller, shops, now }) => {
      if (shops.length === 0) return [];
      const question = { shopIds: shops.map(({ id }) => id), before: new Date(now - ANSWERED_WITHIN_MS), limit: INTENTS_MAX };
      const found: UnsettledIntent[] = [];
      for (const { kinds, find } of sources) if (caller.scopes.has(intentKinds[kinds[0]])) found.push(...(await find(tx, question)));
      return shops.flatMap(({ id }) => {
        const own = found.filter(({ shopId }) => shopId === id);
        const oldest = Math.min(...own.map(({ since }) => since.getTime()));
        const unknown = own.filter(({ state }) => state === 'unknown').length;
        if (own.length === 0) return [];
        return [
          {
            ...{ kind: 'intents-unsettled' as const, subject: id, shopId: id, isLosing: false, deadlineAt: null, sinceAt: oldest },
            ...{ data: { count: own.length, unknown }, link: { page: '/intents', search: { shop: id } } },
          },
        ];
      });
    },
  };
}
