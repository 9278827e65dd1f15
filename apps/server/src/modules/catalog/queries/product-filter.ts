import type { ParsedOf, Routes } from '@tradewind/contract';
import { gtinNumber } from '@tradewind/rules/gtin';
import { askedTermsOf } from '@tradewind/rules/search-terms';
import { type RawBuilder, sql } from 'kysely';

export type ProductFilter = Pick<ParsedOf<Routes['products.list']>['query'], 'q' | 'status' | 'category' | 'groupId' | 'missing'>;

/** Just above every text that begins like this one, in the database's C collation. */
const beyond = (prefix: string) => `${prefix}\u{10FFFF}`;

/** What a reader asks of the rows of `product AS p`. */
export function productConditions({ q, status, category, groupId, missing }: ProductFilter): RawBuilder<unknown> {
  const conditions = [
    sql`true`,
    ...(status ? [sql`p.status = ${status}`] : []),
    ...(category ? [sql`p.category = ${category}`] : []),
    ...(groupId ? [sql`p.group_id IN (${withThoseBelow(groupId)})`] : []),
    ...(missing ? [lacks[missing]] : []),
    ...(q ? [foundBy(q)] : []),
  ];
  return sql.join(conditions, sql` AND `);
}

const withThoseBelow = (groupId: string) => sql`
  WITH RECURSIVE below AS (
    SELECT id FROM product_group WHERE id = ${groupId} UNION SELECT own.id FROM product_group AS own JOIN below ON own.parent_id = below.id)
  SELECT id FROM below`;

const lacks: Record<NonNullable<ProductFilter['missing']>, RawBuilder<unknown>> = {
  category: sql`p.category IS NULL`,
  media: sql`NOT EXISTS (SELECT FROM product_media WHERE product_id = p.id)`,
  listing: sql`NOT EXISTS (SELECT FROM variant JOIN variant_link ON variant_link.variant_id = variant.id WHERE variant.product_id = p.id)`,
  size: sql`EXISTS (SELECT FROM variant WHERE product_id = p.id AND status = 'active'
                    AND (weight_g IS NULL OR length_mm IS NULL OR width_mm IS NULL OR height_mm IS NULL))`,
};

/** The code or a SKU begins so, a GTIN is so, or words of the title begin with each of the words. */
function foundBy(q: string): RawBuilder<unknown> {
  const byCode = sql`SELECT id FROM product WHERE code >= ${q} AND code < ${beyond(q)}`;
  const folded = sql`lower(regexp_replace(${q}, '[-_ ./]', '', 'g'))`;
  const bySku = sql`SELECT product_id FROM variant WHERE sku_folded >= ${folded} AND sku_folded < ${folded} || ${'\u{10FFFF}'}`;
  const byGtin = sql`SELECT product_id FROM variant WHERE gtin_number = ${gtinNumber(q)}`;
  const { whole, beginnings } = askedTermsOf(q);
  const words = [...whole, ...beginnings];
  if (words.length === 0) return sql`p.id IN (${byCode} UNION ${bySku} UNION ${byGtin})`;
  const byWords = sql.join(
    words.map((word) => sql`SELECT product_id FROM product_term WHERE term >= ${word} AND term < ${beyond(word)}`),
    sql` INTERSECT `,
  );
  return sql`p.id IN (${byCode} UNION ${bySku} UNION ${byGtin} UNION (${byWords}))`;
}
