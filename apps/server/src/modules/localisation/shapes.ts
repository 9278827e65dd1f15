import type { MarketText } from '@tradewind/contract';

export type TextFields = { title: string; description: string; attributes: Record<string, string> };
export type TextSource = NonNullable<MarketText['text']>['sources'][number];
export type Language = MarketText['language'];
export type TitleTemplate = { language: Language; market: string | null; template: string };

export const sourceOf = (field: string, kind: TextSource['kind'], more: Partial<TextSource> = {}): TextSource => ({
  ...{ field, kind, similarity: null, model: null, missing: [] },
  ...more,
});

/** What of it is said at all: blank lines and the order of attributes are no difference. */
export const sameFields = (one: TextFields, other: TextFields): boolean =>
  one.title === other.title &&
  one.description === other.description &&
  JSON.stringify(Object.entries(one.attributes).sort()) === JSON.stringify(Object.entries(other.attributes).sort());
