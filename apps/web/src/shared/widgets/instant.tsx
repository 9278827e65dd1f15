import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatInstant, readerZone } from '../time.ts';

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

/** "3 min ago", kept true once every half minute while on screen. */
export function TimeAgo({ at, words = (ago) => ago }: { at: string; words?: (ago: string) => string }) {
  const { i18n } = useTranslation();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time className="num" dateTime={at} title={zonesOf(at, i18n.language)}>
      {words(formatAgo(at, i18n.language))}
    </time>
  );
}
