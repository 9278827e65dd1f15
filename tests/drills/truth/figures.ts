/** Both analytics answers, for several periods, zones and currencies, against what the oracle counts from the truth. */
import { z } from 'zod';
import { Findings } from '../report.ts';
import type { BoundShop, Client } from '../stage/client.ts';
import {
  countNative,
  dayOf,
  type Figures,
  figuresIn,
  type Native,
  type Question,
  type ShopFacts,
  shiftDay,
  windowsBefore,
  windowsOf,
} from './oracle.ts';
import type { Truth } from './truth.ts';

const money = z.object({ amount: z.number(), currency: z.string() }).nullable();
const figures = {
  gmv: money,
  netSales: money,
  orders: z.number(),
  units: z.number(),
  refunds: money,
  refundRate: z.number().nullable(),
  adSpend: money,
  roas: z.number().nullable(),
  averageOrderValue: money,
};
const point = z.object({ at: z.string(), orders: z.number(), refunds: money });
const native = z.object({ currency: z.string(), gmv: money, refunds: money, adSpend: money, orders: z.number(), units: z.number() });
const overview = z.object({
  ...figures,
  comparison: z.object(figures),
  native: z.array(native),
  series: z.array(point),
  missingRates: z.array(z.string()),
});
const markets = z.object({
  items: z.array(
    z.object({
      market: z.string(),
      ...figures,
      native: z.object({ gmv: money, refunds: money, adSpend: money }),
      comparison: z.object(figures),
      series: z.array(point),
    }),
  ),
});

const NAMES = ['gmv', 'netSales', 'orders', 'units', 'refunds', 'adSpend', 'refundRate', 'roas', 'averageOrderValue'] as const;
/** What a comparison is asked for while its period runs: spend has no hours, so it and what it divides are left out. */
const WITHOUT_SPEND = NAMES.filter((name) => name !== 'adSpend' && name !== 'roas');

/** Whole hours, half hours, three quarters; either side of the date line; and each shop's own day. */
const ZONES = ['shop', 'UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Auckland'];
const CURRENCIES = ['USD', 'CNY', 'JPY', 'EUR', 'VND', 'GBP'];

function questionsAt(now: number, days: number): Question[] {
  return ZONES.flatMap((timeZone, index) => {
    const today = dayOf(now, timeZone === 'shop' ? 'UTC' : timeZone);
    const currency = (shift: number): string => CURRENCIES[(index + shift) % CURRENCIES.length] ?? 'USD';
    return [
      { from: today, to: today, timeZone, currency: currency(0) },
      { from: shiftDay(today, -1), to: shiftDay(today, -1), timeZone, currency: currency(1) },
      { from: shiftDay(today, -2), to: shiftDay(today, -1), timeZone, currency: currency(2) },
      { from: shiftDay(today, 1 - days), to: today, timeZone, currency: currency(3) },
    ];
  });
}

export type Compared = { client: Client; truth: Truth; shops: readonly BoundShop[]; days: number };

export async function compareFigures({ client, truth, shops, days }: Compared): Promise<Findings> {
  const findings = new Findings();
  const own: ShopFacts[] = shops.map((shop) => ({
    id: shop.channelShopId,
    market: shop.market,
    currency: shop.currency,
    timeZone: shop.timeZone,
  }));
  for (const question of questionsAt(truth.now, days)) {
    const asked = new URLSearchParams(question).toString();
    const whole = await client.call(overview, `/analytics/overview?${asked}`);
    const where = `overview ${question.from}..${question.to} ${question.timeZone} ${question.currency}`;
    const judge = { findings, truth, question, isOver: windowsBefore(question, own, truth.now).isOver };
    judgeScope(judge, { where, shops: own, said: whole });
    findings.same('missing rates', where, { ours: whole.missingRates, theirs: [] });
    judgeNative(judge, { where, shops: own, said: whole.native });
    const { items } = await client.call(markets, `/analytics/markets?${asked}`);
    const names = [...new Set(own.map((shop) => shop.market))].sort();
    findings.same('markets', where, { ours: items.map((item) => item.market).sort(), theirs: names });
    for (const item of items) {
      const inMarket = own.filter((shop) => shop.market === item.market);
      judgeScope(judge, { where: `${where} ${item.market}`, shops: inMarket, said: item });
      const sums = [...countNative({ truth, shops: inMarket }, windowsOf(question, inMarket)).values()];
      for (const name of ['gmv', 'refunds', 'adSpend'] as const)
        findings.same(`native ${name}`, `${where} ${item.market}`, {
          ours: item.native[name]?.amount,
          theirs: sums.reduce((sum, one) => sum + one[name], 0),
        });
    }
  }
  return findings;
}

/** `isOver`: the period has ended for every shop asked about; until then its comparison has no spend. */
type Judge = { findings: Findings; truth: Truth; question: Question; isOver: boolean };
type Said = z.output<z.ZodObject<typeof figures>> & { comparison: z.output<z.ZodObject<typeof figures>>; series: z.output<typeof point>[] };

function judgeScope(
  { findings, truth, question, isOver }: Judge,
  { where, shops, said }: { where: string; shops: ShopFacts[]; said: Said },
): void {
  const count = (windows: ReturnType<typeof windowsOf>): Figures =>
    figuresIn(countNative({ truth, shops }, windows), question, truth.rates);
  const present = count(windowsOf(question, shops));
  for (const name of NAMES) findings.same(name, where, { ours: said[name], theirs: present[name] });
  const before = windowsBefore(question, shops, truth.now);
  const compared = count(before.windows);
  for (const name of isOver ? NAMES : WITHOUT_SPEND)
    findings.same(`comparison ${name}`, where, { ours: said.comparison[name], theirs: compared[name] });
  judgeSeries({ findings, truth, question }, { where, shops, said, orders: present.orders });
}

type SeriesFacts = { where: string; shops: ShopFacts[]; said: Said; orders: number };

/** Days are compared one by one; the hours of a single day are whole UTC hours, so only where days start on one do they add up to it. */
function judgeSeries({ findings, truth, question }: Omit<Judge, 'isOver'>, { where, shops, said, orders }: SeriesFacts): void {
  if (question.from === question.to) {
    const starts = windowsOf(question, shops).map((window) => window.from);
    if (starts.every((at) => at % 3_600_000 === 0))
      findings.same('orders of the hours', where, { ours: said.series.reduce((sum, one) => sum + one.orders, 0), theirs: orders });
    return;
  }
  for (const one of said.series) {
    const day = windowsOf({ ...question, from: one.at, to: one.at }, shops);
    const counted = [...countNative({ truth, shops }, day).values()].reduce((sum, each) => sum + each.orders, 0);
    findings.same('orders of the day', `${where} ${one.at}`, { ours: one.orders, theirs: counted });
  }
}

function judgeNative(
  { findings, truth, question }: Judge,
  { where, shops, said }: { where: string; shops: ShopFacts[]; said: z.output<typeof native>[] },
): void {
  const counted = countNative({ truth, shops }, windowsOf(question, shops));
  const isSomething = (sum: Native): boolean => sum.orders + sum.gmv + sum.refunds + sum.adSpend > 0;
  for (const [currency, sum] of counted) {
    if (!isSomething(sum)) continue;
    const ours = said.find((one) => one.currency === currency);
    findings.same('native', `${where} ${currency}`, {
      ours: ours && [ours.gmv?.amount, ours.orders, ours.units, ours.refunds?.amount, ours.adSpend?.amount],
      theirs: [sum.gmv, sum.orders, sum.units, sum.refunds, sum.adSpend],
    });
  }
}
