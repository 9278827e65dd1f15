/**
 * The categories that rules speak of: one list, some grouped. A rule names a code or a group. An input may carry either;
 * a group's name meets only rules that name that group.
 */
export const categoryGroups: Readonly<Record<string, readonly string[]>> = {
  apparel: ['mens-clothing', 'womens-clothing', 'sportswear', 'kids-clothing'],
  electronics: ['consumer-electronics'],
  beauty: ['beauty-personal-care'],
  accessories: ['bags', 'eyewear', 'watches'],
};

const single = [
  'home-daily',
  'furniture',
  'pet-toys',
  'pet-apparel',
  'pet-gear',
  'pet-food',
  'pet-health',
  'toys-3-plus',
  'mother-baby-under-3',
  'food',
  'health-supplements',
  'medical-devices',
  'adult-products',
  'e-cigarettes',
  'weapons',
  'fireworks',
] as const;

/** Every code and every group's name, for choosing from. */
export const knownCategories: readonly string[] = [
  ...Object.entries(categoryGroups).flatMap(([group, codes]) => [group, ...codes]),
  ...single,
];

/** What platforms sell besides, and no rule speaks of. */
const unruled = ['jewellery', 'shoes', 'sports-outdoor', 'automotive', 'tools-hardware', 'stationery', 'books'] as const;
/** Every category that goods may have. */
export const goodsCategories: readonly string[] = [...knownCategories, ...unruled];

/**
 * Whether a rule that names `named` speaks of `category`.
 *
 * @example isIn('kids-clothing', 'apparel') // true
 * @example isIn('apparel', 'kids-clothing') // false: a group's name is not each of its codes
 */
export const isIn = (category: string, named: string): boolean =>
  category === named || (categoryGroups[named]?.includes(category) ?? false);
