import { CloudServerOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../shared/api/problem.ts';
import { useIsLive } from '../hints.ts';
import { meQuery } from '../session.ts';

/** A restart of the server is over before this; nobody needs to be told of it. */
const patienceMs = 4000;
const askAgainMs = 5000;

/**
 * Says that the workbench does not answer, so that figures standing still are not taken for a quiet day. A cut live line alone is not
 * it (the mark beside the tray tells that): the server itself is asked, again and again, until it is back.
 */
export function AwayBanner() {
  const { t } = useTranslation();
  const isLive = useIsLive();
  const [isSuspect, setSuspect] = useState(false);
  useEffect(() => {
    if (isLive) {
      setSuspect(false);
      return;
    }
    const timer = setTimeout(() => setSuspect(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isLive]);
  const { error } = useQuery({
    ...meQuery,
    enabled: isSuspect,
    staleTime: 0,
    retry: false,
    refetchInterval: askAgainMs,
    // The browser's own idea of being offline must not keep us from asking: it is often wrong.
    networkMode: 'always',
  });
  const isAway = isSuspect && error instanceof ApiProblem && (error.code === 'unreachable' || error.code === 'unavailable');
  return (
    <div role="status">
      {isAway && (
        <p className="away-banner" data-testid="away-banner">
          <CloudServerOutlined />
          <span>
            <strong>{t('shell.away.title')}</strong> {t('shell.away.text')}
          </span>
        </p>
      )}
    </div>
  );
}
