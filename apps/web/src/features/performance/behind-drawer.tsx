import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { BehindItem, PerformanceDetail, ServiceMetric, ServiceStanding } from '@tradewind/contract/types';
import { Drawer, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { formatSpan } from '../../shared/time.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';

const parts = ['bad', 'denominator', 'numerator'] as const;
type Part = (typeof parts)[number];
type Shop = PerformanceDetail['shop'];

/** Why this number: everything that a rate counts, one by one. What is open stands in the address. */
export function BehindDrawer({ shop, service }: { shop: Shop; service: readonly ServiceStanding[] }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { behind = '' } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const [name, asked] = behind.split('.');
  const standing = service.find(({ metric }) => metric === name);
  const part = parts.find((each) => each === asked);
  if (!standing || !part) return null;
  const { metric } = standing;
  return (
    <Drawer
      open
      onClose={() => setSearch({ behind: undefined }, true)}
      size={isPhone ? '100%' : 720}
      title={t('performance.service.why', { metric: t(`performance.metrics.${metric}`) })}
    >
      <div className="drawer-body" data-testid="behind">
        <p className="muted">{t(`performance.definitions.${metric}`)}</p>
        <Segmented
          value={part}
          options={parts
            .filter((each) => each !== 'numerator' || standing.target.sign === 'at-least')
            .map((value) => ({ value, label: t(`performance.service.part.${value}`) }))}
          onChange={(value) => setSearch({ behind: `${metric}.${value}` }, true)}
          aria-label={t('performance.service.partLabel')}
        />
        <BehindTable shop={shop} metric={metric} part={part} />
      </div>
    </Drawer>
  );
}

function BehindTable({ shop, metric, part }: { shop: Shop; metric: ServiceMetric; part: Part }) {
  const { t, i18n } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['performance.behind', shop.id, metric, part],
    queryFn: ({ pageParam, signal }) =>
      call('performance.behind', { params: { shopId: shop.id, serviceMetric: metric }, query: { part, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const waited = ({ at, endedAt }: BehindItem) =>
    endedAt ? formatSpan((Date.parse(endedAt) - Date.parse(at)) / 1000, i18n.language) : t('performance.service.stillOpen');
  const factOf = (item: BehindItem): string => {
    if (item.rating !== null) return '★'.repeat(item.rating);
    if (item.cause) return t(`performance.service.cause.${item.cause}`);
    if (item.responsible) return t(`performance.service.responsible.${item.responsible}`);
    return '';
  };
  // A review and an order have no end that matters here.
  const isMoment = metric === 'negative-reviews' || metric === 'defective-returns';
  const columns: Column<BehindItem>[] = [
    {
      key: 'what',
      title: t('performance.service.column.what'),
      render: (item) =>
        item.orderId ? (
          <Link to="/orders/$orderId" params={{ orderId: item.orderId }} className="num">
            {item.channelOrderId}
          </Link>
        ) : (
          <span className="num">{item.channelOrderId ?? item.channelId}</span>
        ),
    },
    { key: 'at', title: t('performance.service.column.at'), render: (item) => <Instant at={item.at} shopZone={shop.timeZone} /> },
    ...(isMoment ? [] : [{ key: 'lasted', title: t('performance.service.column.lasted'), render: waited }]),
    {
      key: 'fact',
      title: t('performance.service.column.fact'),
      render: (item) => (
        <span className={item.isBad ? 'tone-losing' : undefined}>
          {factOf(item) || (item.isBad ? t('performance.service.part.bad') : '')}
        </span>
      ),
    },
  ];
  return (
    <KeysetTable
      caption={t('performance.service.why', { metric: t(`performance.metrics.${metric}`) })}
      columns={columns}
      query={query}
      rowKey={(item) => item.id}
      rowData={(item) => ({ 'data-testid': 'behind-row', 'data-channel-id': item.channelId })}
      empty={<EmptyState kind="no-match" title={t('performance.service.none.title')} text={t('performance.service.none.text')} />}
    />
  );
}
