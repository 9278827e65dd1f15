import type { MarketText, ProductTexts } from '@tradewind/contract';
import { checkText, languageOf, readsLanguage } from '@tradewind/rules/localisation';
import type { Selectable } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readSetting, settingsOf } from '../settings.ts';
import { type Language, sameFields } from '../shapes.ts';
import { fieldsOf, type GoodsFacts, goodsFacts, keptWords, originalLanguageOf } from './goods-facts.ts';
import { type Limits, marketLimits } from './limits.ts';
import { keptTerms } from './wordbook.ts';

type TextRow = Selectable<TenantTables['product_text']>;
type Asked = { caller: Pick<Caller, 'shopIds'>; productId: string };

/** Null: no such product. The markets are those of the caller's shops, and those that have a text already. */
export async function productTexts(
  tx: TenantTx,
  services: Pick<Services, 'channels'>,
  { caller, productId }: Asked,
): Promise<ProductTexts | null> {
  const goods = (await goodsFacts(tx, [productId])).get(productId);
  if (!goods) return null;
  const language = originalLanguageOf(goods, settingsOf(await readSetting(tx)).originalLanguage);
  const rows = await tx.selectFrom('product_text').selectAll().where('product_id', '=', productId).execute();
  const { markets, limitsOf } = await marketLimits(tx, services, caller);
  const kept = await keptTerms(tx, language);
  const shown = [...new Set([...markets, ...rows.map(({ market }) => market)])].sort();
  const viewOf = (market: string): MarketText => {
    const row = rows.find((one) => one.market === market) ?? null;
    const to = row?.language ?? languageOf(market);
    const terms = kept.filter((term) => term.to === to).map(({ term }) => term);
    return marketText({ goods, market, row, language, limits: limitsOf(market), keptTerms: terms });
  };
  return {
    product: {
      ...{ id: goods.id, code: goods.code, brand: goods.brand, ...fieldsOf(goods), mediaIds: goods.mediaIds },
      // The cast: what languageOfText answers is among them, as is what was set.
      language: language as Language,
    },
    markets: shown.map(viewOf),
  };
}

type Parts = {
  goods: GoodsFacts;
  market: string;
  row: TextRow | null;
  language: string;
  limits: Limits | null;
  keptTerms: readonly string[];
};

function marketText({ goods, market, row, language, limits, keptTerms }: Parts): MarketText {
  // The cast: written from the contract's enum, or one of the rules'.
  const to = (row?.language ?? languageOf(market)) as Language;
  const original = fieldsOf(goods);
  const view = { market, language: to, isNeeded: !readsLanguage(market, language), limits };
  if (!row) return { ...view, text: null, findings: [] };
  const text = fieldsOf(row);
  return {
    ...view,
    findings: checkText({ market, language: to, text, original, limits, keep: keptWords(goods, keptTerms) }),
    text: {
      ...text,
      ...{ language: to, sizeChart: row.size_chart, sizeChartMediaId: row.size_chart_media_id, state: row.state },
      ...{ isBehind: !sameFields(row.original, original), original: row.original, sources: row.sources, reason: row.reason },
      ...{ version: row.version, updatedBy: row.updated_by, updatedAt: row.updated_at.toISOString() },
      ...{ approvedBy: row.approved_by, approvedAt: row.approved_at?.toISOString() ?? null },
    },
  };
}

/** One market of it, also where the caller has no shop there. */
export async function marketTextOf(
  tx: TenantTx,
  services: Pick<Services, 'channels'>,
  { market, ...asked }: Asked & { market: string },
): Promise<MarketText | null> {
  const whole = await productTexts(tx, services, asked);
  return whole?.markets.find((one) => one.market === market) ?? null;
}
