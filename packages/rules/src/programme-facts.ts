/**
 * What the sources say about programmes and markets beyond the rules: benefits, ceilings, stages, checklists, sizes. Nothing is
 * judged by them; pages show them with the source's name and day, as its opinion. Money is in minor units of US dollars.
 */
type Statement = {
  source: string;
  section: string;
  /** Who says so; a figure that the author took from somebody else names that one. */
  sourceName: string;
  /** The day of the source, null where it carries none. */
  statedOn: string | null;
  checkedOn: string;
};

export type ProgrammeFact = Statement & {
  id: string;
  about: 'us-to-mexico' | 'eu-local-hosted' | 'hosting-modes' | 'market-opening' | 'latin-america';
  /** Markets that the fact speaks of; empty where it speaks of a way of selling. */
  markets: readonly string[];
  values: Readonly<Record<string, number | string>>;
};

export type ProgrammeSteps = Statement & {
  id: string;
  about: ProgrammeFact['about'];
  /** In order. `month` counts within the programme's first year, null where the platform or a person sets the step. */
  steps: readonly { code: string; month: number | null }[];
};

const checkedOn = '2026-11-22';
const mexico = { source: '004_1b21dd0c4414157d.txt', sourceName: '“美通墨” 解读', statedOn: null, checkedOn } as const;
const europe = { source: '002_694d73e317af6e00.txt', sourceName: 'TK观察', statedOn: '2026-01-19', checkedOn } as const;
const latinAmerica = { source: '000_24f5ba8e749fbada.txt', sourceName: '飞鸽出海', statedOn: '2025-12-26', checkedOn } as const;

const pilot = { ...mexico, about: 'us-to-mexico', markets: ['MX'] } as const;
const localHosting = {
  ...europe,
  section: '03 TikTok本地托管模式解读',
  about: 'eu-local-hosted',
  markets: ['DE', 'FR', 'IT', 'ES'],
} as const;
const hosting = { ...europe, section: '02 TikTok电商三大“托管”模式对比', about: 'hosting-modes' } as const;
const opening = { ...europe, section: '03 TikTok本地托管模式解读', about: 'market-opening' } as const;
const latin = { ...latinAmerica, about: 'latin-america' } as const;

export const programmeFacts: readonly ProgrammeFact[] = [
  // No baseline is named for either benefit.
  { ...pilot, id: 'mexico-faster', section: '“美通墨” 是什么？', values: { fromDays: 7, toDays: 12 } },
  { ...pilot, id: 'mexico-cheaper', section: '“美通墨” 是什么？', values: { fromShare: 0.25, toShare: 0.3 } },
  { ...pilot, id: 'mexico-online-sales', section: 'TikTok 的拉美突围逻辑', values: { year: 2025, amountUsdMinor: 3_510_000_000_000 } },
  { ...pilot, id: 'core-sku', section: '现在要补的不是仓，是 “节奏”', values: { rhythm: 'core', stock: 'in-us-warehouse' } },
  { ...pilot, id: 'trial-sku', section: '现在要补的不是仓，是 “节奏”', values: { rhythm: 'trial', stock: 'light' } },

  { ...localHosting, id: 'europe-direct-subsidy', values: { toShare: 0.5 } },
  { ...localHosting, id: 'europe-quality-commission', values: { fromShare: 0.15, toShare: 0.2 } },
  { ...localHosting, id: 'europe-coupon', values: { toShare: 0.3 } },
  { ...localHosting, id: 'europe-badge', values: { support: 'badge-and-page-dressing' } },

  {
    ...hosting,
    id: 'fully-hosted-us-share',
    sourceName: 'Tabcut',
    statedOn: '2025-06-30',
    markets: ['US'],
    values: { share: 0.11, period: '2025-H1' },
  },
  {
    ...hosting,
    id: 'fully-hosted-usual-gmv',
    markets: ['US'],
    values: { fromUsdMinor: 5_000_000, toUsdMinor: 20_000_000, hardAboveUsdMinor: 200_000_000 },
  },
  {
    ...hosting,
    id: 'fully-hosted-sellers',
    markets: [],
    values: { mode: 'fully-hosted', sellers: 'factories-and-traders', goods: 'white-label' },
  },
  {
    ...hosting,
    id: 'brand-hosted-sellers',
    markets: [],
    values: { mode: 'brand-hosted', sellers: 'brands', terms: 'own-price-better-commission' },
  },
  {
    ...hosting,
    id: 'local-hosted-sellers',
    markets: [],
    values: { mode: 'local-hosted', sellers: 'factories-and-traders', stock: 'abroad' },
  },

  {
    ...opening,
    id: 'europe-market-size',
    markets: ['DE', 'FR', 'IT', 'ES', 'IE'],
    values: { year: 2025, fromUsdMinor: 10_000_000_000, toUsdMinor: 20_000_000_000 },
  },
  { ...opening, id: 'mexico-against-europe', markets: ['MX'], values: { year: 2025, fromTimes: 2, toTimes: 5 } },
  { ...opening, id: 'britain-against-europe', markets: ['GB'], values: { year: 2025, fromTimes: 10 } },
  { ...opening, id: 'europe-category-head', markets: ['DE', 'FR', 'IT', 'ES', 'IE'], values: { perDayUsdMinor: 1_000_000 } },
  { ...opening, id: 'us-without-manager', markets: ['US'], values: { perMonthUsdMinor: 10_000_000 } },
  { ...opening, id: 'managed-together', markets: ['GB', 'DE', 'FR', 'IT', 'ES', 'IE', 'JP'], values: {} },
  { ...opening, id: 'agencies-carry-over', markets: [], values: {} },

  {
    ...latin,
    id: 'latin-america-size',
    section: '拉美电商市场2026年预计突破2000亿美元',
    markets: ['MX', 'BR'],
    values: { year: 2026, aboveUsdMinor: 20_000_000_000_000 },
  },
  {
    ...latin,
    id: 'mercado-libre-share',
    section: '拉美电商市场2026年预计突破2000亿美元',
    markets: ['MX', 'BR'],
    values: { share: 0.26 },
  },
  { ...latin, id: 'mexico-credit-cards', section: '01支付革命:本地化方案占据半壁江山', markets: ['MX'], values: { adultsShare: 0.15 } },
  {
    ...latin,
    id: 'next-day-delivery',
    section: '02物流升级:从速度竞争到体验竞争',
    markets: ['MX', 'BR'],
    values: { goodsShare: 0.75, withinDays: 1 },
  },
  {
    ...latin,
    id: 'fastest-growing-categories',
    section: '03人工智能:从应用到深度整合',
    markets: ['MX', 'BR'],
    values: { named: 9, of: 2000, category: 'home-daily', buyersGrowth: 0.23, ordersGrowthAbove: 0.5 },
  },
];

export const programmeSteps: readonly ProgrammeSteps[] = [
  {
    ...mexico,
    id: 'mexico-checklist',
    section: '卖家怎么准备？',
    about: 'us-to-mexico',
    steps: [
      { code: 'choose', month: 2 },
      { code: 'stock-up', month: 3 },
      { code: 'apply-for-invitation', month: 3 },
      { code: 'start', month: 4 },
    ],
  },
  {
    ...europe,
    id: 'europe-stages',
    section: '01 TikTok欧洲本地托管模式上线',
    about: 'eu-local-hosted',
    steps: [
      { code: 'cold-start', month: null },
      { code: 'incubation', month: null },
      { code: 'breakout', month: null },
    ],
  },
];
