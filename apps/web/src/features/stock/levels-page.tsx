import { ImportOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { TableImport } from '../../shared/imports/table-import.tsx';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { type StockRow, useStockChanged, useWarehouses } from './use-stock.ts';
import { VariantDrawer } from './variant-drawer.tsx';

/** What is there of each SKU, where, and who has it promised? */
export function StockLevelsPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  const [doing, setDoing] = useState<'change' | 'count' | null>(null);
  return (
    <>
      <PageHeader
        title={t('stock.places.levels')}
        answer={t('stock.levels.question')}
        actions={
          mayWrite && (
            <>
              <Button icon={<ImportOutlined />} onClick={() => setDoing('count')} data-testid="count-by-file">
                {t('stock.count.button')}
              </Button>
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setDoing('change')} data-testid="change-stock">
                {t('stock.change.button')}
              </Button>
            </>
          )
        }
      />
      <Requires scope="stock:read">
        <Levels />
      </Requires>
      {doing === 'change' && <ChangeDialog close={() => setDoing(null)} />}
      {doing === 'count' && <CountImport close={() => setDoing(null)} />}
    </>
  );
}

const alerts = ['low', 'oversell-risk', 'core-missing', 'dead'] as const;
const shows = ['counted', 'all', 'sold-out', 'oversold', ...alerts] as const;
type Show = (typeof shows)[number];

function Levels() {
  const { t } = useTranslation();
  const { sku = '', warehouse, open, ...own } = useOwnSearch();
  const show = shows.find((known): known is Show => known === own.show) ?? 'counted';
  const setSearch = useSetOwnSearch();
  const { all } = useWarehouses();
  const columns = useColumns(all.filter(({ isActive }) => isActive));
  const filters = { show, ...(sku ? { sku } : {}), ...(warehouse ? { warehouseId: warehouse } : {}) };
  const query = useInfiniteQuery({
    queryKey: ['stock-levels.list', filters],
    queryFn: ({ pageParam, signal }) =>
      call('stock-levels.list', { query: { limit: 50, ...filters, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const chosen = query.data?.pages.flatMap(({ items }) => items).find(({ variant }) => variant.id === open);
  const isFiltered = sku !== '' || warehouse !== undefined || show !== 'counted';
  return (
    <section className="panel">
      <div className="panel-head stock-filters">
        <Input
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('stock.levels.sku')}
          placeholder={t('stock.levels.sku')}
          value={sku}
          onChange={({ target }) => setSearch({ sku: target.value || undefined }, true)}
          data-testid="stock-sku"
        />
        <Select
          allowClear
          aria-label={t('stock.warehouse')}
          placeholder={t('stock.levels.everywhere')}
          value={warehouse}
          options={all.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(value: string | undefined) => setSearch({ warehouse: value }, true)}
        />
      </div>
      <Shows show={show} />
      <KeysetTable
        caption={t('stock.places.levels')}
        columns={columns}
        query={query}
        rowKey={({ variant }) => variant.id}
        rowData={({ variant }) => ({ 'data-testid': 'stock-row', 'data-sku': variant.sku })}
        onOpen={({ variant }) => setSearch({ open: variant.id })}
        empty={<NoRows isFiltered={isFiltered} hasWarehouse={all.length > 0} />}
      />
      {chosen && <VariantDrawer row={chosen} close={() => setSearch({ open: undefined })} />}
    </section>
  );
}

/** Which SKUs; of those that deserve a look, how many there are. */
function Shows({ show }: { show: Show }) {
  const { t, i18n } = useTranslation();
  const setSearch = useSetOwnSearch();
  const { data } = useQuery(apiQuery('stock-alerts.list', {}));
  const countOf = (key: Show) => data?.items.find(({ alert }) => alert === key)?.skus;
  return (
    <div className="panel-head">
      <FilterChips
        label={t('stock.levels.show')}
        name="stock-show"
        chosen={show}
        choose={(key) => setSearch({ show: key }, true)}
        chips={shows.map((key) => {
          const skus = countOf(key);
          return { key, content: `${t(`stock.levels.shows.${key}`)}${skus === undefined ? '' : ` ${formatCount(skus, i18n.language)}`}` };
        })}
      />
    </div>
  );
}

function NoRows({ isFiltered, hasWarehouse }: { isFiltered: boolean; hasWarehouse: boolean }) {
  const { t } = useTranslation();
  if (isFiltered) return <EmptyState kind="no-match" title={t('stock.levels.noMatch')} text={t('stock.levels.noMatchText')} />;
  return (
    <EmptyState
      kind="first-use"
      title={t('stock.levels.none')}
      text={t(hasWarehouse ? 'stock.levels.noneText' : 'stock.levels.noWarehouse')}
      action={
        <Link to="/stock/warehouses">
          <Button>{t('stock.places.warehouses')}</Button>
        </Link>
      }
    />
  );
}

const toneOf: Readonly<Record<StockRow['alerts'][number], Tone>> = {
  ...{ low: 'losing', 'oversell-risk': 'losing', 'core-missing': 'soon', dead: 'quiet' },
};
const counters = ['available', 'onHand', 'reserved', 'promotionReserved', 'inTransfer', 'inbound'] as const;

function useColumns(warehouses: readonly { id: string; name: string }[]): Column<StockRow>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number | undefined) =>
    value === undefined || value === 0 ? <span className="muted">{value === 0 ? '0' : '–'}</span> : formatCount(value, i18n.language);
  return [
    {
      key: 'sku',
      title: t('stock.sku'),
      render: ({ variant, short, alerts }) => (
        <span className="stock-goods">
          <strong>{variant.sku}</strong>
          <span className="muted">
            {[variant.title, ...variant.optionValues, ...(variant.isBundle ? [t('stock.bundle')] : [])].join(' · ')}
          </span>
          {alerts.length > 0 && (
            <span className="stock-alerts">
              {alerts.map((alert) => (
                <Tag key={alert} tone={toneOf[alert]}>
                  {t(`stock.levels.shows.${alert}`)}
                </Tag>
              ))}
            </span>
          )}
          {short > 0 && (
            <span className="tone-losing">{t('stock.levels.short', { count: short, shown: formatCount(short, i18n.language) })}</span>
          )}
        </span>
      ),
    },
    ...counters.map(
      (key): Column<StockRow> => ({
        key,
        title: t(`stock.counters.${key}`),
        isNumber: true,
        render: ({ total }) => count(total?.[key]),
        ...(key === 'promotionReserved' || key === 'inTransfer' || key === 'inbound' ? { isDeskOnly: true } : {}),
      }),
    ),
    ...(warehouses.length > 1 && warehouses.length <= 6 ? warehouses : []).map(
      ({ id, name }): Column<StockRow> => ({
        key: id,
        title: name,
        isNumber: true,
        isDeskOnly: true,
        render: ({ levels }) => count(levels.find(({ warehouseId }) => warehouseId === id)?.available),
      }),
    ),
  ];
}

type Counted = Answer<'stock-counts.create'>;

function CountImport({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const onApplied = useStockChanged();
  return (
    <TableImport<Counted>
      title={t('stock.count.title')}
      text={t('stock.count.text')}
      send={(file, isPreview) => call('stock-counts.create', { file, query: { isPreview: isPreview ? 'true' : 'false' } })}
      hasChanges={({ rows }) => rows > 0}
      outcome={(result) => <CountOutcome result={result} />}
      onApplied={onApplied}
      close={close}
    />
  );
}

function CountOutcome({ result: { isApplied, rows, changes } }: { result: Counted }) {
  const { t, i18n } = useTranslation();
  const shown = { rows: formatCount(rows, i18n.language), changed: formatCount(changes.length, i18n.language) };
  return (
    <>
      <p>
        <strong>{t(isApplied ? 'stock.count.applied' : 'stock.count.preview', shown)}</strong>
      </p>
      <ul className="stock-why">
        {changes.slice(0, 12).map(({ line, sku, warehouse, before, counted }) => (
          <li key={line}>
            <span>
              {sku} · {warehouse}
            </span>
            <span>
              {formatCount(before, i18n.language)} → {formatCount(counted, i18n.language)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
