import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../../app/scope.ts';
import { type Answer, call } from '../../../shared/api/call.ts';
import { withoutInvisible } from '../../../shared/invisible.ts';
import { formatCount } from '../../../shared/money.ts';
import { useSetOwnSearch } from '../../../shared/own-search.ts';
import { MarketChip } from '../../../shared/widgets/chips.tsx';
import { EmptyState } from '../../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { TimeAgo } from '../../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import { MarkedText } from './marked-text.tsx';

type Hit = Answer<'messages.search'>['items'][number];

/** Every message in which the words stand, the newest first; choosing one opens its conversation there. */
export function MessageHits({ q, openMessage }: { q: string; openMessage: string | undefined }) {
  const { t, i18n } = useTranslation();
  const { query: scope } = useScope();
  const query = useInfiniteQuery({
    queryKey: ['messages.search', q, scope],
    queryFn: ({ pageParam, signal }) => call('messages.search', { query: { limit: 40, q, ...scope, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  if (query.isPending) return <SkeletonRows rows={10} label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  const hits = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (hits.length === 0 && !query.hasNextPage)
    return <EmptyState kind="no-match" title={t('inbox.hits.none')} text={t('inbox.hits.noneText')} />;
  return (
    <div className="inbox-rows">
      <ul data-testid="message-hits">
        {hits.map((hit) => (
          <HitRow key={hit.messageId} hit={hit} isOpen={hit.messageId === openMessage} />
        ))}
      </ul>
      <div className="table-more">
        <span className="muted" role="status">
          {t(query.hasNextPage ? 'common.shownAndMore' : 'common.shownAll', {
            count: hits.length,
            shown: formatCount(hits.length, i18n.language),
          })}
        </span>
        {query.hasNextPage && (
          <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        )}
      </div>
    </div>
  );
}

function HitRow({ hit, isOpen }: { hit: Hit; isOpen: boolean }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const { messageId, conversationId, shop, sender, text, isCut, marks } = hit;
  return (
    <li>
      <button
        type="button"
        className="inbox-row"
        aria-current={isOpen ? 'true' : undefined}
        data-testid="message-hit"
        onClick={() => setSearch({ open: conversationId, message: messageId })}
      >
        <span className="inbox-row-head">
          <bdi className="inbox-row-who">{withoutInvisible(hit.buyerName) || t('inbox.unnamed')}</bdi>
          <span className="muted">
            <TimeAgo at={hit.sentAt} />
          </span>
        </span>
        <bdi className="inbox-hit-text" dir="auto">
          {sender !== 'buyer' && <span className="muted">{t('inbox.us')} </span>}
          {isCut.before && '…'}
          <MarkedText text={text} marks={marks} />
          {isCut.after && '…'}
        </bdi>
        <span className="inbox-row-foot">
          <span className="inbox-row-shop" title={shop.name}>
            <MarketChip market={shop.market} /> {shop.name}
          </span>
        </span>
      </button>
    </li>
  );
}
