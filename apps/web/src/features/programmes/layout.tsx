import { Link, Outlet } from '@tanstack/react-router';
import type { Scope } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.ts';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import './programmes.css';

type Place = { key: 'us-to-mexico' | 'local-hosting' | 'hosting-modes' | 'channels' | 'payments'; scope: Scope | null };
const places: readonly Place[] = [
  { key: 'us-to-mexico', scope: 'listings:read' },
  { key: 'local-hosting', scope: 'documents:read' },
  { key: 'hosting-modes', scope: null },
  { key: 'channels', scope: null },
  { key: 'payments', scope: 'listings:read' },
];

/** One title over all programmes; each has an address of its own. What one may not see is not offered; its address says why. */
export function ProgrammesLayout() {
  const { t } = useTranslation();
  const { scopes } = useMe();
  return (
    <>
      <PageHeader title={t('programmes.title')} answer={t('programmes.question')} />
      <nav className="programme-nav" aria-label={t('programmes.title')}>
        {places
          .filter(({ scope }) => scope === null || scopes.includes(scope))
          .map(({ key }) => (
            <Link
              key={key}
              to={`/openings/programmes/${key}`}
              className="programme-link"
              activeOptions={{ includeSearch: false }}
              data-testid={`programme-${key}`}
            >
              {t(`programmes.places.${key}`)}
            </Link>
          ))}
      </nav>
      <Outlet />
    </>
  );
}
