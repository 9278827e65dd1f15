import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Places } from '../../shared/widgets/places.tsx';
import './picking.css';

const places = [
  { key: 'waves', to: '/orders/picking' },
  { key: 'labels', to: '/orders/picking/labels' },
  { key: 'bins', to: '/orders/picking/bins' },
] as const;

/** Waves, the files of labels, and where goods lie: a page each. */
export function PickingLayout() {
  const { t } = useTranslation();
  return (
    <>
      <Places
        label={t('nav.picking')}
        places={places.map(({ key, to }) => ({
          to,
          label: t(`picking.places.${key}`),
          testId: `picking-${key}`,
          isExact: key === 'waves',
        }))}
      />
      <Outlet />
    </>
  );
}
