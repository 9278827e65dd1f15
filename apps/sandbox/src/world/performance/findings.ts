import type { Market, Measure } from '../types.ts';
import type { ViolationReason } from './reasons-of-violations.ts';

/**
 * What the platform finds by itself, at known days from the end of the history; no rate foretells it. A mild one is in
 * every world, the others only in a troubled one. Shares of withdrawal money are held back from `days[0]` on.
 */
type Finding = {
  isMild: boolean;
  day: number;
  reason: ViolationReason;
  points: number;
  measures: readonly { code: Measure['code']; days: number | null }[];
  /** Holds back what the shop has settled lately; the investigation ends so many days later. */
  hold?: { days: number; investigationDays: number };
  /** The seller appealed in the seller centre so many days later. */
  appeal?: { afterDays: number; hasEvidence: boolean };
};

export const FINDINGS: Partial<Record<Market, readonly Finding[]>> = {
  MX: [
    {
      isMild: true,
      day: -10,
      reason: 'MISLEADING_DETAILS',
      points: 2,
      measures: [
        { code: 'product-removed', days: null },
        { code: 'formal-warning', days: null },
      ],
    },
    {
      isMild: false,
      day: -50,
      reason: 'INTELLECTUAL_PROPERTY',
      points: 6,
      measures: [{ code: 'product-removed', days: null }],
      appeal: { afterDays: 3, hasEvidence: true },
    },
  ],
  JP: [
    {
      isMild: false,
      day: -20,
      reason: 'FALSE_FULFILMENT',
      points: 8,
      measures: [{ code: 'transactions-cancelled', days: null }],
      hold: { days: 90, investigationDays: 35 },
      appeal: { afterDays: 2, hasEvidence: false },
    },
  ],
  VN: [
    {
      isMild: false,
      day: -12,
      reason: 'NOT_AS_DESCRIBED',
      points: 2,
      measures: [{ code: 'no-publishing', days: 14 }],
      hold: { days: 120, investigationDays: 150 },
    },
  ],
};
