/** What is said of a document, checked where a schema of one field cannot: against its other fields and the merchant's own objects. */
import { addDays, startOfDay } from '@tradewind/rules/calendar';
import { isCountry } from '@tradewind/rules/countries';
import { zoneOfPaper } from '@tradewind/rules/document-types';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../platform/http/handler.ts';
import type { DocumentStatus } from './tables.ts';

export type DocumentFacts = {
  type: string;
  status: DocumentStatus;
  country: string;
  legalEntityId: string | null;
  brand: string | null;
  markets: string[];
  category: string | null;
  listingIds: string[];
  validFrom: string | null;
  validUntil: string | null;
};
type FieldError = NonNullable<Refusal['errors']>[number];

/** The columns of these facts, or everything that is wrong with them. */
export async function checkFacts(tx: TenantTx, caller: Caller, facts: DocumentFacts) {
  const beyond = refuseBeyondShops(caller, facts.listingIds);
  if (beyond) return beyond;
  const errors = [...fieldErrors(facts), ...(await ownershipErrors(tx, caller, facts))];
  if (errors.length > 0) return { refused: 'invalid-input' as const, errors };
  return {
    type: facts.type,
    status: facts.status,
    country: facts.country,
    legal_entity_id: facts.legalEntityId,
    brand: facts.brand,
    markets: [...new Set(facts.markets)].sort(),
    category: facts.category,
    listing_ids: [...new Set(facts.listingIds.map((id) => id.toLowerCase()))],
    valid_from: facts.validFrom,
    valid_until: facts.validUntil,
    ...instantsOf(facts),
  };
}

/** Whoever is bound to some shops files only what touches no other: papers of their own listings. */
export function refuseBeyondShops({ shopIds }: Pick<Caller, 'shopIds'>, listingIds: readonly string[]): Refusal | null {
  if (shopIds === null || listingIds.length > 0) return null;
  return refuse('forbidden', 'This paper would count for other shops too: name listings of yours, or ask a colleague of all shops.');
}

/** A paper is good through its last day, so it ends with that day in its own country. */
function instantsOf({ country, validFrom, validUntil }: Pick<DocumentFacts, 'country' | 'validFrom' | 'validUntil'>) {
  const zone = zoneOfPaper(country);
  return {
    valid_at: validFrom === null ? null : new Date(startOfDay(validFrom, zone)),
    expires_at: validUntil === null ? null : new Date(startOfDay(addDays(validUntil, 1), zone)),
  };
}

const isFar = (day: string | null): boolean => day !== null && (day < '1970-01-02' || day > '2199-12-30');

function fieldErrors({ country, markets, validFrom, validUntil }: DocumentFacts): FieldError[] {
  const unknownCountry = (path: string) => ({ path, code: 'unknown-country', message: 'not an assigned ISO 3166-1 code' });
  const far = (path: string) => ({ path, code: 'out-of-range', message: 'a day from 1970 to 2199' });
  return [
    ...(isCountry(country) ? [] : [unknownCountry('/country')]),
    ...markets.flatMap((market, index) => (isCountry(market) ? [] : [unknownCountry(`/markets/${index}`)])),
    ...(isFar(validFrom) ? [far('/validFrom')] : []),
    ...(isFar(validUntil) ? [far('/validUntil')] : []),
    ...(validFrom !== null && validUntil !== null && validUntil < validFrom
      ? [{ path: '/validUntil', code: 'before-from', message: 'the last day lies before the first' }]
      : []),
  ];
}

/** Another merchant's object, one of a shop that the caller may not see, and one that never was read alike. */
async function ownershipErrors(tx: TenantTx, { shopIds }: Caller, facts: DocumentFacts): Promise<FieldError[]> {
  const { legalEntityId, listingIds } = facts;
  const entity =
    legalEntityId === null ? null : await tx.selectFrom('legal_entity').select('id').where('id', '=', legalEntityId).executeTakeFirst();
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM listing WHERE id = ANY (${listingIds}::uuid[]) AND (${shopIds}::uuid[] IS NULL OR shop_id = ANY (${shopIds}::uuid[]))`.execute(
    tx,
  );
  const known = new Set(rows.map(({ id }) => id));
  return [
    ...(entity === undefined
      ? [{ path: '/legalEntityId', code: 'unknown-legal-entity', message: 'No legal entity of yours has this id' }]
      : []),
    ...listingIds.flatMap((id, index) =>
      known.has(id.toLowerCase())
        ? []
        : [{ path: `/listingIds/${index}`, code: 'unknown-listing', message: 'No listing of yours has this id' }],
    ),
  ];
}
