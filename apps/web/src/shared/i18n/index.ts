import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from './en.json';
import { type Language, languages } from './languages.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    nsSeparator: false;
  }
}

/** One file per language, fetched when first chosen: a reader pays for one language only. */
const loaders: Record<Language, () => Promise<{ default: object }>> = {
  'zh-CN': () => import('./zh-CN.json'),
  en: () => import('./en.json'),
  th: () => import('./th.json'),
  vi: () => import('./vi.json'),
  ms: () => import('./ms.json'),
};

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    supportedLngs: [...languages],
    resources: { [language]: { translation: (await loaders[language]()).default } },
    // Keys hold colons (`scopes.orders:read`), and there is one namespace only.
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

/** The old language stays on screen until the new one is here, then everything changes in one step. */
export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await loaders[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
