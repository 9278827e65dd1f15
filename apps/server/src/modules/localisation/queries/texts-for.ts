import { languageOf, readsLanguage } from '@tradewind/rules/localisation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { readSetting, settingsOf } from '../settings.ts';
import { sameFields, type TextFields } from '../shapes.ts';
import { originalLanguageOf } from './goods-facts.ts';

/** What a shop's buyers are to read of a product. */
export type ShopText = {
  productId: string;
  shopId: string;
  language: string;
  /** Without a text of its own the shop's buyers would read another language than theirs. */
  isNeeded: boolean;
  text: (TextFields & { state: 'draft' | 'to-review' | 'approved'; isBehind: boolean; sizeChartMediaId: string | null }) | null;
  /** The merchant lets texts go out that no person has approved. */
  mayBeUnseen: boolean;
};

type Row = {
  productId: string;
  shopId: string;
  market: string;
  original: TextFields;
  text:
    | (TextFields & {
        language: string;
        state: 'draft' | 'to-review' | 'approved';
        written: TextFields;
        sizeChart: string[][] | null;
        sizeChartMediaId: string | null;
      })
    | null;
};

/** For every product in every shop. A size chart of cells stands below the description: platforms take one as a picture only. */
export async function textsFor(
  tx: TenantTx,
  { productIds, shopIds }: { productIds: readonly string[]; shopIds: readonly string[] },
): Promise<ShopText[]> {
  const { originalLanguage, publishUnseen } = settingsOf(await readSetting(tx));
  const { rows } = await sql<Row>`
    SELECT product.id AS "productId", shop.id AS "shopId", shop.market,
           jsonb_build_object('title', product.title, 'description', product.description, 'attributes', product.attributes) AS original,
           CASE WHEN own.product_id IS NOT NULL THEN jsonb_build_object('title', own.title, 'description', own.description, 'attributes', own.attributes,
             'language', own.language, 'state', own.state, 'written', own.original, 'sizeChart', own.size_chart, 'sizeChartMediaId', own.size_chart_media_id) END AS text
    FROM product CROSS JOIN shop
    LEFT JOIN product_text AS own ON own.merchant_id = product.merchant_id AND own.product_id = product.id AND own.market = shop.market
    WHERE product.id = ANY (${productIds}::uuid[]) AND shop.id = ANY (${shopIds}::uuid[]) AND shop.merchant_id = product.merchant_id`.execute(
    tx,
  );
  return rows.map(({ productId, shopId, market, original, text }) => ({
    ...{ productId, shopId, language: text?.language ?? languageOf(market), mayBeUnseen: publishUnseen },
    isNeeded: !readsLanguage(market, originalLanguageOf(original, originalLanguage)),
    text: text && {
      ...{ title: text.title, attributes: text.attributes, state: text.state, sizeChartMediaId: text.sizeChartMediaId },
      description: [text.description, chartLines(text.sizeChart)].filter(Boolean).join('\n\n'),
      isBehind: !sameFields(text.written, original),
    },
  }));
}

const chartLines = (cells: string[][] | null): string => (cells ?? []).map((row) => row.join(' | ')).join('\n');
