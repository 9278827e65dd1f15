import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Answer, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';

type Entry = Answer<'review-ledger.list'>['items'][number];
const causes = [
  'published',
  'withdrawn',
  'reviews-changed',
  'links-changed',
  'gate-closed',
  'gate-opened',
  'confirmed',
  'no-consent',
  'shop-not-active',
  'translated',
] as const;

/** What was shown where since when, and why it changed. */
export function Ledger() {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['review-ledger.list'],
    queryFn: ({ pageParam, signal }) => call('review-ledger.list', { query: { limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <section className="panel" aria-label={t('review-sync.views.ledger')}>
      <KeysetTable
        caption={t('review-sync.views.ledger')}
        columns={useColumns()}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ kind }) => ({ 'data-testid': 'sync-entry', 'data-kind': kind })}
        empty={<EmptyState kind="first-use" title={t('review-sync.noLedger')} text={t('review-sync.noLedgerText')} />}
      />
    </section>
  );
}

function useColumns(): Column<Entry>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number): string => formatCount(value, i18n.language);
  return [
    { key: 'at', title: t('review-sync.at'), render: ({ at }) => <Instant at={at} hasYear /> },
    {
      key: 'target',
      title: t('review-sync.target'),
      render: ({ target }) => (
        <span className="sync-listing">
          <ShopChip shop={target.shop} />
          <span className="sync-name" title={target.title}>
            {target.title || target.channelProductId}
          </span>
        </span>
      ),
    },
    { key: 'kind', title: t('review-sync.kind'), render: ({ kind }) => t(`review-sync.kinds.${kind}`) },
    {
      key: 'cause',
      title: t('review-sync.cause'),
      render: ({ cause, by }) => {
        const known = causes.find((each) => each === cause);
        return `${known ? t(`review-sync.causes.${known}`) : cause} · ${by}`;
      },
    },
    { key: 'reviews', title: t('review-sync.reviews'), isNumber: true, render: ({ reviews }) => count(reviews) },
    { key: 'sold', title: t('review-sync.sold'), isNumber: true, render: ({ soldElsewhere }) => count(soldElsewhere) },
  ];
}
