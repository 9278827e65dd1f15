import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Places } from '../../shared/widgets/places.tsx';

const places = [
  { key: 'desk', to: '/orders/desk' },
  { key: 'list', to: '/orders' },
  { key: 'shipments', to: '/orders/shipments' },
  { key: 'rules', to: '/orders/rules' },
  { key: 'delivery', to: '/orders/delivery' },
] as const;

/** What is to be done with orders, and all of them: a page each. */
export function OrdersLayout() {
  const { t } = useTranslation();
  return (
    <>
      <Places
        label={t('nav.orders')}
        places={places.map(({ key, to }) => ({ to, label: t(`desk.places.${key}`), testId: `orders-${key}`, isExact: key === 'list' }))}
      />
      <Outlet />
    </>
  );
}
