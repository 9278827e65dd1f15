/**
 * In which languages a market's buyers read: the first is the one texts are written in, the others will do. A decision of ours, after each
 * country's official and shop languages; the platform states none.
 */
const languagesByMarket: Readonly<Record<string, readonly [string, ...string[]]>> = {
  US: ['en', 'es'],
  GB: ['en'],
  IE: ['en'],
  DE: ['de'],
  FR: ['fr'],
  IT: ['it'],
  ES: ['es'],
  JP: ['ja'],
  MX: ['es'],
  BR: ['pt'],
  TH: ['th'],
  VN: ['vi'],
  MY: ['ms', 'en', 'zh'],
  ID: ['id'],
  PH: ['en'],
  SG: ['en', 'zh', 'ms'],
};

export const textLanguages = ['en', 'zh', 'de', 'fr', 'it', 'es', 'ja', 'pt', 'th', 'vi', 'ms', 'id'] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** A market that nobody has named yet is taken to read English. */
export const languagesOf = (market: string): readonly [string, ...string[]] => languagesByMarket[market] ?? ['en'];
export const languageOf = (market: string): string => languagesOf(market)[0];
export const readsLanguage = (market: string, language: string): boolean => languagesOf(market).includes(language);

/** Scripts of one language only tell it; Latin letters tell nothing, so there the merchant's word holds. */
export function languageOfText(text: string, latin: string): string {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  if (/\p{Script=Thai}/u.test(text)) return 'th';
  return latin;
}

/** Where Chinese characters belong. */
export const writesHan = (language: string): boolean => language === 'zh' || language === 'ja';
