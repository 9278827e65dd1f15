import { useTranslation } from 'react-i18next';

/** Ours; the platform's own codes come with its words. */
const reasons = [
  'order-missing',
  'order-unpaid',
  'platform-hold',
  'order-cancelled',
  'order-shipped',
  'cancellation-asked',
  'held-by-us',
  'package-missing',
  'package-choice',
  'number-missing',
  'number-not-wanted',
  'number-form',
  'number-used',
  'lines-unknown',
  'parts-not-allowed',
  'being-shipped',
  'warned',
  'shipped-elsewhere',
  'no-consent',
  'shop-not-active',
] as const;
const signs = [
  'tracking-invalid',
  'tracking-reused',
  'tracking-silent',
  'destination-mismatch',
  'origin-mismatch',
  'carrier-not-allowed',
] as const;

type Told = { code: string | null; message?: string | null };

export function useReasonWords(): { reason: (told: Told) => string | null; sign: (code: string) => string } {
  const { t } = useTranslation();
  return {
    reason: ({ code, message }) => {
      const known = reasons.find((each) => each === code);
      return known ? t(`fulfilment.reasons.${known}`) : (message ?? code);
    },
    sign: (code) => {
      const known = signs.find((each) => each === code);
      return known ? t(`fulfilment.signs.${known}`) : code;
    },
  };
}
