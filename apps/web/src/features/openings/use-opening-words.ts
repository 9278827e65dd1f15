import type { OpeningVerdict } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatSpan } from '../../shared/time.ts';

const reasons = [
  'entity-revoked',
  'no-slot-left',
  'source-shop-restricted',
  'other-entity',
  'licence-scope',
  'cannot-enter-review',
  'document-missing',
  'document-expired',
  'source-not-covered',
  'not-taken',
] as const;

const HOUR_SECONDS = 3600;

/** Words for what the rule and the platform say by code; a code that is new to us is shown as it is. */
export function useOpeningWords() {
  const { t, i18n } = useTranslation();
  const span = (hours: number): string => formatSpan(hours * HOUR_SECONDS, i18n.language);
  return {
    reasonText: (code: string): string => {
      const known = reasons.find((reason) => reason === code);
      return known ? t(`openings.reasons.${known}`) : t('openings.reasons.other', { code });
    },
    /** How long a review lasts; `isEstimate`: no source states it. */
    expectedText: (expected: OpeningVerdict['expected']): { text: string; isEstimate: boolean } | null =>
      expected && {
        text:
          expected.fromHours === 0
            ? t('openings.time.within', { to: span(expected.toHours) })
            : t('openings.time.between', { from: span(expected.fromHours), to: span(expected.toHours) }),
        isEstimate: expected.basis === 'decision',
      },
  };
}
