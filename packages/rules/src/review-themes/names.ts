/** What a review may complain of; how each is told from its words is in words.ts, which no page needs. */
export const reviewThemes = [
  ...(['broken', 'damaged', 'late', 'size', 'not-as-described', 'wrong-item'] as const),
  ...(['missing', 'quality', 'smell', 'counterfeit', 'service', 'price'] as const),
] as const;
export type ReviewTheme = (typeof reviewThemes)[number];
