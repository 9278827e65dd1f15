/** What is kept of a listing to compare it by, and what differed when it was last read. */
import { z } from 'zod';

const value = z.strictObject({ channelValueId: z.string().nullable(), name: z.string() });
const listingFacts = z.strictObject({
  title: z.string(),
  /** Text, paragraphs parted by an empty line. */
  description: z.string(),
  channelCategoryId: z.string().nullable(),
  attributes: z.record(z.string(), z.strictObject({ name: z.string(), values: z.array(value) })),
  images: z.int(),
  /** Null: of the platform's own pictures we know only how many they are. */
  mediaIds: z.array(z.string()).nullable(),
  /** By seller SKU. `options` null: in the platform's words, which need not be ours. */
  variants: z.record(z.string(), z.strictObject({ price: z.int(), options: z.string().nullable() })),
  currency: z.string(),
});
export type FactValue = z.output<typeof value>;
export type ListingFacts = z.output<typeof listingFacts>;
export const factsStored = (stored: unknown): ListingFacts | null => (stored === null ? null : listingFacts.parse(stored));

const differingFields = ['title', 'description', 'category', 'attribute', 'images', 'variant', 'price'] as const;
/** `subject`: of an attribute its id, of a variant and a price the SKU. Prices are minor units; null: there is none on that side. */
export type Difference = {
  field: (typeof differingFields)[number];
  subject: string | null;
  name: string | null;
  ours: string | null;
  theirs: string | null;
};

const drift = z.strictObject({
  /** When the differences were last others: whoever chose among those of before has not seen these. */
  foundAt: z.iso.datetime(),
  /** What the platform shows, whole. */
  facts: z.unknown().transform((stored, context): ListingFacts => {
    const facts = factsStored(stored);
    if (facts) return facts;
    context.addIssue('no facts');
    return z.NEVER;
  }),
  differences: z.array(
    z.strictObject({
      ...{ field: z.enum(differingFields), subject: z.string().nullable(), name: z.string().nullable() },
      ...{ ours: z.string().nullable(), theirs: z.string().nullable(), since: z.iso.datetime() },
    }),
  ),
});
export type Drift = z.output<typeof drift>;
export const driftStored = (stored: unknown): Drift | null => (stored === null ? null : drift.parse(stored));
