/**
 * Everything that keeps a product from being published in a shop, or speaks against it: one function for the review, the submission and
 * the job that sends, so that no way in knows less than another.
 */
import type { ListingLimits } from '@tradewind/channels';
import type { GateVerdict } from '../onboarding/index.ts';
import { attributesGiven } from './publication-attributes.ts';
import type { PublicationCell, PublicationProblem } from './publication-cell.ts';

const VARIANTS_MAX = 100;

type Finding = [code: string, isFound: boolean, subjects?: string[]];

/** `limits` null: the shop's channel takes no listings from us. */
export function problemsOf(cell: PublicationCell, verdict: GateVerdict, limits: ListingLimits | null): PublicationProblem[] {
  if (!limits) return found('blocks', [...ofGate(verdict), ['channel-publishes-nothing', true]]);
  const blocking = [
    ...ofGate(verdict),
    ...ofShop(cell),
    ...ofWords(cell, limits),
    ...ofImages(cell, limits),
    ...ofCategory(cell),
    ...ofVariants(cell, limits),
  ];
  const warning: Finding[] = [
    ['stock-none', cell.variants.length > 0 && cell.variants.every(({ id }) => !cell.wish.quantities[id])],
    ['images-many', cell.media.length > limits.images, [String(limits.images)]],
  ];
  return [...found('blocks', blocking), ...found('warns', warning)];
}

const found = (weight: PublicationProblem['weight'], findings: readonly Finding[]): PublicationProblem[] =>
  findings.flatMap(([code, isFound, subjects = []]) => (isFound ? [{ code, weight, subjects, message: null }] : []));

export const isKeptBack = (problems: readonly PublicationProblem[]): boolean => problems.some(({ weight }) => weight === 'blocks');

function ofGate({ listable, blocked, requirements }: GateVerdict): Finding[] {
  const types = (state: string): string[] => requirements.filter((each) => each.state === state).map(({ type }) => type);
  const states = ['missing', 'pending', 'expired'];
  const named: Finding[] = states.map((state) => [`paper-${state}`, types(state).length > 0, types(state)]);
  const isSaid = blocked !== null || named.some(([, isFound]) => isFound);
  return [['prohibited', blocked !== null], ...named, ['gate-refused', !listable && !isSaid]];
}

const ofShop = ({ shop, product }: PublicationCell): Finding[] => [
  ['shop-not-active', shop.state !== 'active'],
  ['product-not-active', product.status !== 'active'],
];

function ofWords({ wish, product }: PublicationCell, limits: ListingLimits): Finding[] {
  const [title, description] = [wish.title ?? product.title, wish.description ?? product.description];
  return [
    ['title-long', title.length > limits.title, [String(limits.title)]],
    ['description-missing', description.trim() === ''],
    ['description-long', description.length > limits.description, [String(limits.description)]],
  ];
}

const ofImages = ({ media }: PublicationCell, { images, imageSideMin }: ListingLimits): Finding[] => [
  ['image-missing', media.length === 0],
  ['image-small', media.slice(0, images).some(({ width, height }) => Math.min(width, height) < imageSideMin), [String(imageSideMin)]],
];

function ofCategory(cell: PublicationCell): Finding[] {
  const { category, wish, preparedAt } = cell;
  if (!category) return [[preparedAt === null ? 'preparing' : 'category-missing', true]];
  if (!category.rules || !category.attributes) return [['preparing', true]];
  const { rules } = category;
  const given = attributesGiven(cell);
  const missing = category.attributes.filter(
    (one) =>
      one.kind === 'product' &&
      one.isRequired &&
      one.conditions.length === 0 &&
      !given.some(({ channelAttributeId }) => channelAttributeId === one.channelAttributeId),
  );
  const certificates = rules.certificates.filter(({ isRequired, conditions }) => isRequired && conditions.length === 0);
  return [
    ['category-closed', !category.isOpen],
    ['attribute-missing', missing.length > 0, missing.map(({ name }) => name)],
    // The platform wants their pictures with the product; papers of the vault do not say which of its certificates they are.
    ['certificate-missing', certificates.length > 0, certificates.map(({ name }) => name)],
    ['size-chart-missing', rules.sizeChart === 'required' && wish.sizeChartMediaId === null],
  ];
}

function ofVariants({ variants, wish, takenSkus, product }: PublicationCell, limits: ListingLimits): Finding[] {
  const skus = (isBad: (variant: PublicationCell['variants'][number]) => boolean): string[] => variants.filter(isBad).map(({ sku }) => sku);
  const long = skus(({ sku }) => sku.length > limits.sellerSku);
  const [unpriced, unmeasured] = [
    skus(({ id }) => !wish.prices[id]),
    skus(({ weightG, lengthMm, widthMm, heightMm }) => [weightG, lengthMm, widthMm, heightMm].includes(null)),
  ];
  return [
    ['variant-missing', variants.length === 0],
    ['options-many', product.optionNames.length > limits.options, [String(limits.options)]],
    ['variants-many', variants.length > VARIANTS_MAX, [String(VARIANTS_MAX)]],
    ['price-missing', unpriced.length > 0, unpriced],
    ['size-missing', unmeasured.length > 0, unmeasured],
    ['sku-long', long.length > 0, long],
    ['sku-taken', takenSkus.length > 0, takenSkus],
  ];
}
