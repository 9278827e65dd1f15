import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../shared/api/call.ts';

type Gate = Answer<'review-gates.list'>['items'][number];

export function GateNote({ gate: { market, isOpen } }: { gate: Gate }) {
  const { t } = useTranslation();
  if (isOpen) return null;
  return (
    <p role="alert" data-testid="sync-gate-closed">
      {t('review-sync.gateClosed', { market })}{' '}
      <Link to="/reputation/sync" search={{ view: 'markets' }}>
        {t('review-sync.toMarkets')}
      </Link>
    </p>
  );
}
