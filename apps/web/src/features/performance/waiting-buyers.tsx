import { CheckCircleOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { PerformanceDetail } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { formatCount, formatPercent } from '../../shared/money.ts';
import { formatAgo, formatSpan, nowMs } from '../../shared/time.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';

type Replies = NonNullable<PerformanceDetail['replies']>;
type Waiting = Replies['turns'][number];
const soonMs = 3 * 3_600_000;

/** The fewest buyers to answer now so that both rates of replies hold, the most urgent first. */
export function WaitingBuyers({ performance: { shop, replies } }: { performance: PerformanceDetail }) {
  const { t, i18n } = useTranslation();
  const mayRead = useCan('buyers:read');
  if (!replies) return null;
  const { turns, waiting, keepsTargets, ifSilent, ifAnswered, isCut } = replies;
  const leftMs = (turn: Waiting) => Math.max(0, Date.parse(turn.replyBefore) - nowMs());
  const share = (value: number | null) => (value === null ? '–' : formatPercent(value, i18n.language));
  const columns: Column<Waiting>[] = [
    {
      key: 'conversation',
      title: t('performance.replies.conversation'),
      render: ({ channelConversationId }) =>
        mayRead ? (
          <Link to="/inbox" search={{ view: 'all', q: channelConversationId }} className="num">
            {channelConversationId}
          </Link>
        ) : (
          <span className="num">{channelConversationId}</span>
        ),
    },
    { key: 'asked', title: t('performance.replies.asked'), render: (turn) => formatAgo(turn.askedAt, i18n.language) },
    {
      key: 'left',
      title: t('performance.replies.left'),
      render: (turn) => (
        <span className={leftMs(turn) < soonMs ? 'tone-soon num' : 'num'}>{formatSpan(leftMs(turn) / 1000, i18n.language)}</span>
      ),
    },
    {
      key: 'deadline',
      title: t('performance.replies.deadline'),
      render: (turn) => <Instant at={turn.replyBefore} shopZone={shop.timeZone} />,
    },
    {
      key: 'saves',
      title: t('performance.replies.saves'),
      render: (turn) => turn.saves.map((metric) => t(`performance.metrics.${metric}`)).join(' · '),
    },
  ];
  return (
    <section className="panel" aria-label={t('performance.replies.title')} data-testid="replies" data-count={turns.length}>
      <header className="panel-head">
        <h2>{t('performance.replies.title')}</h2>
        <span className="muted">{t('performance.replies.waiting', { amount: formatCount(waiting, i18n.language) })}</span>
      </header>
      {turns.length === 0 ? (
        <p className="performance-words">
          <CheckCircleOutlined className="tone-done" /> {t('performance.replies.none')}
        </p>
      ) : (
        <>
          <p className="performance-words muted">
            {t(keepsTargets ? 'performance.replies.why' : 'performance.replies.beyond', {
              silent24: share(ifSilent['reply-24h']),
              silent48: share(ifSilent['reply-48h']),
              answered24: share(ifAnswered['reply-24h']),
              answered48: share(ifAnswered['reply-48h']),
            })}
          </p>
          <DataTable
            caption={t('performance.replies.title')}
            columns={columns}
            rows={turns}
            rowKey={(turn) => turn.turnId}
            rowData={(turn) => ({ 'data-testid': 'reply-turn', 'data-conversation-id': turn.channelConversationId })}
          />
          <p className="performance-words">{t('performance.replies.how')}</p>
        </>
      )}
      {isCut && <p className="performance-words muted">{t('performance.replies.cut')}</p>}
    </section>
  );
}
