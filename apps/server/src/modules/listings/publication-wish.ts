/** What a person chose for a product in one shop. What he left out is the product's. */
import { z } from 'zod';

const wish = z.strictObject({
  title: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
  channelCategoryId: z.string().nullable().default(null),
  attributes: z
    .array(
      z.strictObject({
        channelAttributeId: z.string(),
        values: z.array(z.strictObject({ channelValueId: z.string().nullable(), name: z.string() })),
      }),
    )
    .default([]),
  /** By certificate of the platform: the document of the vault that is to go along. What is not named is matched by its type. */
  papers: z.record(z.string(), z.uuid()).default({}),
  sizeChartMediaId: z.string().nullable().default(null),
  /** By variant, in minor units of the shop's currency; null, as none: what the applied price says. */
  prices: z.record(z.string(), z.int().nullable()).default({}),
  /** Null, as none: what stock says. */
  quantities: z.record(z.string(), z.int().nullable()).default({}),
});
export type PublicationWish = z.output<typeof wish>;

export const wishOf = (stored: unknown): PublicationWish => wish.parse(stored);
