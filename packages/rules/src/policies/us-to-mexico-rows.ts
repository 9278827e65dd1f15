import type { RuleFacts } from './policy.ts';
import { checkedOn } from './rows.ts';

/** The programme's rules as the source states them. Its dollar figures disagree with each other, so the pesos govern. */
const stated = {
  source: '004_1b21dd0c4414157d.txt',
  effectiveFrom: '2026-04-01T00:00:00Z',
  checkedOn,
  market: 'MX',
  basis: 'source',
} as const;

export const programme = {
  ...stated,
  id: 'us-to-mexico',
  section: '“美通墨” 是什么？',
  leastScore: 3.5,
  /** Calendar days from an order's creation (decision). */
  mostDispatchDays: 2,
  shipFrom: 'US',
} satisfies RuleFacts & Record<string, unknown>;

export const invitation = {
  ...stated,
  id: 'invitation',
  section: '卖家怎么准备？',
  effectiveFrom: '2026-03-01T00:00:00Z',
} satisfies RuleFacts;

export const caps = {
  ...stated,
  id: 'caps',
  section: '能卖什么？',
  unit: { amount: 350_000, currency: 'MXN' },
  order: { amount: 520_000, currency: 'MXN' },
} satisfies RuleFacts & Record<string, unknown>;

type CategoryRow = RuleFacts & {
  access: 'open' | 'invite-only' | 'prohibited';
  categories: readonly string[];
  /** Papers that the category needs beside an invitation. */
  qualifications: readonly string[];
};

const categoriesOf = { ...stated, section: '能卖什么？', qualifications: [] } as const;

/** Categories as the source names them; any other is not in the pilot, pet food and pet health with it. */
export const categoryRows: readonly CategoryRow[] = [
  {
    ...categoriesOf,
    id: 'open',
    access: 'open',
    categories: [
      'mens-clothing',
      'womens-clothing',
      'sportswear',
      'bags',
      'eyewear',
      'watches',
      'home-daily',
      'pet-toys',
      'pet-apparel',
      'pet-gear',
      'consumer-electronics',
    ],
  },
  { ...categoriesOf, id: 'invite-only', access: 'invite-only', categories: ['toys-3-plus', 'kids-clothing'] },
  {
    ...categoriesOf,
    id: 'invite-only-beauty',
    access: 'invite-only',
    categories: ['beauty-personal-care'],
    qualifications: ['COFEPRIS_OPERATION_NOTICE', 'MX_US_ENTITY_RELATION'],
  },
  {
    ...categoriesOf,
    id: 'prohibited',
    access: 'prohibited',
    categories: ['adult-products', 'e-cigarettes', 'medical-devices', 'health-supplements', 'mother-baby-under-3'],
  },
];
