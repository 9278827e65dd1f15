/**
 * Everything that keeps a product from being published in a shop, or speaks against it: one function for the review, the submission and
 * the job that sends, so that no way in knows less than another.
 */
import type { ListingLimits } from '@tradewind/channels';
import type { GateVerdict } from '../onboarding/index.ts';
import type { OfferedReason } from '../programmes/index.ts';
import { attributesGiven } from './publication-attributes.ts';
import { type PublicationCell, type PublicationProblem, wordsOf } from './publication-cell.ts';
import type { Offer } from './publication-offer.ts';
import { paperFindings, type WantedPaper } from './publication-papers.ts';

const VARIANTS_MAX = 100;

type Finding = [code: string, isFound: boolean, subjects?: string[]];

/** `limits` null: the shop's channel takes no listings from us. `mexico`: what US to Mexico says of its SKUs. */
type Said = { verdict: GateVerdict; limits: ListingLimits | null; mexico: readonly OfferedReason[]; papers: readonly WantedPaper[] };

export function problemsOf(cell: PublicationCell, { verdict, limits, mexico, papers }: Said): PublicationProblem[] {
  if (!limits) return found('blocks', [...ofGate(verdict), ['channel-publishes-nothing', true]]);
  const blocking = [
    ...ofGate(verdict),
    ...ofShop(cell),
    ...ofWords(cell, limits),
    ...ofText(cell).blocking,
    ...ofImages(cell, limits),
    ...ofCategory(cell),
    ...paperFindings(papers),
    ...ofVariants(cell, limits),
  ];
  const warning: Finding[] = [
    ...ofText(cell).warning,
    ...ofOffers(cell),
    ['images-many', cell.media.length > limits.images, [String(limits.images)]],
  ];
  // A shop of Mexico sells nowhere else; one of the United States sells at home what may not cross the border.
  const isMexican = cell.shop.market === 'MX';
  return [
    ...found('blocks', [...blocking, ...(isMexican ? ofMexico(mexico) : [])]),
    ...found('warns', [...warning, ...(isMexican ? [] : ofMexico(mexico))]),
  ];
}

function ofMexico(reasons: readonly OfferedReason[]): Finding[] {
  const codes = [...new Set(reasons.map(({ code }) => code))];
  return codes.map((code) => {
    const own = reasons.filter((reason) => reason.code === code);
    return [`mexico-${code}`, true, [...new Set(own.map(({ sku, qualification }) => qualification ?? sku))]];
  });
}

function ofOffers({ variants, offers }: PublicationCell): Finding[] {
  const skus = (isSuch: (offer: Offer | undefined) => boolean): string[] =>
    variants.filter(({ id }) => isSuch(offers.get(id))).map(({ sku }) => sku);
  const uncounted = skus((offer) => !offer?.quantity);
  const unruled = skus((offer) => offer?.price?.from === 'sold');
  return [
    ['stock-uncounted', uncounted.length > 0, uncounted],
    ['stock-none', variants.length > 0 && uncounted.length === 0 && skus((offer) => !offer?.quantity?.units).length === variants.length],
    ['price-unruled', unruled.length > 0, unruled],
  ];
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

/** So many listings a shop may make on a day; the other things that the platform asks of a shop carry their own names. */
const SLOTS = 'product-quantity-limit';

function ofShop({ shop, product, channelProductId }: PublicationCell): Finding[] {
  const isSlots = ({ code }: { code: string }): boolean => code === SLOTS;
  const lacking = shop.unmet.filter((one) => !isSlots(one)).flatMap(({ code, reasons }) => (reasons.length > 0 ? reasons : [code]));
  return [
    ['shop-not-active', shop.state !== 'active'],
    ['shop-lacks', lacking.length > 0, lacking],
    // What is there already takes no slot.
    ['slots-none', channelProductId === null && shop.unmet.some(isSlots)],
    ['product-not-active', product.status !== 'active'],
  ];
}

function ofWords(cell: PublicationCell, limits: ListingLimits): Finding[] {
  const { title, description } = wordsOf(cell);
  return [
    ['title-long', title.length > limits.title, [String(limits.title)]],
    ['description-missing', description.trim() === ''],
    ['description-long', description.length > limits.description, [String(limits.description)]],
  ];
}

/** Nothing goes out unseen unless the merchant says so. What a person wrote for this shop alone, somebody has seen. */
function ofText({ shopText, wish }: PublicationCell): { blocking: Finding[]; warning: Finding[] } {
  if (!shopText || (wish.title !== null && wish.description !== null)) return { blocking: [], warning: [] };
  const { text, language, isNeeded, mayBeUnseen } = shopText;
  const unseen: Finding = ['text-unseen', text !== null && text.state !== 'approved', [language]];
  const warning: Finding[] = [
    ['text-missing', isNeeded && text === null, [language]],
    ['text-behind', text?.isBehind === true, [language]],
  ];
  return mayBeUnseen ? { blocking: [], warning: [unseen, ...warning] } : { blocking: [unseen], warning };
}

const ofImages = ({ media }: PublicationCell, { images, imageSideMin }: ListingLimits): Finding[] => [
  ['image-missing', media.length === 0],
  ['image-small', media.slice(0, images).some(({ width, height }) => Math.min(width, height) < imageSideMin), [String(imageSideMin)]],
];

function ofCategory(cell: PublicationCell): Finding[] {
  const { category, preparedAt } = cell;
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
  return [
    ['category-closed', !category.isOpen],
    ['attribute-missing', missing.length > 0, missing.map(({ name }) => name)],
    ['size-chart-missing', rules.sizeChart === 'required' && wordsOf(cell).sizeChartMediaId === null],
  ];
}

function ofVariants({ variants, offers, takenSkus, product }: PublicationCell, limits: ListingLimits): Finding[] {
  const skus = (isBad: (variant: PublicationCell['variants'][number]) => boolean): string[] => variants.filter(isBad).map(({ sku }) => sku);
  const long = skus(({ sku }) => sku.length > limits.sellerSku);
  const [unpriced, unmeasured] = [
    skus(({ id }) => !offers.get(id)?.price),
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
