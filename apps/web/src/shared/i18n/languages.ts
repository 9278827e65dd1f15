export const languages = ['zh-CN', 'en', 'th', 'vi', 'ms'] as const;
export type Language = (typeof languages)[number];

/** As each language's own readers call it. */
export const languageNames: Record<Language, string> = {
  'zh-CN': '简体中文',
  en: 'English',
  th: 'ไทย',
  vi: 'Tiếng Việt',
  ms: 'Bahasa Melayu',
};

/** Drafted, but not yet read by a native operator; the switcher says so. */
export const unreviewedLanguages: ReadonlySet<Language> = new Set<Language>(['th', 'vi', 'ms']);

export function languageFromBrowser(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const found = languages.find((language) => tag.split('-')[0] === language.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}
