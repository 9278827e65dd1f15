/**
 * What of a listing is compared: as we sent it, as the platform shows it, as it would be sent now. A platform writes a listing anew in its
 * own manner (spaces, tags, entities, trailing zeros, further attributes of its own), and none of that is a difference.
 */
import type { PublishedListing } from '@tradewind/channels';
import type { Difference, FactValue, ListingFacts } from './facts.ts';
import { attributesGiven } from './publication-attributes.ts';
import { type PublicationCell, wordsOf } from './publication-cell.ts';

/** As it would be sent now. */
export function factsOfCell(cell: PublicationCell, imagesMax: number): ListingFacts {
  const { wish, category, variants, shop, offers } = cell;
  const { title, description } = wordsOf(cell);
  const mediaIds = cell.media.slice(0, imagesMax).map(({ id }) => id);
  const nameOf = (id: string): string => category?.attributes?.find(({ channelAttributeId }) => channelAttributeId === id)?.name ?? id;
  return {
    title,
    description,
    channelCategoryId: wish.channelCategoryId,
    attributes: Object.fromEntries(
      attributesGiven(cell).map(({ channelAttributeId: id, values }) => [id, { name: nameOf(id), values }] as const),
    ),
    images: mediaIds.length,
    mediaIds,
    variants: Object.fromEntries(
      variants.map(
        ({ id, sku, optionValues }) => [sku, { price: offers.get(id)?.price?.amount ?? 0, options: optionValues.join(' / ') }] as const,
      ),
    ),
    currency: shop.currency,
  };
}

export function factsOfPublished(listing: PublishedListing): ListingFacts {
  return {
    title: listing.title,
    description: textOfHtml(listing.description),
    channelCategoryId: listing.channelCategoryId,
    attributes: Object.fromEntries(listing.attributes.map(({ channelAttributeId: id, name, values }) => [id, { name, values }] as const)),
    images: listing.images.length,
    mediaIds: null,
    variants: Object.fromEntries(
      listing.variants.map(({ sellerSku, price }) => [sellerSku, { price: price ?? 0, options: null }] as const),
    ),
    currency: listing.variants[0]?.currency ?? '',
  };
}

/** In the order in which people read a listing. */
export function differencesBetween(ours: ListingFacts, theirs: ListingFacts): Difference[] {
  const one = (field: Difference['field'], mine: string | null, other: string | null): Difference[] =>
    plain(mine ?? '') === plain(other ?? '') ? [] : [{ field, subject: null, name: null, ours: mine, theirs: other }];
  return [
    ...one('title', ours.title, theirs.title),
    ...one('description', ours.description, theirs.description),
    ...one('category', ours.channelCategoryId, theirs.channelCategoryId),
    ...attributesBetween(ours, theirs),
    ...imagesBetween(ours, theirs),
    ...variantsBetween(ours, theirs),
  ];
}

/** Only those that we sent: what the platform adds of its own accord says nothing about ours. */
const attributesBetween = (ours: ListingFacts, theirs: ListingFacts): Difference[] =>
  Object.entries(ours.attributes).flatMap(([subject, { name, values }]) => {
    const other = theirs.attributes[subject]?.values ?? [];
    const isSame = values.length === other.length && values.every((mine) => other.some((each) => sameValue(mine, each)));
    return isSame ? [] : [{ field: 'attribute' as const, subject, name, ours: namesOf(values), theirs: namesOf(other) }];
  });

const namesOf = (values: readonly FactValue[]): string | null => values.map(({ name }) => name).join(', ') || null;
const sameValue = (a: FactValue, b: FactValue): boolean =>
  (a.channelValueId !== null && a.channelValueId === b.channelValueId) || plain(a.name).toLowerCase() === plain(b.name).toLowerCase();

function imagesBetween(ours: ListingFacts, theirs: ListingFacts): Difference[] {
  const isSame = ours.mediaIds && theirs.mediaIds ? ours.mediaIds.join() === theirs.mediaIds.join() : ours.images === theirs.images;
  return isSame ? [] : [{ field: 'images', subject: null, name: null, ours: String(ours.images), theirs: String(theirs.images) }];
}

function variantsBetween(ours: ListingFacts, theirs: ListingFacts): Difference[] {
  const skus = [...new Set([...Object.keys(ours.variants), ...Object.keys(theirs.variants)])].sort();
  return skus.flatMap((subject): Difference[] => {
    const [mine, other] = [ours.variants[subject], theirs.variants[subject]];
    if (!mine || !other)
      return [
        {
          field: 'variant',
          subject,
          name: null,
          ours: mine ? mine.options || subject : null,
          theirs: other ? other.options || subject : null,
        },
      ];
    const [options, otherOptions] = [mine.options, other.options];
    const isRenamed = options !== null && otherOptions !== null && plain(options) !== plain(otherOptions);
    return [
      ...(isRenamed ? [{ field: 'variant' as const, subject, name: null, ours: options, theirs: otherOptions }] : []),
      ...(mine.price === other.price
        ? []
        : [{ field: 'price' as const, subject, name: null, ours: String(mine.price), theirs: String(other.price) }]),
    ];
  });
}

/** What is left of a text when only its words count. */
const plain = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const LAST_CODE_POINT = 0x10_ff_ff;

function characterOf(entity: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? entity;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : entity;
}

/** The words of a description, paragraphs parted by an empty line, so that ours written from it reads the same. */
export function textOfHtml(html: string): string {
  return html
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/(?:p|div|ul|ol|h[1-6])>/gi, '\n\n')
    .replaceAll(/<\/li>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, characterOf)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ *\n */g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
