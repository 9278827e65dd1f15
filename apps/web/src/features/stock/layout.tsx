import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Places } from '../../shared/widgets/places.tsx';
import './stock.css';

const places = [
  { key: 'levels', to: '/stock' },
  { key: 'warehouses', to: '/stock/warehouses' },
  { key: 'shops', to: '/stock/shops' },
  { key: 'rules', to: '/stock/rules' },
  { key: 'purchases', to: '/stock/purchases' },
  { key: 'check', to: '/stock/check' },
] as const;

/** What there is, where it lies, what the shops are told, and what to buy: a page each. */
export function StockLayout() {
  const { t } = useTranslation();
  return (
    <>
      <Places
        label={t('nav.stock')}
        places={places.map(({ key, to }) => ({ to, label: t(`stock.places.${key}`), testId: `stock-${key}`, isExact: key === 'levels' }))}
      />
      <Outlet />
    </>
  );
}
