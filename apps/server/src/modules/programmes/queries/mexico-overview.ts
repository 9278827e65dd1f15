import type { MexicoOverview } from '@tradewind/contract';
import { convert } from '@tradewind/rules/money';
import { mexicoCaps, mexicoCategories, mexicoInvitation, mexicoProgramme } from '@tradewind/rules/policies';
import { programmeSteps } from '@tradewind/rules/programme-facts';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { ratesInto } from '../../insights/index.ts';
import { shopChip, soldBySku } from '../../orders/index.ts';
import { latestApplication } from './application-list.ts';
import { type MexicoContext, withMexico } from './mexico-context.ts';
import { paceOf } from './mexico-skus.ts';
import { liveSkus } from './mexico-verdicts.ts';

type Input = { caller: Caller; params: { shopId: string } };
const WARNINGS_SHOWN = 50;

export async function readMexico(services: Services, { caller, params }: Input): Promise<MexicoOverview | Refusal> {
  const answer = await withMexico(services, { caller, shopId: params.shopId }, (tx, context) => overviewOf(services, tx, context));
  return answer ?? refuse('not-found');
}

async function overviewOf(services: Services, tx: TenantTx, context: MexicoContext): Promise<MexicoOverview> {
  const { seller, judged, rates, now, today } = context;
  const { shop, known, savedAt, ...said } = seller;
  const back = await ratesInto(services, tx, { display: shop.currency, currencies: ['MXN'], to: today });
  const inShopMoney = (cap: { amount: number; currency: string }) => {
    const rate = back.rateTo('MXN');
    return rate === null ? null : convert(cap, shop.currency, rate);
  };
  const counts = countsOf(judged.combinations);
  const [rate] = rates.used();
  return {
    shop: shopChip(shop),
    asOf: new Date(now).toISOString(),
    startsAt: mexicoProgramme.effectiveFrom,
    invitationsFrom: mexicoInvitation.effectiveFrom,
    canRequestInvitation: judged.canRequestInvitation,
    eligible: judged.reasons.length === 0 && counts.sellable > 0,
    reasons: judged.reasons,
    seller: { ...said, savedAt: savedAt?.toISOString() ?? null },
    known,
    rate: rate ? { from: rate.from, rate: rate.rate, on: rate.on, source: rate.source } : null,
    caps: {
      unit: mexicoCaps.unit,
      order: mexicoCaps.order,
      unitInShopMoney: inShopMoney(mexicoCaps.unit),
      orderInShopMoney: inShopMoney(mexicoCaps.order),
    },
    counts,
    categories: categoriesOf(judged.combinations),
    inviteOnly: mexicoCategories
      .filter(({ access }) => access === 'invite-only')
      .flatMap(({ categories, qualifications }) => categories.map((category) => ({ category, qualifications: [...qualifications] }))),
    warnings: await readWarnings(tx, context),
    steps: await readSteps(tx, shop.id),
    application: await latestApplication(tx, shop, 'us-to-mexico'),
  };
}

type Combinations = MexicoContext['judged']['combinations'];

function countsOf(combinations: Combinations): MexicoOverview['counts'] {
  const counts = { skus: 0, sellable: 0, blocked: 0, unknown: 0, core: 0, trial: 0, byReason: {} as Record<string, number> };
  for (const { skus, core, trial, verdict } of combinations) {
    counts.skus += skus;
    counts.core += core;
    counts.trial += trial;
    counts[verdict.state] += skus;
    for (const code of new Set(verdict.reasons.map((reason) => reason.code))) counts.byReason[code] = (counts.byReason[code] ?? 0) + skus;
  }
  return counts;
}

/** The most SKUs first. */
function categoriesOf(combinations: Combinations): MexicoOverview['categories'] {
  const found = new Map<string, MexicoOverview['categories'][number]>();
  for (const { category, skus, verdict } of combinations) {
    const row = found.get(category) ?? { category: category || null, access: verdict.access, skus: 0, sellable: 0 };
    row.skus += skus;
    if (verdict.state === 'sellable') row.sellable += skus;
    found.set(category, row);
  }
  return [...found.values()].sort((a, b) => b.skus - a.skus);
}

type Marked = {
  listingId: string;
  title: string;
  channelSkuId: string;
  sellerSku: string;
  quantity: number;
  rhythm: 'core' | 'trial';
  shipFrom: string | null;
  stock: number | null;
};

async function readWarnings(tx: TenantTx, context: MexicoContext): Promise<MexicoOverview['warnings']> {
  const shopId = context.seller.shop.id;
  const { rows } = await sql<Marked>`
    SELECT listing.id AS "listingId", listing.title, variant.channel_sku_id AS "channelSkuId", variant.seller_sku AS "sellerSku", variant.quantity,
           mark.rhythm, mark.ship_from AS "shipFrom", mark.stock
    ${liveSkus(shopId)} AND mark.rhythm IS NOT NULL`.execute(tx);
  if (rows.length === 0) return [];
  const sold = await soldBySku(tx, { shopId, now: context.now });
  return rows
    .map(({ quantity, shipFrom, ...row }) => ({ ...row, ...paceOf({ ...row, quantity, shipFrom }, sold.get(row.channelSkuId), context) }))
    .filter(({ warning }) => warning !== null)
    .sort((a, b) => (a.coverDays ?? -1) - (b.coverDays ?? -1) || (a.channelSkuId < b.channelSkuId ? -1 : 1))
    .slice(0, WARNINGS_SHOWN);
}

const mexicoSteps = programmeSteps.find(({ id }) => id === 'mexico-checklist')?.steps ?? [];

/** Months are those of the programme's first year. */
async function readSteps(tx: TenantTx, shopId: string): Promise<MexicoOverview['steps']> {
  const done = await tx
    .selectFrom('programme_step')
    .select(['step', 'done_at'])
    .where('shop_id', '=', shopId)
    .where('programme', '=', 'us-to-mexico')
    .execute();
  const year = mexicoProgramme.effectiveFrom.slice(0, 4);
  return mexicoSteps.map(({ code, month }) => ({
    step: code,
    month: `${year}-${String(month ?? 1).padStart(2, '0')}`,
    doneAt: done.find(({ step }) => step === code)?.done_at.toISOString() ?? null,
  }));
}
