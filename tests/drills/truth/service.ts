/** Service and quality against a slow recount of the truth, and the very turns, reviews, requests and orders behind each count. None of the product's code. */
import { z } from 'zod';
import { Findings } from '../report.ts';
import type { BoundShop, Client } from '../stage/client.ts';
import type { Truth, TruthMessage, TruthReturn } from './truth.ts';

const performance = z.object({
  asOf: z.string(),
  items: z.array(
    z.object({
      shop: z.object({ id: z.string() }),
      service: z.array(
        z.object({
          metric: z.string(),
          source: z.string(),
          value: z.number().nullable(),
          numerator: z.number(),
          denominator: z.number(),
          missed: z.boolean(),
        }),
      ),
    }),
  ),
});
const behind = z.object({ kind: z.string(), channelId: z.string(), at: z.string(), endedAt: z.string().nullable() });
const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 24 * HOUR_MS;

/** `names`: what must stand behind, by the platform's ids and, for a turn, its two instants. */
type Recount = {
  metric: string;
  numerator: number;
  denominator: number;
  missed: boolean;
  names: { numerator: string[]; denominator: string[] };
};
type Turn = { conversationId: string; askedAt: number; answeredAt: number | null };

/** The first of consecutive questions up to the seller's next word; what a machine says is no word. */
function turnsOf(messages: readonly TruthMessage[]): Turn[] {
  const open = new Map<string, Turn>();
  const turns: Turn[] = [];
  for (const { conversationId, from, at } of messages) {
    const waiting = open.get(conversationId);
    if (from === 'buyer' && !waiting) {
      const turn = { conversationId, askedAt: at, answeredAt: null };
      open.set(conversationId, turn);
      turns.push(turn);
    }
    if (from === 'seller' && waiting) {
      waiting.answeredAt = at;
      open.delete(conversationId);
    }
  }
  return turns;
}

const nameOf = ({ conversationId, askedAt, answeredAt }: Turn): string => `${conversationId} ${askedAt} ${answeredAt}`;

function recountReplies(turns: readonly Turn[], at: number): Recount[] {
  const answered = turns.filter((turn) => turn.answeredAt !== null);
  const minutes = answered.reduce((sum, turn) => sum + ((turn.answeredAt ?? 0) - turn.askedAt) / 60_000, 0);
  const names = answered.map(nameOf);
  const within = (hours: number, least: number): Recount => {
    const isIn = (turn: Turn): boolean => turn.answeredAt !== null && turn.answeredAt - turn.askedAt <= hours * HOUR_MS;
    const good = turns.filter(isIn);
    const entered = turns.filter((turn) => isIn(turn) || at - turn.askedAt > hours * HOUR_MS);
    return {
      metric: `reply-${hours}h`,
      numerator: good.length,
      denominator: entered.length,
      missed: entered.length > 0 && good.length * 100 < entered.length * least,
      names: { numerator: good.map(nameOf), denominator: entered.map(nameOf) },
    };
  };
  return [
    {
      metric: 'first-response',
      numerator: minutes,
      denominator: answered.length,
      missed: minutes > 30 * answered.length,
      names: { numerator: names, denominator: names },
    },
    within(24, 85),
    within(48, 95),
  ];
}

const BAD_PARCEL = ['defect', 'damage', 'wrong', 'missing', 'lost'];

function recountQuality({ orders, reviews, returns }: Pick<Truth, 'orders' | 'reviews' | 'returns'>, at: number): Recount[] {
  const isIn = (instant: number): boolean => instant > at - MONTH_MS && instant <= at;
  const created = orders.filter((order) => isIn(order.createdAt));
  const kept = created.filter((order) => order.cancelledAt === null);
  const bad = reviews.filter((review) => isIn(review.at) && review.stars <= 2 && review.withdrawnAt === null);
  const returned = new Set(returns.filter(({ cause }) => BAD_PARCEL.includes(cause)).map(({ orderId }) => orderId));
  const defective = created.filter((order) => returned.has(order.id));
  const disputes = returns.filter(({ dispute }) => dispute !== null && isIn(dispute.openedAt));
  const ofSeller = disputes.filter(({ dispute }) => dispute?.responsible === 'SELLER');
  const endOf = ({ createdAt, resolvedAt }: TruthReturn): number => Math.min(resolvedAt ?? Number.POSITIVE_INFINITY, createdAt + MONTH_MS);
  const judged = returns.filter((item) => item.sellerFault && isIn(endOf(item)));
  const resolved = judged.filter((item) => item.resolvedAt !== null && item.resolvedAt - item.createdAt <= MONTH_MS);
  type Counted = { part: readonly { id: string }[]; whole: readonly { id: string }[]; missed: boolean };
  const rate = (metric: string, { part, whole, missed }: Counted): Recount => ({
    metric,
    numerator: part.length,
    denominator: whole.length,
    missed,
    names: { numerator: part.map(({ id }) => id), denominator: whole.map(({ id }) => id) },
  });
  return [
    rate('negative-reviews', { part: bad, whole: kept, missed: kept.length > 0 && bad.length * 1000 > kept.length * 7 }),
    rate('disputes', { part: ofSeller, whole: disputes, missed: ofSeller.length * 100 > disputes.length * 4 }),
    rate('resolution', { part: resolved, whole: judged, missed: resolved.length * 100 < judged.length * 98 }),
    rate('defective-returns', {
      part: defective,
      whole: created,
      missed: created.length > 100 && defective.length * 1000 >= created.length * 15,
    }),
  ];
}

export async function compareService({
  client,
  truth,
  shops,
}: {
  client: Client;
  truth: Truth;
  shops: readonly BoundShop[];
}): Promise<Findings> {
  const findings = new Findings();
  const { asOf, items } = await client.call(performance, '/performance');
  const at = Date.parse(asOf);
  for (const shop of shops) {
    const own = <T extends { shopId: string }>(all: readonly T[]): T[] => all.filter((item) => item.shopId === shop.channelShopId);
    const turns = turnsOf(own(truth.messages)).filter((turn) => turn.askedAt > at - MONTH_MS && turn.askedAt <= at);
    const recounted = [
      ...recountReplies(turns, at),
      ...recountQuality({ orders: own(truth.orders), reviews: own(truth.reviews), returns: own(truth.returns) }, at),
    ];
    const service = items.find((item) => item.shop.id === shop.id)?.service ?? [];
    for (const { metric, numerator, denominator, missed, names } of recounted) {
      const ours = service.find((each) => each.metric === metric);
      findings.same(metric, shop.market, {
        ours: ours && [ours.source, round(ours.numerator), ours.denominator, ours.missed],
        theirs: ['ready', round(numerator), denominator, missed],
      });
      findings.same(`${metric}: the value`, shop.market, {
        ours: ours && (ours.value === null ? null : round(ours.value)),
        theirs: denominator === 0 ? null : round(numerator / denominator),
      });
      for (const part of ['numerator', 'denominator'] as const) {
        const listed = await client.all(behind, `/performance/${shop.id}/behind/${metric}?part=${part}`);
        findings.same(`${metric}: what stands behind the ${part}`, shop.market, {
          ours: listed
            .map((item) => (item.kind === 'turn' ? `${item.channelId} ${msOf(item.at)} ${msOf(item.endedAt)}` : item.channelId))
            .sort(),
          theirs: [...names[part]].sort(),
        });
      }
    }
  }
  return findings;
}

const msOf = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
/** A sum of minutes as a binary fraction may differ in its last place. */
const round = (value: number): number => Number(value.toFixed(6));
