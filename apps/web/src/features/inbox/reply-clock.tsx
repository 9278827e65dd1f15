import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSpan, nowMs } from '../../shared/time.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { type Conversation, shareLeft } from './inbox-look.ts';

const soonMs = 3 * 3_600_000;
const around = 2 * Math.PI * 8;

type Waiting = Pick<Conversation, 'replyBy' | 'shop'>;

/** The platform's own count of how long a buyer waits: 24 hours, then 48. A ring that empties, and the same in words. */
export function ReplyClock({ conversation: { replyBy, shop }, isLong = false }: { conversation: Waiting; isLong?: boolean }) {
  const { t, i18n } = useTranslation();
  const [now, setNow] = useState(nowMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), 15_000);
    return () => clearInterval(timer);
  }, []);
  if (!replyBy) return null;
  const leftMs = Date.parse(replyBy.at) - now;
  const span = formatSpan(Math.abs(leftMs) / 1000, i18n.language);
  const isOver = leftMs < 0;
  const tone = isOver ? 'losing' : leftMs < soonMs || replyBy.hours === 48 ? 'soon' : 'plain';
  return (
    <span className="reply-clock" data-tone={tone} data-testid="reply-clock">
      <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
        <circle cx="10" cy="10" r="8" className="reply-clock-ground" />
        <circle cx="10" cy="10" r="8" className="reply-clock-left" strokeDasharray={`${around * shareLeft(replyBy, now)} ${around}`} />
      </svg>
      {isLong ? (
        <span>
          {t(isOver ? 'inbox.clock.overLong' : 'inbox.clock.leftLong', { span, hours: replyBy.hours })}{' '}
          <span className="muted">
            <Instant at={replyBy.at} shopZone={shop.timeZone} />
          </span>
        </span>
      ) : (
        <span className="num">{isOver ? t('inbox.clock.over', { span }) : span}</span>
      )}
    </span>
  );
}
