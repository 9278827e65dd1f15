/** In which buyers write; the first ones are told by their letters alone. */
export const buyerLanguages = ['th', 'ja', 'ko', 'zh', 'vi', 'en', 'es', 'fr', 'de', 'it', 'pt', 'ms', 'id', 'pl', 'nl', 'ar'] as const;
export const lettersTell = ['th', 'ja', 'ko', 'zh', 'vi'] as const;

export const languageName = (code: string, locale: string): string => new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
