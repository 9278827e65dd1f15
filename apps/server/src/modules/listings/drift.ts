/**
 * Drift: the platform shows something else than it was last told, because somebody changed it in the seller centre. It is kept until a
 * person chooses, field by field, whose it shall be. Which stock is true is the stock module's question, not this one's.
 */
import type { Difference, Drift, ListingFacts } from './facts.ts';
import { differencesBetween } from './listing-facts.ts';
import type { PublicationWish } from './publication-wish.ts';

type Seen = { lastSent: ListingFacts; shown: ListingFacts; before: Drift | null; at: string };

/** Null: the platform shows what it was told. A difference that stood there already keeps its age. */
export function driftOf({ lastSent, shown, before, at }: Seen): Drift | null {
  const found = differencesBetween(lastSent, shown);
  if (found.length === 0) return null;
  const old = (one: Difference) =>
    before?.differences.find((each) => isOf(each, one) && each.ours === one.ours && each.theirs === one.theirs);
  const differences = found.map((one) => ({ ...one, since: old(one)?.since ?? at }));
  const isSame = before?.differences.length === found.length && found.every(old);
  return { foundAt: isSame ? before.foundAt : at, facts: shown, differences };
}

export type Place = Pick<Difference, 'field' | 'subject'>;
export const isOf = (a: Place, b: Place): boolean => a.field === b.field && a.subject === b.subject;

type Kept = {
  wish: PublicationWish;
  lastSent: ListingFacts;
  drift: Drift;
  places: readonly Place[];
  variantIds: ReadonlyMap<string, string>;
};

/**
 * The platform's own becomes what we want in this shop. Pictures and variants are the product's: there only the difference is taken note
 * of, and the next sending brings the product's again.
 */
export function keepTheirs({ wish, lastSent, drift: { facts }, places, variantIds }: Kept): {
  wish: PublicationWish;
  lastSent: ListingFacts;
} {
  const next = structuredClone({ wish, lastSent });
  for (const { field, subject } of places) {
    if (field === 'title') [next.wish.title, next.lastSent.title] = [facts.title, facts.title];
    if (field === 'description') [next.wish.description, next.lastSent.description] = [facts.description, facts.description];
    if (field === 'category')
      [next.wish.channelCategoryId, next.lastSent.channelCategoryId] = [facts.channelCategoryId, facts.channelCategoryId];
    if (field === 'images') next.lastSent.images = facts.images;
    if (subject !== null) keepSubject(next, { field, subject, facts, variantIds });
  }
  return next;
}

type OfSubject = { field: Place['field']; subject: string; facts: ListingFacts; variantIds: ReadonlyMap<string, string> };

function keepSubject(next: { wish: PublicationWish; lastSent: ListingFacts }, { field, subject, facts, variantIds }: OfSubject): void {
  const { wish, lastSent } = next;
  if (field === 'attribute') {
    const values = facts.attributes[subject]?.values ?? [];
    wish.attributes = [...wish.attributes.filter((one) => one.channelAttributeId !== subject), { channelAttributeId: subject, values }];
    lastSent.attributes[subject] = { name: lastSent.attributes[subject]?.name ?? subject, values };
    return;
  }
  const [shown, sent] = [facts.variants[subject], lastSent.variants[subject]];
  if (!shown) delete lastSent.variants[subject];
  else lastSent.variants[subject] = { price: shown.price, options: sent?.options ?? null };
  const variantId = variantIds.get(subject);
  if (field === 'price' && shown && variantId) wish.prices[variantId] = shown.price;
}
