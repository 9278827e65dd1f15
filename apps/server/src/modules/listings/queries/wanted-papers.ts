import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type GateSubject, papersFor, type VaultPaper } from '../../onboarding/index.ts';
import type { PublicationCell } from '../publication-cell.ts';
import { papersWanted, type WantedPaper } from '../publication-papers.ts';

type Asked = Pick<PublicationCell, 'shop' | 'product' | 'listingId'>;
export const subjectOf = ({ shop, product, listingId }: Asked): GateSubject => ({
  ...{ shopId: shop.id, legalEntityId: shop.legalEntityId, market: shop.market },
  ...{ category: product.category, brand: product.brand, listingId },
});

const isAsked = ({ category }: PublicationCell): boolean => (category?.rules?.certificates.length ?? 0) > 0;

/** For each cell what its leaf asks for; the vault is read only where one asks at all. */
export async function wantedPapers(tx: TenantTx, cells: readonly PublicationCell[], now: number): Promise<WantedPaper[][]> {
  const asked = cells.filter(isAsked);
  if (asked.length === 0) return cells.map(() => []);
  const found = await papersFor(tx, asked.map(subjectOf));
  const papers = new Map<PublicationCell, VaultPaper[]>(asked.map((cell, at) => [cell, found[at] ?? []]));
  const choices = await choicesOf(tx, asked);
  return cells.map((cell) => {
    const typeOf = choices.get(leafOf(cell.shop.channel, cell.category?.id ?? '')) ?? new Map<string, string>();
    return papersWanted(cell, { papers: papers.get(cell) ?? [], typeOf, now });
  });
}

const leafOf = (channel: string, channelCategoryId: string): string => `${channel} ${channelCategoryId}`;

async function choicesOf(tx: TenantTx, cells: readonly PublicationCell[]): Promise<Map<string, Map<string, string>>> {
  const leaves = [...new Set(cells.flatMap(({ category }) => category?.id ?? []))];
  const { rows } = await sql<{ channel: string; leaf: string; certificate: string; type: string }>`
    SELECT channel, channel_category_id AS leaf, channel_certificate_id AS certificate, document_type AS type FROM certificate_choice
    WHERE channel_category_id = ANY (${leaves}::text[])`.execute(tx);
  const choices = new Map<string, Map<string, string>>();
  for (const { channel, leaf, certificate, type } of rows) {
    const key = leafOf(channel, leaf);
    choices.set(key, (choices.get(key) ?? new Map<string, string>()).set(certificate, type));
  }
  return choices;
}
