import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatInstant, formatStretch, nowMs, readerZone } from '../time.ts';

/** An instant in the reader's zone (activity) or in a shop's (deadlines: then the zone is named). Every zone shows on hover. */
export function Instant({ at, shopZone, hasYear = false }: { at: string; shopZone?: string; hasYear?: boolean }) {
  const { i18n } = useTranslation();
  return (
    <time className="num" dateTime={at} title={zonesOf(at, i18n.language, shopZone)}>
      {shopZone
        ? formatInstant(at, i18n.language, { timeZone: shopZone, isNamed: true, hasYear })
        : formatInstant(at, i18n.language, { hasYear })}
    </time>
  );
}

const zonesOf = (at: string, locale: string, shopZone?: string): string =>
  [...new Set([...(shopZone ? [shopZone] : []), readerZone(), 'UTC'])]
    .map((timeZone) => `${formatInstant(at, locale, { timeZone, hasSeconds: true })} ${timeZone}`)
    .join('\n');

function useTick(): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
}

/** "3 hr 12 min left" to a deadline; every zone shows on hover. */
export function Countdown({ at, shopZone }: { at: string; shopZone?: string }) {
  const { t, i18n } = useTranslation();
  useTick();
  const seconds = (Date.parse(at) - nowMs()) / 1000;
  return (
    <time className="num" dateTime={at} title={zonesOf(at, i18n.language, shopZone)}>
      {t(seconds >= 0 ? 'common.left' : 'common.passed', { time: formatStretch(seconds, i18n.language) })}
    </time>
  );
}

/** "3 min ago", kept true once every half minute while on screen. */
export function TimeAgo({ at, words = (ago) => ago }: { at: string; words?: (ago: string) => string }) {
  const { i18n } = useTranslation();
  useTick();
  return (
    <time className="num" dateTime={at} title={zonesOf(at, i18n.language)}>
      {words(formatAgo(at, i18n.language))}
    </time>
  );
}
