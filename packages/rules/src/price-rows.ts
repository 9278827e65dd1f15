/** What prices look like in each market, and what caps them: rows of data. Endings and usual taxes are ours, to be changed by the merchant. */
import type { Money } from './money.ts';
import { caps as mexicoCaps } from './policies/us-to-mexico-rows.ts';

/** Prices end in `tail` of each `step`, in minor units: 99 of 100 is .99, 9 000 of 10 000 is 19 000, 29 000 … */
export type Ending = { step: number; tail: number };

/** By currency, because it is the number on the tag that people read. */
export const localEndings: Readonly<Record<string, Ending>> = {
  USD: { step: 100, tail: 99 },
  GBP: { step: 100, tail: 99 },
  EUR: { step: 100, tail: 99 },
  JPY: { step: 100, tail: 80 },
  MXN: { step: 1_000, tail: 900 },
  BRL: { step: 100, tail: 90 },
  THB: { step: 1_000, tail: 900 },
  VND: { step: 10_000, tail: 9_000 },
  MYR: { step: 100, tail: 90 },
  IDR: { step: 1_000_000, tail: 990_000 },
  PHP: { step: 1_000, tail: 900 },
  SGD: { step: 100, tail: 90 },
};

/**
 * A new rule begins with these, and its author confirms or changes them: what stands in the price of ordinary goods as the buyer sees it.
 * In the United States tax comes on top at the till; for Brazil and Malaysia no single share holds, so none is proposed.
 */
export const usualTaxes: readonly { market: string; share: number }[] = [
  { market: 'US', share: 0 },
  { market: 'GB', share: 0.2 },
  { market: 'DE', share: 0.19 },
  { market: 'FR', share: 0.2 },
  { market: 'IT', share: 0.22 },
  { market: 'ES', share: 0.21 },
  { market: 'IE', share: 0.23 },
  { market: 'JP', share: 0.1 },
  { market: 'MX', share: 0.16 },
  { market: 'TH', share: 0.07 },
  { market: 'VN', share: 0.1 },
  { market: 'ID', share: 0.11 },
  { market: 'PH', share: 0.12 },
  { market: 'SG', share: 0.09 },
];

export const cappedProgrammes = ['us-to-mexico'] as const;
export type CappedProgramme = (typeof cappedProgrammes)[number];

/**
 * The most that a unit may cost under a programme, on a day. Held against the price as the buyer sees it, tax included: then it holds
 * however the platform reads it. Null: no cap in this currency, or not yet.
 */
export function capOf(programme: CappedProgramme | null, { currency, on }: { currency: string; on: string }): Money | null {
  if (programme === null || mexicoCaps.unit.currency !== currency) return null;
  return on >= mexicoCaps.effectiveFrom.slice(0, 10) ? { ...mexicoCaps.unit } : null;
}
