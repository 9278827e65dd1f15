import type { PublicationChange } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Money } from '../../shared/widgets/money.tsx';

export type Difference = PublicationChange['differences'][number];

/** What it is about: a field, and of several of its kind which one. */
export function useFieldName(): (difference: Difference) => string {
  const { t } = useTranslation();
  return ({ field, subject, name }) => {
    const which = name ?? (field === 'variant' || field === 'price' ? subject : null);
    return [t(`listings.live.fields.${field}`), which].filter(Boolean).join(' · ');
  };
}

type Props = { difference: Difference; side: 'ours' | 'theirs'; currency: string };

export function Side({ difference, side, currency }: Props) {
  const { t } = useTranslation();
  const value = difference[side];
  if (value === null) return <span className="muted">{t('listings.live.none')}</span>;
  if (difference.field === 'price') return <Money value={{ amount: Number(value), currency }} />;
  return <span className="difference-text">{value}</span>;
}
