import type { ParsedOf, Routes } from '@tradewind/contract';
import { currencyExponent } from '@tradewind/rules/money';
import { csvFile } from '../../../platform/csv-file.ts';
import { type Caller, type FileAnswer, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { withMexico } from './mexico-context.ts';
import { readRows, skuViews } from './mexico-skus.ts';

type Input = { caller: Caller; params: { shopId: string }; query: ParsedOf<Routes['us-to-mexico.file']>['query'] };

const ROWS_AT_MOST = 100_000;
/** Names of the interface's own fields: a file for spreadsheets and programs reads the same in every language. */
const head = [
  'title',
  'sellerSku',
  'channelProductId',
  'channelSkuId',
  'category',
  'price',
  'currency',
  'priceInPesos',
  'shipFrom',
  'access',
  'state',
  'reasons',
  'rhythm',
  'stock',
  'soldLast7',
  'coverDays',
  'fitScore',
];

const major = (money: { amount: number; currency: string } | null): number | null =>
  money && money.amount / 10 ** currencyExponent(money.currency);

/** The eligibility table as CSV. */
export async function mexicoFile(services: Services, { caller, params, query }: Input): Promise<FileAnswer | Refusal> {
  const answer = await withMexico(services, { caller, shopId: params.shopId }, async (tx, context): Promise<FileAnswer> => {
    const rows = await readRows(tx, context, { filter: query, after: null, limit: ROWS_AT_MOST });
    const skus = await skuViews(tx, context, rows);
    const cells = skus.map((sku) => [
      sku.title,
      sku.sellerSku,
      sku.channelProductId,
      sku.channelSkuId,
      sku.category,
      major(sku.price),
      sku.price.currency,
      major(sku.priceInPesos),
      sku.shipFrom,
      sku.access,
      sku.state,
      sku.reasons.map(({ code, qualification }) => (qualification ? `${code} ${qualification}` : code)).join('; '),
      sku.rhythm,
      sku.stock,
      sku.soldLast7,
      sku.coverDays,
      sku.fitScore,
    ]);
    return csvFile(`us-to-mexico-${context.today}.csv`, [head, ...cells]);
  });
  return answer ?? refuse('not-found');
}
