/** What is kept of a file of products and of each of its rows. */
export type ImportState = 'uploaded' | 'checking' | 'checked' | 'applying' | 'cancelled' | 'applied' | 'undoing' | 'undone' | 'refused';
export type RowVerdict = 'created' | 'changed' | 'unchanged' | 'failed' | 'undone' | 'not-undone';

/** `column` null: the row as a whole. `line`: the other row that it contradicts or repeats. */
export type RowFault = { column: string | null; value: string; code: string; line: number | null };

/** By column: the value before, and the value after. */
export type Changes = Record<string, [before: unknown, after: unknown]>;
/** What one row does. `isNew`: the row made the product, or the variant. */
export type Difference = {
  productId: string;
  variantId: string;
  isNewProduct: boolean;
  isNewVariant: boolean;
  product: Changes;
  variant: Changes;
  /** From which day a cost is set, and which one stood there before. */
  cost: { validFrom: string; change: [before: Cost | null, after: Cost] } | null;
};
export type Cost = { amount: number; currency: string };
