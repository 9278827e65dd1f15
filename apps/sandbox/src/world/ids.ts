import { hashText } from './random.ts';

/** What gets a platform id; each kind counts by itself, so that ids of one kind never shift another's. */
type IdKind =
  | 'seller'
  | 'shop'
  | 'warehouse'
  | 'category'
  | 'brand'
  | 'product'
  | 'sku'
  | 'attribute'
  | 'attributeValue'
  | 'order'
  | 'line'
  | 'package'
  | 'cancellation'
  | 'return'
  | 'buyer'
  | 'conversation'
  | 'message'
  | 'adSpend'
  | 'statement'
  | 'payment'
  | 'write'
  | 'review'
  | 'violation'
  | 'appeal'
  | 'balanceHold'
  | 'opening'
  | 'programmeApplication'
  | 'image'
  | 'file'
  | 'manufacturer'
  | 'responsiblePerson'
  | 'globalProduct'
  | 'globalSku'
  | 'flashSale'
  | 'protocol';

export type Ids = (kind: IdKind) => string;

const PREFIX: Record<IdKind, string> = {
  seller: '74951',
  shop: '74962',
  warehouse: '70941',
  category: '60001',
  brand: '70822',
  product: '17295',
  sku: '17296',
  attribute: '10008',
  attributeValue: '10009',
  order: '57641',
  line: '57642',
  package: '11523',
  cancellation: '40351',
  return: '40352',
  buyer: '71950',
  conversation: '72881',
  message: '73011',
  adSpend: '18011',
  statement: '34611',
  payment: '34612',
  write: '90010',
  review: '72150',
  violation: '75010',
  appeal: '75020',
  balanceHold: '75030',
  opening: '75040',
  programmeApplication: '75050',
  image: '17297',
  file: '17300',
  manufacturer: '74971',
  responsiblePerson: '74972',
  globalProduct: '17298',
  globalSku: '17299',
  flashSale: '90011',
  protocol: '76010',
};

const SCRAMBLE = 7_654_321;
const SPACE = 1_000_000_000;

/**
 * Ids of 18 digits: kind, world, scrambled count. 7,654,321 shares no factor with 10^9, so the scramble never
 * meets itself within a thousand million ids; a client that takes ids for sorted or for small numbers is found out.
 */
export function createIds(seed: number, run = 0): Ids {
  const counts = new Map<IdKind, number>();
  const world = String(hashText(`ids:${seed}:${run}`) % 10_000).padStart(4, '0');
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${PREFIX[kind]}${world}${String((count * SCRAMBLE) % SPACE).padStart(9, '0')}`;
  };
}
