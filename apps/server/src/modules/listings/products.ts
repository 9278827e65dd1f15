/** Listings that share a seller SKU are one product, whatever shop they are in: until products are modelled, that is what says so. */
type Sold = { listingId: string; sellerSkus: readonly string[] };
/** `key`: the smallest seller SKU of all; of a listing without any, its own id. */
export type Product<T> = { key: string; listings: T[] };

export function productsOf<T extends Sold>(listings: readonly T[]): Product<T>[] {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let above = parent.get(root); above !== undefined && above !== root; above = parent.get(root)) root = above;
    parent.set(name, root);
    return root;
  };
  const namesOf = ({ listingId, sellerSkus }: Sold): readonly string[] => (sellerSkus.length > 0 ? sellerSkus : [listingId]);
  // The smaller of two roots stays, so the last root is the smallest name of its product.
  for (const listing of listings)
    for (const name of namesOf(listing)) {
      const [a, b] = [rootOf(namesOf(listing)[0] ?? name), rootOf(name)];
      if (a !== b) parent.set(a < b ? b : a, a < b ? a : b);
    }
  const products = new Map<string, Product<T>>();
  for (const listing of listings) {
    const key = rootOf(namesOf(listing)[0] ?? listing.listingId);
    const product = products.get(key) ?? { key, listings: [] };
    product.listings.push(listing);
    products.set(key, product);
  }
  return [...products.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
