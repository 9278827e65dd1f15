import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Places } from '../../shared/widgets/places.tsx';

/** What buyers say, and why: a page each. */
export function ReputationLayout() {
  const { t } = useTranslation();
  return (
    <>
      <Places
        label={t('nav.reputation')}
        places={[
          { to: '/reputation', label: t('reputation.places.reviews'), testId: 'reputation-reviews', isExact: true },
          { to: '/reputation/reasons', label: t('reputation.places.reasons'), testId: 'reputation-reasons' },
          { to: '/reputation/sync', label: t('review-sync.title'), testId: 'reputation-sync' },
        ]}
      />
      <Outlet />
    </>
  );
}
