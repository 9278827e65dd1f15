import { CheckCircleOutlined, ClockCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Violation } from '@tradewind/contract/types';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { Countdown } from './countdown.tsx';
import { useNames } from './use-names.ts';

const states = ['in-force', 'under-appeal', 'overturned'] as const;
const areas = ['order-fulfilment', 'service', 'policy-compliance', 'fraud-risk'] as const;

/** What the address says, as far as it is understood. */
function useFilters() {
  const search = useOwnSearch();
  return {
    state: states.find((each) => each === search.state),
    area: areas.find((each) => each === search.area),
    reason: search.reason?.slice(0, 60),
  };
}

export function Ledger() {
  const { t } = useTranslation();
  const filters = useFilters();
  const { query: scope } = useScope();
  const setSearch = useSetOwnSearch();
  const columns = useColumns();
  const request = { ...scope, ...filters, limit: 50 };
  const query = useInfiniteQuery({
    queryKey: ['violations.list', request],
    queryFn: ({ pageParam, signal }) => call('violations.list', { query: { ...request, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const none = { state: undefined, area: undefined, reason: undefined };
  return (
    <section className="panel" aria-label={t('penalties.ledger')}>
      <div className="panel-head">
        <h2>{t('penalties.ledger')}</h2>
        <Filters />
      </div>
      <KeysetTable
        caption={t('penalties.ledger')}
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        rowData={(row) => ({ 'data-testid': 'violation-row', 'data-state': row.state })}
        onOpen={(row) => setSearch({ open: row.id })}
        empty={
          <EmptyState
            kind={isFiltered ? 'no-match' : 'first-use'}
            title={t(isFiltered ? 'penalties.empty.match' : 'penalties.empty.title')}
            text={t(isFiltered ? 'penalties.empty.matchText' : 'penalties.empty.text')}
            action={isFiltered && <Button onClick={() => setSearch(none)}>{t('penalties.empty.clear')}</Button>}
          />
        }
      />
    </section>
  );
}

function Filters() {
  const { t } = useTranslation();
  const names = useNames();
  const { state, area, reason } = useFilters();
  const setSearch = useSetOwnSearch();
  return (
    <search className="penalty-filters" aria-label={t('penalties.filters')}>
      <Select
        aria-label={t('penalties.columns.state')}
        placeholder={t('penalties.columns.state')}
        allowClear
        value={state ?? null}
        options={states.map((value) => ({ value, label: t(`penalties.states.${value}`) }))}
        onChange={(next) => setSearch({ state: next ?? undefined })}
      />
      <Select
        aria-label={t('penalties.area')}
        placeholder={t('penalties.area')}
        allowClear
        value={area ?? null}
        options={areas.map((value) => ({ value, label: t(`penalties.areas.${value}`) }))}
        onChange={(next) => setSearch({ area: next ?? undefined })}
      />
      <Select
        aria-label={t('penalties.columns.reason')}
        placeholder={t('penalties.columns.reason')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={reason ?? null}
        popupMatchSelectWidth={false}
        options={names.reasons.map((code) => ({ value: code, label: names.reason(code) }))}
        onChange={(next) => setSearch({ reason: next ?? undefined })}
      />
    </search>
  );
}

const tones = { 'in-force': 'losing', 'under-appeal': 'soon', overturned: 'done' } as const;
const icons = { 'in-force': <WarningOutlined />, 'under-appeal': <ClockCircleOutlined />, overturned: <CheckCircleOutlined /> };

export function ViolationState({ state }: Pick<Violation, 'state'>) {
  const { t } = useTranslation();
  return (
    <Tag tone={tones[state]} icon={icons[state]}>
      {t(`penalties.states.${state}`)}
    </Tag>
  );
}

function useColumns(): Column<Violation>[] {
  const { t, i18n } = useTranslation();
  const names = useNames();
  return [
    { key: 'reason', title: t('penalties.columns.reason'), render: ({ reason }) => names.reason(reason) },
    { key: 'shop', title: t('penalties.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    {
      key: 'points',
      title: t('penalties.columns.points'),
      isNumber: true,
      render: ({ points, state }) => (
        <span className={state === 'overturned' ? 'is-struck' : ''}>{formatCount(points, i18n.language)}</span>
      ),
    },
    { key: 'state', title: t('penalties.columns.state'), render: ({ state }) => <ViolationState state={state} /> },
    { key: 'at', title: t('penalties.columns.at'), render: ({ violatedAt, shop }) => <Instant at={violatedAt} shopZone={shop.timeZone} /> },
    {
      key: 'measures',
      title: t('penalties.columns.measures'),
      isDeskOnly: true,
      render: ({ measures }) =>
        measures.length === 0 ? <span className="muted">–</span> : measures.map(({ code }) => names.measure(code)).join(' · '),
    },
    {
      key: 'appeal',
      title: t('penalties.columns.appeal'),
      render: ({ appeal, shop }) => {
        const deadline = appeal?.canAppeal ? (appeal.secondDeadline ?? appeal.firstDeadline) : null;
        return deadline ? <Countdown until={deadline} shopZone={shop.timeZone} /> : <span className="muted">–</span>;
      },
    },
  ];
}
