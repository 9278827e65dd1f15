import type { DocumentType } from './papers.ts';
import type { Citation, RuleFacts } from './policy.ts';
import type { Price } from './prices.ts';
import { checkedOn } from './rows.ts';

const fastOpening = { source: '000_24f5ba8e749fbada.txt', section: '极速互通开店' };
const openingPapers = { source: '001_932864bc5c517283.txt', section: '如何开通TK小店后台？需要哪些资料？' };
const requirements = { source: '001_932864bc5c517283.txt', section: '准入门槛与合规要求' };
const oneLicenceOpens = { source: '002_694d73e317af6e00.txt', section: 'TK观察:解析TikTok欧洲“本地托管”模式' };

/** Opening from a shop that runs well: no second review within a region, a short one elsewhere. */
export const opening = {
  ...fastOpening,
  id: 'store-opening',
  effectiveFrom: '2025-12-26T00:00:00Z',
  checkedOn,
  market: 'all',
  basis: 'source',
} satisfies RuleFacts;

export const slots = {
  ...oneLicenceOpens,
  id: 'shops-per-country',
  effectiveFrom: '2026-01-01T00:00:00Z',
  checkedOn,
  market: 'ONE-LICENCE',
  basis: 'decision',
  perCountry: 2,
} satisfies RuleFacts & { perCountry: number };

type PaperRow = RuleFacts & {
  type: DocumentType;
  /** Whose papers: an entity of China, or of anywhere else. */
  entity: 'CN' | 'other';
  when: 'always' | 'not-brand-owner' | 'full-review';
};

const ofChina = {
  ...openingPapers,
  effectiveFrom: '2024-01-01T00:00:00Z',
  checkedOn,
  market: 'all',
  basis: 'source',
  entity: 'CN',
  when: 'always',
} as const;
const ofOthers = { ...ofChina, basis: 'decision', entity: 'other' } as const;

export const paperRows: readonly PaperRow[] = [
  { ...ofChina, id: 'cn-licence', type: 'BUSINESS_LICENCE', ...requirements },
  { ...ofChina, id: 'cn-legal-rep', type: 'LEGAL_REP_ID', ...requirements },
  { ...ofChina, id: 'cn-bank', type: 'CORPORATE_BANK_ACCOUNT', ...requirements },
  { ...ofChina, id: 'cn-export', type: 'EXPORT_DECLARATION_COMMITMENT' },
  { ...ofChina, id: 'cn-brand', type: 'BRAND_AUTHORISATION', when: 'not-brand-owner' },
  { ...ofChina, id: 'cn-photo', type: 'LEGAL_REP_PHOTO_WITH_DATE', when: 'full-review' },
  { ...ofOthers, id: 'other-licence', type: 'BUSINESS_LICENCE' },
  { ...ofOthers, id: 'other-legal-rep', type: 'LEGAL_REP_ID' },
  { ...ofOthers, id: 'other-bank', type: 'CORPORATE_BANK_ACCOUNT' },
];

type DepositRow = RuleFacts & Citation & { entity: 'CN' | 'any'; category: string; deposit: Price & { frozenInSteps: boolean } };

const chinese = {
  ...requirements,
  effectiveFrom: '2024-03-01T00:00:00Z',
  checkedOn,
  market: 'all',
  basis: 'source',
  entity: 'CN',
} as const;

/** In the US its own row alone counts; elsewhere the first row that names the category, or every category. */
export const unitedStatesDeposit: DepositRow = {
  id: 'us-deposit',
  source: '002_694d73e317af6e00.txt',
  section: '03 TikTok本地托管模式解读',
  effectiveFrom: '2026-01-01T00:00:00Z',
  checkedOn,
  market: 'US',
  basis: 'source',
  entity: 'any',
  category: 'all',
  deposit: { amount: 150_000, currency: 'USD', frozenInSteps: false },
};
export const chineseDeposits: readonly DepositRow[] = [
  { ...chinese, id: 'cn-deposit-beauty', category: 'beauty', deposit: { amount: 2_000_000, currency: 'CNY', frozenInSteps: true } },
  { ...chinese, id: 'cn-deposit', category: 'all', deposit: { amount: 500_000, currency: 'CNY', frozenInSteps: true } },
];
