import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type assist from './assist/en.json';
import type compliance from './compliance/en.json';
import type desk from './desk/en.json';
import type en from './en.json';
import type fulfilment from './fulfilment/en.json';
import type inbox from './inbox/en.json';
import type inboxTeam from './inbox-team/en.json';
import type intents from './intents/en.json';
import { type Language, languages } from './languages.ts';
import type listings from './listings/en.json';
import type localisation from './localisation/en.json';
import type openings from './openings/en.json';
import type penalties from './penalties/en.json';
import type performance from './performance/en.json';
import type picking from './picking/en.json';
import type prices from './prices/en.json';
import type products from './products/en.json';
import type programmes from './programmes/en.json';
import type reputation from './reputation/en.json';
import type returns from './returns/en.json';
import type reviewRules from './review-rules/en.json';
import type reviewSync from './review-sync/en.json';
import type stock from './stock/en.json';
import type translation from './translation/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: {
      translation: typeof en & {
        assist: typeof assist;
        compliance: typeof compliance;
        desk: typeof desk;
        fulfilment: typeof fulfilment;
        inbox: typeof inbox;
        'inbox-team': typeof inboxTeam;
        intents: typeof intents;
        listings: typeof listings;
        localisation: typeof localisation;
        openings: typeof openings;
        penalties: typeof penalties;
        performance: typeof performance;
        picking: typeof picking;
        prices: typeof prices;
        products: typeof products;
        programmes: typeof programmes;
        reputation: typeof reputation;
        returns: typeof returns;
        'review-rules': typeof reviewRules;
        'review-sync': typeof reviewSync;
        stock: typeof stock;
        translation: typeof translation;
      };
    };
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

/** Texts of pages that nobody meets before signing in: they come with their pages, and the door stays light. */
const parts = import.meta.glob<{ default: object }>('./*/*.json');
type Part =
  | 'assist'
  | 'compliance'
  | 'desk'
  | 'fulfilment'
  | 'inbox'
  | 'inbox-team'
  | 'intents'
  | 'listings'
  | 'localisation'
  | 'openings'
  | 'penalties'
  | 'performance'
  | 'picking'
  | 'prices'
  | 'products'
  | 'programmes'
  | 'reputation'
  | 'returns'
  | 'review-rules'
  | 'review-sync'
  | 'stock'
  | 'translation';
const wanted = new Set<Part>();

async function addPart(part: Part, language: Language): Promise<void> {
  const texts = (await parts[`./${part}/${language}.json`]?.())?.default;
  i18next.addResourceBundle(language, 'translation', { [part]: texts }, true, true);
}

/** Before the first page that shows them; from then on they change with the language. */
export async function loadTexts(part: Part): Promise<void> {
  if (wanted.has(part)) return;
  // The cast: no other language is ever chosen.
  await addPart(part, i18next.language as Language);
  wanted.add(part);
}

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
  for (const part of wanted) await addPart(part, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
