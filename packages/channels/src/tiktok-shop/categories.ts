/**
 * The platform's categories in our codes, by their English names (the detail of a product is asked for in English): names of the tree's
 * upper levels as its seller centre shows them, compared 2026-11-22. Ids differ between versions of the tree, names hardly do.
 * The deepest name of a chain that stands here decides. Codes that no rule speaks of are here too: "known, and nothing special" is
 * another answer than "unknown".
 */
const codes: Readonly<Record<string, string>> = {
  'Automotive & Motorcycle': 'automotive',
  Automotive: 'automotive',
  'Baby & Maternity': 'mother-baby-under-3',
  'Beauty & Personal Care': 'beauty-personal-care',
  'Oral Care': 'beauty-personal-care',
  'Books, Magazines & Audio': 'books',
  'Computers & Office Equipment': 'consumer-electronics',
  'Phones & Electronics': 'consumer-electronics',
  'Fashion Accessories': 'accessories',
  Eyewear: 'eyewear',
  Watches: 'watches',
  Jewellery: 'jewellery',
  'Jewellery Accessories & Derivatives': 'jewellery',
  'Food & Beverages': 'food',
  'Food Supplements': 'health-supplements',
  'Medical Supplies': 'medical-devices',
  'Adult Products': 'adult-products',
  'Sexual Wellness': 'adult-products',
  Furniture: 'furniture',
  'Home Supplies': 'home-daily',
  'Home Improvement': 'home-daily',
  Kitchenware: 'home-daily',
  'Textiles & Soft Furnishings': 'home-daily',
  "Kids' Fashion": 'kids-clothing',
  'Luggage & Bags': 'bags',
  Menswear: 'mens-clothing',
  'Menswear & Underwear': 'mens-clothing',
  Womenswear: 'womens-clothing',
  'Womenswear & Underwear': 'womens-clothing',
  'Sportswear & Outdoor Clothing': 'sportswear',
  'Pet Supplies': 'pet-gear',
  'Pet Toys': 'pet-toys',
  'Pet Clothing & Accessories': 'pet-apparel',
  'Dog & Cat Food': 'pet-food',
  'Pet Healthcare': 'pet-health',
  Shoes: 'shoes',
  'Sports & Outdoor': 'sports-outdoor',
  Stationery: 'stationery',
  'Tools & Hardware': 'tools-hardware',
  'Toys & Hobbies': 'toys-3-plus',
};

/** From the root to the leaf; null where no name of the chain is known. */
export function categoryOf(chain: readonly string[]): string | null {
  const known = chain.findLast((name) => Object.hasOwn(codes, name));
  return known === undefined ? null : (codes[known] ?? null);
}
