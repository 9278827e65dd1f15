import { CloudServerOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../shared/api/problem.ts';
import { useIsLive } from '../hints.ts';
import { meQuery } from '../session.ts';

/** A hiccup is over before this; nobody needs to be told of it. */
const patienceMs = 3000;
const askAgainMs = 3000;
const askMs = 60_000;

/**
 * Says that the workbench does not answer, so that figures standing still are not taken for a quiet day. A cut live line alone is not
 * it (the mark beside the tray tells that), and a line that hangs looks alive: so the server itself is asked, every minute, and as soon as
 * something looks wrong every few seconds until it is back.
 */
export function AwayBanner() {
  const { t } = useTranslation();
  const isLive = useIsLive();
  const isOnline = useIsOnline();
  const [isSuspect, setSuspect] = useState(false);
  useEffect(() => {
    if (isLive && isOnline) {
      setSuspect(false);
      return;
    }
    const timer = setTimeout(() => setSuspect(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isLive, isOnline]);
  const { error } = useQuery({
    ...meQuery,
    retry: false,
    refetchInterval: ({ state }) => (isSuspect || state.error ? askAgainMs : askMs),
    // The browser's own idea of being offline must not keep us from asking: it is often wrong.
    networkMode: 'always',
  });
  const isAway = error instanceof ApiProblem && (error.code === 'unreachable' || error.code === 'unavailable');
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

const useIsOnline = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      addEventListener('online', listener);
      addEventListener('offline', listener);
      return () => {
        removeEventListener('online', listener);
        removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
