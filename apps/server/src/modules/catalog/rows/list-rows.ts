/** Products as a table to change in place: texts in the columns of a file, so that a cell, a file and a spreadsheet say the same. */
import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { currencyExponent } from '@tradewind/rules/money';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { decimal, joinList, protect } from '../imports/cell-texts.ts';
import { loadGoods } from '../imports/known.ts';
import type { KnownProduct, KnownVariant } from '../imports/plan.ts';
import type { Cost } from '../imports/shapes.ts';
import { productConditions } from '../queries/product-filter.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['product-rows.list']>['query'] };
type Page = AnswerOf<Routes['product-rows.list']>;
type Variant = Page['items'][number]['variants'][number];

export async function listRows(services: Services, { caller, query }: Input): Promise<Page> {
  const after = decodeCursor(query.cursor, position);
  const today = new Date(services.clock.now()).toISOString().slice(0, 10);
  const showsCosts = caller.scopes.has('costs:read');
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const beyond = after ? sql`AND (p.created_at, p.id) < (${new Date(after.at)}, ${after.id}::uuid)` : sql``;
    const named = query.productIds ? sql`AND p.id = ANY (${query.productIds}::uuid[])` : sql``;
    const { rows } = await sql<{ id: string; created_at: Date }>`
      SELECT p.id, p.created_at FROM product AS p WHERE ${productConditions(query)} ${named} ${beyond}
      ORDER BY p.created_at DESC, p.id DESC LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    const goods = await loadGoods(tx, { productIds: page.items.map(({ id }) => id), isLocked: false });
    const variants = [...goods.variants.values()].sort((one, other) => (one.sku < other.sku ? -1 : 1));
    const byProduct = new Map<string, KnownVariant[]>();
    for (const variant of variants) byProduct.set(variant.productId, [...(byProduct.get(variant.productId) ?? []), variant]);
    const items = page.items.flatMap(({ id }) => {
      const product = goods.products.get(id);
      if (!product) return [];
      const own = byProduct.get(id) ?? [];
      return [{ ...productOf(product), variants: own.map((variant) => variantOf(variant, showsCosts ? today : null)) }];
    });
    return { items, nextCursor: page.nextCursor };
  });
}

const text = (value: string | number | null): string => protect(value === null ? '' : String(value));

const productOf = ({ id, code, version, ...product }: KnownProduct): Omit<Page['items'][number], 'variants'> => ({
  ...{ productId: id, code, version },
  cells: {
    title: text(product.title),
    description: text(product.description),
    category: text(product.category),
    brand: text(product.brand),
    materials: text(joinList(product.materials)),
    status: product.status,
  },
});

/** `today` null: costs are not shown. */
function variantOf({ id, optionValues, costs, ...variant }: KnownVariant, today: string | null): Variant {
  const cost = today === null ? null : costNow(costs, today);
  return {
    variantId: id,
    options: optionValues.join(' / '),
    cells: {
      sku: text(variant.sku),
      gtin: text(variant.gtin),
      hs_code: text(variant.hsCode),
      weight_g: text(variant.weightG),
      length_mm: text(variant.lengthMm),
      width_mm: text(variant.widthMm),
      height_mm: text(variant.heightMm),
      sku_status: variant.status,
      ...(today === null
        ? {}
        : { cost: cost ? decimal(cost.amount, currencyExponent(cost.currency)) : '', cost_currency: cost?.currency ?? '' }),
    },
  };
}

/** The newest that holds today; before the first begins, the first. */
function costNow(costs: ReadonlyMap<string, Cost>, today: string): Cost | null {
  const days = [...costs.keys()].sort();
  return costs.get(days.findLast((day) => day <= today) ?? days[0] ?? '') ?? null;
}
