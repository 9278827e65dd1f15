import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Places } from '../../shared/widgets/places.tsx';
import './finance.css';

const places = [
  { key: 'prices', to: '/money/prices' },
  { key: 'rate-cards', to: '/money/rate-cards' },
  { key: 'fees', to: '/money/fees' },
  { key: 'tax-ids', to: '/money/tax-ids' },
  { key: 'deposits', to: '/money/deposits' },
] as const;

/** What goods should cost, and what the platform takes and keeps: five questions, a page each. */
export function MoneyLayout() {
  const { t } = useTranslation();
  return (
    <>
      <Places
        label={t('nav.money')}
        places={places.map(({ key, to }) => ({ to, label: t(`finance.places.${key}`), testId: `money-${key}` }))}
      />
      <Outlet />
    </>
  );
}
