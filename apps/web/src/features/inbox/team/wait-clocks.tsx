import { useTranslation } from 'react-i18next';
import { formatHour, formatInstant, nowMs } from '../../../shared/time.ts';
import { Instant } from '../../../shared/widgets/instant.tsx';
import type { Conversation } from '../inbox-look.ts';
import './team.css';

type Waiting = Pick<Conversation, 'clocks' | 'replyBy'>;
const dayMs = 86_400_000;

/** In a row: when the platform's hours end, and until when the team wants to have answered. */
export function WaitClocks({ conversation: { clocks, replyBy } }: { conversation: Waiting }) {
  const { t, i18n } = useTranslation();
  if (!clocks || !replyBy) return null;
  const now = nowMs();
  const isOver = (at: string) => Date.parse(at) < now;
  const short = (at: string) =>
    Math.abs(Date.parse(at) - now) < dayMs / 2 ? formatHour(at, i18n.language) : formatInstant(at, i18n.language);
  const { workingFirstBy } = clocks;
  return (
    <span className="wait-clocks muted" data-testid="wait-clocks">
      <span>
        {t(`inbox-team.clock.${isOver(replyBy.at) ? 'platformOver' : 'platform'}`, { hours: replyBy.hours, at: short(replyBy.at) })}
      </span>
      {workingFirstBy && (
        <span data-testid="working-clock" className={isOver(workingFirstBy) ? 'tone-soon' : ''}>
          {t(`inbox-team.clock.${isOver(workingFirstBy) ? 'workingOver' : 'working'}`, { at: short(workingFirstBy) })}
        </span>
      )}
    </span>
  );
}

/** Above what was said: both counts side by side. */
export function WaitClocksLong({ conversation: { clocks } }: { conversation: Waiting }) {
  const { t } = useTranslation();
  if (!clocks) return null;
  const { firstBy, workingFirstBy, isWorkingNow } = clocks;
  return (
    <dl className="wait-clocks-long" data-testid="thread-clocks">
      <div>
        <dt>{t('inbox-team.clock.platformName')}</dt>
        <dd>
          {t('inbox-team.report.within30m')}: <Instant at={firstBy} /> · {t('inbox-team.report.within24h')}: <Instant at={clocks.by24h} /> ·{' '}
          {t('inbox-team.report.within48h')}: <Instant at={clocks.by48h} />
        </dd>
      </div>
      {workingFirstBy && (
        <div>
          <dt>{t('inbox-team.clock.workingName')}</dt>
          <dd data-tone={Date.parse(workingFirstBy) < nowMs() ? 'soon' : 'plain'}>
            <Instant at={workingFirstBy} />
            {isWorkingNow === false && <span className="muted"> · {t('inbox-team.clock.closed')}</span>}
          </dd>
        </div>
      )}
    </dl>
  );
}
