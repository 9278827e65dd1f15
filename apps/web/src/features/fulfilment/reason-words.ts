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
  'unknown-carrier',
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

type ReasonWords = {
  reason: (told: Told) => string | null;
  /** Null: none of ours. */
  known: (code: string) => string | null;
  sign: (code: string) => string;
};

export function useReasonWords(): ReasonWords {
  const { t } = useTranslation();
  const known = (code: string | null) => {
    const found = reasons.find((each) => each === code);
    return found ? t(`fulfilment.reasons.${found}`) : null;
  };
  return {
    known,
    reason: ({ code, message }) => known(code) ?? message ?? code,
    sign: (code) => {
      const known = signs.find((each) => each === code);
      return known ? t(`fulfilment.signs.${known}`) : code;
    },
  };
}
