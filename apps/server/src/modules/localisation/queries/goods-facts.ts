/** What a text of a product is made from and held against. */
import { languageOfText } from '@tradewind/rules/localisation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TextFields } from '../shapes.ts';

export type GoodsFacts = TextFields & {
  id: string;
  code: string;
  brand: string | null;
  materials: string[];
  skus: string[];
  mediaIds: string[];
};

export async function goodsFacts(tx: TenantTx, ids: readonly string[]): Promise<Map<string, GoodsFacts>> {
  const { rows } = await sql<GoodsFacts>`
    SELECT id, code, title, description, attributes, brand, materials,
           ARRAY(SELECT sku FROM variant WHERE variant.product_id = product.id ORDER BY created_at, sku) AS skus,
           ARRAY(SELECT media.id::text FROM product_media AS media WHERE media.product_id = product.id ORDER BY created_at, media.id) AS "mediaIds"
    FROM product WHERE id = ANY (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

export const fieldsOf = ({ title, description, attributes }: TextFields): TextFields => ({ title, description, attributes });
export const originalLanguageOf = ({ title, description }: TextFields, latin: string): string =>
  languageOfText(`${title} ${description}`, latin);

/** Brand and codes; the words that the glossary keeps come on top. */
export const keptWords = ({ brand, code, skus }: GoodsFacts, keptTerms: readonly string[]): string[] => [
  ...(brand ? [brand] : []),
  code,
  ...skus,
  ...keptTerms,
];
