/** What buyers write and agents read, as ISO 639-1: those that the detector may answer and that a person may choose. */
export const chatLanguages = [
  ...(['en', 'zh', 'es', 'pt', 'fr', 'de', 'it', 'ja', 'th', 'vi', 'ms', 'id'] as const),
  ...(['ko', 'ar', 'ru', 'he', 'hi', 'el', 'lo', 'km', 'my'] as const),
] as const;

/** The interface's languages carry a country where the letters differ; a translation does not ask for it. */
export const chatLanguageOf = (interfaceLanguage: string): string => interfaceLanguage.slice(0, 2);

/** In which language somebody writes, by what they said last: each message votes with its language, and of equals the newest counts. */
export function languageOfMessages(newestFirst: readonly string[], likely: string | null, detect: Detect): string | null {
  const votes = new Map<string, number>();
  for (const text of newestFirst) {
    const { language } = detect(text, likely);
    if (language !== 'unknown') votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  let most: string | null = null;
  for (const [language, count] of votes) if (most === null || count > (votes.get(most) ?? 0)) most = language;
  return most;
}
type Detect = (text: string, likely: string | null) => { language: string };
