import type { ReviewRule } from './shapes.ts';

export type TemplateId = 'loss' | 'thin-margin' | 'blacklist' | 'us-to-mexico' | 'big-order' | 'returns-often';

/** What most sellers begin with; as editable as any rule. Amounts are in euro; an order in another currency is converted by the day's rate. */
export const reviewTemplates: readonly ({ id: TemplateId } & Omit<ReviewRule, 'id'>)[] = [
  {
    id: 'loss',
    conditions: [{ kind: 'profit', compare: 'below', amount: 0, currency: 'EUR' }],
    actions: [{ kind: 'review' }],
    isLast: false,
  },
  {
    id: 'thin-margin',
    conditions: [{ kind: 'profit-share', compare: 'below', share: 0.05 }],
    actions: [{ kind: 'review' }],
    isLast: false,
  },
  { id: 'blacklist', conditions: [{ kind: 'blacklist' }], actions: [{ kind: 'hold' }, { kind: 'notify' }], isLast: true },
  { id: 'us-to-mexico', conditions: [{ kind: 'us-to-mexico' }], actions: [{ kind: 'review' }], isLast: false },
  {
    id: 'big-order',
    conditions: [{ kind: 'amount', compare: 'at-least', amount: 50_000, currency: 'EUR' }],
    actions: [{ kind: 'review' }, { kind: 'notify' }],
    isLast: false,
  },
  {
    id: 'returns-often',
    conditions: [{ kind: 'buyer-returns', compare: 'at-least', count: 3 }],
    actions: [{ kind: 'review' }],
    isLast: false,
  },
];
