import { useInfiniteQuery } from '@tanstack/react-query';
import type { TimelineEntry } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { formatInstant } from '../../shared/time.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useSentence } from './timeline-words.ts';
import './timeline.css';

/** Everything that happened to the order, the newest first, with who or what did it. */
export function OrderTimeline({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['orders.timeline', orderId],
    queryFn: ({ pageParam, signal }) => call('orders.timeline', { params: { orderId }, query: { limit: 30, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  if (query.isPending) return <SkeletonRows rows={4} label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <ol className="desk-timeline" data-testid="order-timeline">
        {query.data?.pages
          .flatMap(({ items }) => items)
          .map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
      </ol>
      {query.hasNextPage && (
        <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('desk.timeline.more')}
        </Button>
      )}
    </>
  );
}

/** Later than this, the workbench learnt of it worth saying. */
const worthSayingMs = 60_000;

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t, i18n } = useTranslation();
  const sentenceOf = useSentence();
  const { words, detail } = sentenceOf(entry);
  const isLate = entry.learntAt !== null && Date.parse(entry.learntAt) - Date.parse(entry.at) > worthSayingMs;
  return (
    <li data-kind={entry.kind}>
      <time dateTime={entry.at} className="num muted">
        {formatInstant(entry.at, i18n.language)}
      </time>
      <span>
        {words}
        {detail && <q className="desk-quote">{detail}</q>}
        <span className="cell-second">
          {entry.actor.name ?? t(`desk.timeline.actors.${entry.actor.kind}`)}
          {isLate && entry.learntAt && ` · ${t('desk.timeline.learnt', { at: formatInstant(entry.learntAt, i18n.language) })}`}
        </span>
      </span>
    </li>
  );
}
