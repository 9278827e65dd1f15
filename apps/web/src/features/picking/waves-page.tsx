import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined, ShoppingCartOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { PickWave } from '@tradewind/contract/types';
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { MakeWave } from './make-wave.tsx';

const shows = ['open', 'all'] as const;

/** Which orders are picked together, and how far are they? */
export function WavesPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  return (
    <>
      <PageHeader title={t('picking.places.waves')} answer={t('picking.question')} />
      <Requires scope="orders:read">
        {mayWrite && <MakeWave />}
        <Waves />
      </Requires>
    </>
  );
}

function Waves() {
  const { t } = useTranslation();
  const own = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const navigate = useNavigate();
  const columns = useColumns();
  const show = shows.find((known) => known === own.show) ?? 'open';
  const query = useInfiniteQuery({
    queryKey: ['pick-waves.list', { show }],
    queryFn: ({ pageParam, signal }) => call('pick-waves.list', { query: { show, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
  return (
    <section className="panel" aria-label={t('picking.places.waves')}>
      <div className="panel-head picking-head">
        <Segmented
          aria-label={t('picking.show')}
          value={show}
          options={shows.map((value) => ({ value, label: t(`picking.shows.${value}`) }))}
          onChange={(value) => setSearch({ show: value }, true)}
        />
      </div>
      <KeysetTable
        caption={t('picking.places.waves')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ number }) => ({ 'data-testid': 'wave-row', 'data-number': String(number) })}
        onOpen={({ id }) => void navigate({ to: '/orders/picking/$waveId', params: { waveId: id } })}
        empty={<EmptyState kind="first-use" title={t('picking.none')} text={t('picking.noneText')} />}
      />
    </section>
  );
}

const states: Record<PickWave['state'], [Tone, ReactNode]> = {
  open: ['plain', <ClockCircleOutlined key="i" />],
  picking: ['soon', <ShoppingCartOutlined key="i" />],
  done: ['done', <CheckCircleOutlined key="i" />],
  cancelled: ['quiet', <CloseCircleOutlined key="i" />],
};

export function WaveState({ state }: { state: PickWave['state'] }) {
  const { t } = useTranslation();
  const [tone, icon] = states[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`picking.states.${state}`)}
    </Tag>
  );
}

function useColumns(): Column<PickWave>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  return [
    { key: 'number', title: t('picking.wave'), render: ({ number }) => t('picking.waveNumber', { number }) },
    { key: 'state', title: t('picking.state'), render: ({ state }) => <WaveState state={state} /> },
    {
      key: 'kind',
      title: t('picking.kind'),
      render: ({ kind, zone }) => `${t(`picking.kinds.${kind}`)}${zone === null ? '' : ` · ${zone || t('picking.unplaced')}`}`,
    },
    { key: 'warehouse', title: t('picking.warehouse'), render: ({ warehouse }) => warehouse.name },
    {
      key: 'verified',
      title: t('picking.verified'),
      isNumber: true,
      render: ({ counts }) => t('picking.of', { done: count(counts.verified), total: count(counts.orders - counts.dropped) }),
    },
    { key: 'units', title: t('picking.units'), isNumber: true, render: ({ counts }) => count(counts.units) },
    {
      key: 'putBack',
      title: t('picking.putBack'),
      isNumber: true,
      render: ({ counts }) => (counts.putBack > 0 ? <Tag tone="soon">{count(counts.putBack)}</Tag> : <span className="muted">–</span>),
    },
    { key: 'by', title: t('picking.madeBy'), isDeskOnly: true, render: ({ createdBy }) => createdBy },
    { key: 'at', title: t('picking.madeAt'), render: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  ];
}
