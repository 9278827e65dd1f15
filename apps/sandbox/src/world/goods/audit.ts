import type { AuditReason, Market, Product, ProductVersion, World } from '../types.ts';
import { type AttributeDemand, demandsOf, sizeOfImage } from './category-demands.ts';

/**
 * What the platform's audit finds in a product: a pure question, asked by the audit minutes after a change and by the listing check at once.
 * Numbers of reasons are the platform's where the reference explains one, else the one for a failed check.
 */
const TITLE_MAX = 255;
const DESCRIPTION_MAX = 10_000;
const IMAGES_MAX = 9;
const IMAGE_MIN_SIDE = 300;
const CHECK_FAILED = 12052990;
const FORBIDDEN = /\b(replica|counterfeit|miracle|cures?|risk[- ]free|100% guaranteed)\b/i;

type Judged = ProductVersion & { shopId: string; productId: string | null; market: Market };
type Finding = AuditReason | false | null | undefined;

export function auditReasons(world: World, judged: Judged, products: readonly Product[]): AuditReason[] {
  const findings: Finding[] = [
    ...wordFindings(judged),
    ...imageFindings(world, judged),
    ...paperFindings(world, judged),
    ...skuFindings(judged, products),
  ];
  return findings.filter((finding): finding is AuditReason => Boolean(finding));
}

const because = (position: string, reason: string, code = CHECK_FAILED): AuditReason => ({
  code,
  position,
  reason,
  suggestion: `Edit the field “${position}” and submit again`,
});

function wordFindings({ words: { title, description } }: Judged): Finding[] {
  const word = FORBIDDEN.exec(title)?.[0];
  const claim = FORBIDDEN.exec(description)?.[0];
  return [
    title.length > TITLE_MAX && because('Title', `The title is longer than ${TITLE_MAX} characters`),
    word !== undefined && because('Title', `The title holds the prohibited word “${word}”`),
    description.trim() === '' && because('Description', 'The description is missing', 12052015),
    description.length > DESCRIPTION_MAX &&
      because('Description', `The description is longer than ${DESCRIPTION_MAX} characters`, 12052013),
    claim !== undefined && because('Description', `The description holds the prohibited word “${claim}”`),
  ];
}

function imageFindings(world: World, { words: { imageUris } }: Judged): Finding[] {
  const sizes = imageUris.map((uri) => sizeOfImage(world, uri));
  return [
    imageUris.length === 0 && because('Main image', 'The main image is missing', 12052028),
    imageUris.length > IMAGES_MAX && because('Main image', `There are more than ${IMAGES_MAX} images`),
    sizes.includes(null) && because('Main image', 'An image cannot be found'),
    sizes.some((size) => size && Math.min(size.width, size.height) < IMAGE_MIN_SIDE) &&
      because('Main image', `An image is smaller than ${IMAGE_MIN_SIDE} × ${IMAGE_MIN_SIDE} pixels`),
  ];
}

function paperFindings(world: World, { words, market }: Judged): Finding[] {
  const demands = demandsOf(world, { categoryId: words.categoryId, market });
  const isAnswered = ({ id }: AttributeDemand): boolean => words.attributes.some((one) => one.id === id && one.values.length > 0);
  return [
    ...demands.attributes
      .filter((demand) => demand.isRequired && !isAnswered(demand))
      .map(({ name }) => because('Product attributes', `The required attribute “${name}” is missing`)),
    ...certificatesMissing(world, { words, market }).map((name) => because('Certifications', `The certification “${name}” is missing`)),
    words.certificates.some(({ imageUris, fileIds }) => !isKept(world, { imageUris, fileIds })) &&
      because('Certifications', 'A picture or file of a certification cannot be found'),
    demands.isSizeChartRequired && words.sizeChartUri === null && because('Size chart', 'The size chart is missing'),
    words.sizeMm === null && because('Package dimensions', 'The package dimensions are missing'),
    demands.isEuropean && words.manufacturerIds.length === 0 && because('Manufacturer', 'The manufacturer is missing'),
    demands.isEuropean && words.responsiblePersonIds.length === 0 && because('Responsible person', 'The EU responsible person is missing'),
  ];
}

type Papers = { imageUris: readonly string[]; fileIds: readonly string[] };
const isKept = (world: World, { imageUris, fileIds }: Papers): boolean =>
  imageUris.every((uri) => sizeOfImage(world, uri) !== null) && fileIds.every((id) => world.files.has(id));

/** Names of those that the category requires and nothing is shown for. */
export function certificatesMissing(world: World, { words, market }: Pick<Judged, 'words' | 'market'>): string[] {
  const isShown = (demanded: string): boolean =>
    words.certificates.some((one) => one.id === demanded && one.imageUris.length + one.fileIds.length > 0 && isKept(world, one));
  return demandsOf(world, { categoryId: words.categoryId, market })
    .certificates.filter(({ id, isRequired }) => isRequired && !isShown(id))
    .map(({ name }) => name);
}

const NAMES_NOTHING: readonly Product['status'][] = ['DRAFT', 'FAILED', 'DELETED'];

/** A seller SKU names one thing in a shop; an empty one names nothing. Of two that wait for the audit the older has the name. */
function skuFindings({ skus, productId }: Judged, products: readonly Product[]): Finding[] {
  const place = products.findIndex(({ id }) => id === productId);
  const others = products.filter(
    ({ id, status }, index) => id !== productId && !NAMES_NOTHING.includes(status) && (status !== 'PENDING' || place < 0 || index < place),
  );
  const taken = new Set(others.flatMap((product) => product.skus.map(({ sellerSku }) => sellerSku)));
  const own = skus.map(({ sellerSku }) => sellerSku).filter(Boolean);
  const twice = own.find((sellerSku, index) => taken.has(sellerSku) || own.indexOf(sellerSku) !== index);
  return [
    skus.some(({ salePrice }) => salePrice <= 0) && because('Price', 'The price must be above 0'),
    twice !== undefined && because('Seller SKU', `The seller SKU “${twice}” is used twice in this shop`),
  ];
}
