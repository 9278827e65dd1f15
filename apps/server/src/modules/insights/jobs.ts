import { type NewJob, SYSTEM_MERCHANT } from '../../platform/lanes/lanes.ts';

export const readRatesKind = 'insights.read-rates';
/** Rates are nobody's in particular: the job runs for the system merchant, which owns no shop. */
export const ratesMerchant = SYSTEM_MERCHANT;
export const readRatesJob = (dueAt: number): NewJob => ({ lane: 'fx-rates', kind: readRatesKind, payload: {}, dedupeKey: 'feed', dueAt });
