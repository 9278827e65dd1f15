import { switchLanguage } from '../shared/i18n/index.ts';
import type { Language } from '../shared/i18n/languages.ts';
import { setPreferences } from './preferences.ts';

export async function chooseLanguage(language: Language): Promise<void> {
  await switchLanguage(language);
  setPreferences({ language });
}
