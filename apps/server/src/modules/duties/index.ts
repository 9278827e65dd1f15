/** What needs a person, over all shops and all modules. See README.md. */
import { type AnswerOf, dutyKinds, type ParsedOf, type Routes } from '@tradewind/contract';
import type { Duty, DutySource } from '../../platform/duties.ts';
import type { Caller, Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../accounts/index.ts';
import { shopChip } from '../orders/index.ts';

type Input = { caller: Caller; query: ParsedOf<Routes['duties.list']>['query'] };
type Answer = AnswerOf<Routes['duties.list']>;

/** More than anybody does in a day; the pages behind them have the rest. */
const DUTIES_MAX = 500;

export function dutyHandlers(services: Services, sources: readonly DutySource<ShopInScope>[]): Pick<Handlers, 'duties.list'> {
  return { 'duties.list': (input) => listDuties(services, sources, input) };
}

async function listDuties(services: Services, sources: readonly DutySource<ShopInScope>[], { caller, query }: Input): Promise<Answer> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = (await shopsInScope(tx, { caller, ...query })).filter(({ state }) => state !== 'unbound');
    const isWhole = caller.shopIds === null && query.shopIds === undefined && query.market === undefined;
    const found: Duty[] = [];
    for (const { kinds, find } of sources)
      if (caller.scopes.has(dutyKinds[kinds[0]])) found.push(...(await find(tx, { services, caller, shops, isWhole, now })));
    const items = [...found].sort(byUrgency).slice(0, DUTIES_MAX);
    const shopOf = new Map(shops.map((shop) => [shop.id, shop]));
    return { asOf: iso(now), items: items.map((duty) => viewOf(duty, shopOf.get(duty.shopId ?? ''))), isCut: found.length > DUTIES_MAX };
  });
}

/** What is being lost first, then what has the nearest deadline, then what has waited longest. */
function byUrgency(a: Duty, b: Duty): number {
  const never = Number.MAX_SAFE_INTEGER;
  return (
    Number(b.isLosing) - Number(a.isLosing) ||
    (a.deadlineAt ?? never) - (b.deadlineAt ?? never) ||
    (a.sinceAt ?? never) - (b.sinceAt ?? never) ||
    (`${a.kind} ${a.subject}` < `${b.kind} ${b.subject}` ? -1 : 1)
  );
}

const iso = (at: number): string => new Date(at).toISOString();

function viewOf(
  { kind, subject, shopId, isLosing, deadlineAt, sinceAt, data, link }: Duty,
  shop: ShopInScope | undefined,
): Answer['items'][number] {
  return {
    kind,
    subject,
    shop: shopId === null ? null : shopChip(shop),
    isLosing,
    deadline: deadlineAt === null ? null : iso(deadlineAt),
    since: sinceAt === null ? null : iso(sinceAt),
    data,
    link,
  };
}
