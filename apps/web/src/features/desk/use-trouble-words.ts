import type { DeskOrder } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';

type Trouble = DeskOrder['troubles'][number];

const known = ['shipment-rejected', 'answer-rejected', 'parcel-silent', 'parcel-stuck'] as const;

/** What went wrong in the reader's language, with the platform's own words; what a person wrote stays as it was written. */
export function useTroubleWords(): (trouble: Pick<Trouble, 'code' | 'reason'>) => string {
  const { t } = useTranslation();
  return ({ code, reason }) => {
    const of = known.find((one) => one === code);
    return of ? t(`desk.troubles.${of}`, { reason }) : reason;
  };
}
