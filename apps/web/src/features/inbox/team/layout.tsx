import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../app/session.ts';
import { Places } from '../../../shared/widgets/places.tsx';

const places = [
  { key: 'conversations', to: '/inbox', scope: 'buyers:read' },
  { key: 'rules', to: '/inbox/rules', scope: 'buyers:read' },
  { key: 'hours', to: '/inbox/hours', scope: 'shops:read' },
  { key: 'knowledge', to: '/inbox/knowledge', scope: 'buyers:read' },
  { key: 'report', to: '/inbox/report', scope: 'analytics:read' },
] as const;

/** What buyers say, and how the team shares it: a page each. */
export function InboxLayout() {
  const { t } = useTranslation();
  const may = { 'buyers:read': useCan('buyers:read'), 'shops:read': useCan('shops:read'), 'analytics:read': useCan('analytics:read') };
  return (
    <>
      <Places
        label={t('nav.inbox')}
        places={places
          .filter(({ scope }) => may[scope])
          .map(({ key, to }) => ({ to, label: t(`inbox-team.places.${key}`), testId: `inbox-${key}`, isExact: key === 'conversations' }))}
      />
      <Outlet />
    </>
  );
}
