import { LockOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ComplianceRow } from '@tradewind/contract/types';
import { zoneOfPaper } from '@tradewind/rules/document-types';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { type Answer, call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { marketOrder } from '../../shared/markets.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { CellDrawer } from './cell-drawer.tsx';
import { type CellState, cellStates } from './cell-states.ts';
import { MarketCell } from './market-cell.tsx';

const PAGE = 50;
const filters = ['locked', ...cellStates] as const;
type Filter = (typeof filters)[number];
type Summary = Answer<'compliance.list'>['summary'];

/** The gate as a table: products down, markets across, each cell with what is wrong first. */
export function Gate() {
  const { t } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const { query: scope } = useScope();
  const state = filters.find((each) => each === search.state);
  const query = useInfiniteQuery({
    queryKey: ['compliance.list', 'pages', scope, state, search.q],
    queryFn: ({ pageParam, signal }) =>
      call(
        'compliance.list',
        {
          query: {
            limit: PAGE,
            ...scope,
            ...(state ? { state } : {}),
            ...(search.q ? { q: search.q } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const first = query.data?.pages[0];
  const isFiltered = state !== undefined || Boolean(search.q);
  return (
    <>
      {first && first.upcoming.length > 0 && <Upcoming upcoming={first.upcoming} />}
      <section className="panel">
        <div className="panel-head">
          <StateFilter summary={first?.summary} chosen={state} choose={(next) => setSearch({ state: next, open: undefined })} />
          <Input.Search
            className="gate-search"
            allowClear
            defaultValue={search.q ?? ''}
            placeholder={t('compliance.gate.search')}
            aria-label={t('compliance.gate.search')}
            onSearch={(text) => setSearch({ q: text.trim() || undefined, open: undefined })}
          />
        </div>
        <KeysetTable
          caption={t('compliance.gate.list')}
          columns={useColumns(rows)}
          query={query}
          rowKey={({ product }) => product}
          rowData={({ product }) => ({ 'data-testid': 'gate-row', 'data-product': product })}
          empty={
            isFiltered ? (
              <EmptyState
                kind="no-match"
                title={t('compliance.gate.noMatch')}
                text={t('compliance.gate.noMatchText')}
                action={<Button onClick={() => setSearch({ state: undefined, q: undefined })}>{t('compliance.gate.showAll')}</Button>}
              />
            ) : (
              <EmptyState kind="first-use" title={t('compliance.gate.empty')} text={t('compliance.gate.emptyText')} />
            )
          }
        />
      </section>
      <CellDrawer rows={rows} />
    </>
  );
}

function useColumns(rows: readonly ComplianceRow[]): Column<ComplianceRow>[] {
  const { categoryName } = useDocumentNames();
  const { t } = useTranslation();
  const markets = [...new Set(rows.flatMap(({ cells }) => cells.map(({ shop }) => shop.market)))].sort(
    (a, b) => marketOrder.indexOf(a) - marketOrder.indexOf(b),
  );
  return [
    {
      key: 'product',
      title: t('compliance.gate.product'),
      render: ({ product, title, category, brand }) => (
        <span className="gate-product">
          <span className="gate-title" title={title}>
            {title}
          </span>
          <span className="cell-second">
            <code>{product}</code> · {category ? categoryName(category) : t('compliance.gate.states.unmapped')}
            {brand && ` · ${brand}`}
          </span>
        </span>
      ),
    },
    ...markets.map(
      (market): Column<ComplianceRow> => ({
        key: market,
        title: market,
        render: (row) => <MarketCell row={row} market={market} />,
      }),
    ),
  ];
}

type FilterProps = { summary: Summary | undefined; chosen: Filter | undefined; choose: (filter: Filter | undefined) => void };

/** Counts of listings, each a filter; a state that nobody is in is not offered. */
function StateFilter({ summary, chosen, choose }: FilterProps) {
  const { t, i18n } = useTranslation();
  const countOf = (filter: Filter): number => (filter === 'locked' ? summary?.locked : summary?.byState[filter as CellState]) ?? 0;
  const shown = filters.filter((filter) => filter === chosen || countOf(filter) > 0);
  const entries: [Filter | undefined, string, number][] = [
    [undefined, t('compliance.gate.all'), summary?.listings ?? 0],
    ...shown.map((filter): [Filter, string, number] => [filter, t(`compliance.gate.states.${filter}`), countOf(filter)]),
  ];
  return (
    <FilterChips
      label={t('compliance.gate.filter')}
      name="gate-filter"
      chosen={chosen}
      choose={choose}
      chips={entries.map(([key, words, count]) => ({
        key,
        content: (
          <>
            {key === 'locked' && <LockOutlined />}
            {words} <span className="num">{formatCount(count, i18n.language)}</span>
          </>
        ),
      }))}
    />
  );
}

/** Which listings lock when: the soonest first. */
function Upcoming({ upcoming }: { upcoming: Answer<'compliance.list'>['upcoming'] }) {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  return (
    <section className="panel upcoming" aria-label={t('compliance.gate.upcoming')}>
      <div className="panel-head">
        <h2>{t('compliance.gate.upcoming')}</h2>
        <span className="muted">{t('compliance.gate.upcomingText')}</span>
      </div>
      <ul>
        {upcoming.slice(0, 6).map((lock) => (
          <li key={`${lock.locksOn} ${lock.market}`} data-testid="upcoming-lock">
            <Instant at={lock.locksOn} hasYear shopZone={zoneOfPaper(lock.market)} />
            <MarketChip market={lock.market} />
            <span className="upcoming-types">{lock.types.map(typeName).join(', ')}</span>
            <strong>{t('compliance.gate.listings', { count: lock.listings })}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
