import { hashText } from '../random.ts';
import type { Category, Market, ProductWords, World } from '../types.ts';

/**
 * What the platform wants to see of a product, by market and kind of goods. Kinds are told by the names in the category's chain. The
 * tables are the simulation's own choice; only their shape is the platform's.
 */
export type AttributeDemand = { id: string; name: string; isRequired: boolean; values: { id: string; name: string }[] };
export type CertificateDemand = { id: string; name: string; isRequired: boolean };
export type CategoryDemands = {
  attributes: AttributeDemand[];
  certificates: CertificateDemand[];
  isSizeChartSupported: boolean;
  isSizeChartRequired: boolean;
  /** Manufacturer, responsible person and registered packaging. */
  isEuropean: boolean;
};

const EUROPEAN: readonly Market[] = ['DE', 'FR', 'IT', 'ES', 'IE'];
const SIZED_GOODS = /apparel|cloth|wear|shoe|dress|fashion|shirt/i;
const CERTIFIED_GOODS = /beauty|skin|cosmetic|health|supplement|food|toy|baby|electronic|phone/i;

const ATTRIBUTES: { goods: RegExp; name: string; isRequired: boolean; values: string[] }[] = [
  { goods: SIZED_GOODS, name: 'Material', isRequired: true, values: ['Cotton', 'Polyester', 'Linen', 'Wool', 'Leather'] },
  { goods: SIZED_GOODS, name: 'Season', isRequired: false, values: ['Spring', 'Summer', 'Autumn', 'Winter'] },
  { goods: /electronic|phone/i, name: 'Power source', isRequired: true, values: ['USB', 'Battery', 'Mains'] },
  { goods: /beauty|skin|cosmetic|health/i, name: 'Shelf life', isRequired: true, values: ['12 months', '24 months', '36 months'] },
  { goods: /./, name: 'Country of origin', isRequired: false, values: ['China', 'Vietnam', 'Germany', 'United States'] },
];
const CERTIFICATES: { goods: RegExp; markets: readonly Market[]; name: string }[] = [
  { goods: CERTIFIED_GOODS, markets: EUROPEAN, name: 'Product safety report' },
  { goods: /beauty|skin|cosmetic|food|supplement/i, markets: ['TH'], name: 'Thai FDA notification' },
  { goods: /toy|baby/i, markets: ['US'], name: 'Children’s product certificate' },
  { goods: /toy/i, markets: ['GB'], name: 'UKCA declaration of conformity' },
];

/** Empty for an id that is of no certificate. */
export const certificateName = (id: string): string => CERTIFICATES.find(({ name }) => numbered('10007', name) === id)?.name ?? '';

const numbered = (prefix: string, name: string): string => `${prefix}9${String(hashText(name)).padStart(10, '0')}`;

export function demandsOf(world: World, { categoryId, market }: { categoryId: string; market: Market }): CategoryDemands {
  const names = chainOf(world, categoryId)
    .map(({ name }) => name)
    .join(' ');
  const isSized = SIZED_GOODS.test(names);
  return {
    attributes: ATTRIBUTES.filter(({ goods }) => goods.test(names)).map(({ name, isRequired, values }) => ({
      id: numbered('10008', name),
      name,
      isRequired,
      values: values.map((value) => ({ id: numbered('10009', `${name} ${value}`), name: value })),
    })),
    certificates: CERTIFICATES.filter(({ goods }) => goods.test(names)).map(({ name, markets }) => ({
      id: numbered('10007', name),
      name,
      isRequired: markets.includes(market),
    })),
    isSizeChartSupported: isSized,
    isSizeChartRequired: isSized,
    isEuropean: EUROPEAN.includes(market),
  };
}

/** A seller names attributes and values by id; the names that belong to them, where they are of the tables. */
export function withNames({
  id,
  values,
}: {
  id: string;
  values: { id: string | null; name: string }[];
}): ProductWords['attributes'][number] {
  const row = ATTRIBUTES.find(({ name }) => numbered('10008', name) === id);
  const named = (valueId: string): string => row?.values.find((value) => numbered('10009', `${row.name} ${value}`) === valueId) ?? '';
  return {
    id,
    name: row?.name ?? '',
    values: values.map((value) => ({ ...value, name: value.name || (value.id === null ? '' : named(value.id)) })),
  };
}

/** From the root down to the category itself. */
export function chainOf({ categories }: World, categoryId: string): Category[] {
  const chain: Category[] = [];
  for (let next = categories.get(categoryId); next && !chain.includes(next); next = categories.get(next.parentId)) chain.unshift(next);
  return chain;
}

/** What a product that was listed long ago has in its papers, so that its seller may edit it. */
export function papersOf(
  world: World,
  { id, sellerId, categoryId, market }: { id: string; sellerId: string; categoryId: string; market: Market },
): Pick<ProductWords, 'imageUris' | 'attributes' | 'certificates' | 'sizeChartUri' | 'manufacturerIds' | 'responsiblePersonIds'> {
  const demands = demandsOf(world, { categoryId, market });
  const image = pictureOf(id);
  const own = (kind: 'manufacturers' | 'responsiblePersons'): string[] =>
    demands.isEuropean ? [...world[kind].values()].filter((entity) => entity.sellerId === sellerId).map((entity) => entity.id) : [];
  return {
    imageUris: [image],
    attributes: demands.attributes
      .filter(({ isRequired }) => isRequired)
      .map(({ id: attributeId, name, values }) => ({ id: attributeId, name, values: values.slice(0, 1) })),
    certificates: demands.certificates
      .filter(({ isRequired }) => isRequired)
      .map((one) => ({ id: one.id, imageUris: [image], fileIds: [] })),
    sizeChartUri: demands.isSizeChartRequired ? image : null,
    manufacturerIds: own('manufacturers'),
    responsiblePersonIds: own('responsiblePersons'),
  };
}

const PICTURE = 'tos-sandbox/';
/** The picture that everything made by the world has. */
const pictureOf = (productId: string): string => PICTURE + productId;
const PICTURE_SIZE = 800;

/** Null for what was never uploaded. */
export function sizeOfImage({ images, products }: World, uri: string): { width: number; height: number } | null {
  const uploaded = images.get(uri);
  if (uploaded) return { width: uploaded.width, height: uploaded.height };
  const isOfWorld = uri.startsWith(PICTURE) && products.has(uri.slice(PICTURE.length));
  return isOfWorld ? { width: PICTURE_SIZE, height: PICTURE_SIZE } : null;
}
