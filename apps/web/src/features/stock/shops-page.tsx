import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant, TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { ServingDialog } from './serving-dialog.tsx';
import { type StockShop, useStockChanged } from './use-stock.ts';

/** What is each shop told, did it take it, and does it still show it? */
export function StockShopsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('stock.places.shops')} answer={t('stock.shops.question')} />
      <Requires scope="stock:read">
        <Shops />
        <Pushes />
      </Requires>
    </>
  );
}

function Shops() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('stock-shops.list', {}));
  const [served, setServed] = useState<StockShop | null>(null);
  const columns = useShopColumns(setServed);
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} label={t('common.loading')} />;
  return (
    <section className="panel stock-panel">
      {data.items.length === 0 ? (
        <EmptyState kind="first-use" title={t('finance.noShops')} text={t('stock.shops.noneText')} />
      ) : (
        <DataTable
          caption={t('stock.places.shops')}
          columns={columns}
          rows={data.items}
          rowKey={({ shop }) => shop.id}
          rowData={({ shop }) => ({ 'data-testid': 'stock-shop-row', 'data-market': shop.market })}
        />
      )}
      {served && <ServingDialog of={served} close={() => setServed(null)} />}
    </section>
  );
}

function useShopColumns(serve: (shop: StockShop) => void): Column<StockShop>[] {
  const { t, i18n } = useTranslation();
  const mayWrite = useCan('stock:write');
  const count = (key: 'waiting' | 'failed' | 'drifting'): Column<StockShop> => ({
    key,
    title: t(`stock.shops.${key}`),
    isNumber: true,
    render: (row) =>
      row[key] > 0 && key !== 'waiting' ? (
        <strong className="tone-losing">{formatCount(row[key], i18n.language)}</strong>
      ) : (
        formatCount(row[key], i18n.language)
      ),
  });
  return [
    { key: 'shop', title: t('finance.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'told', title: t('stock.shops.told'), render: (row) => <Told row={row} mayWrite={mayWrite} /> },
    ...(['waiting', 'failed', 'drifting'] as const).map(count),
    {
      key: 'compared',
      title: t('stock.shops.compared'),
      render: ({ comparedAt, trouble }) =>
        trouble ? (
          <span className="tone-losing">{t('stock.shops.noConsent')}</span>
        ) : comparedAt ? (
          <TimeAgo at={comparedAt} />
        ) : (
          <span className="muted">–</span>
        ),
    },
    {
      key: 'action',
      title: t('settings.action'),
      render: (row) =>
        mayWrite && (
          <span className="stock-filters">
            <Button size="small" onClick={() => serve(row)}>
              {t('stock.shops.serve')}
            </Button>
            {row.isPushing && <Repeat shopId={row.shop.id} />}
          </span>
        ),
    },
  ];
}

function Told({ row: { shop, isPushing, canPush, warehouses }, mayWrite }: { row: StockShop; mayWrite: boolean }) {
  const { t } = useTranslation();
  const changed = useStockChanged();
  const set = useMutation({
    mutationFn: (next: boolean) => call('stock-shops.set', { params: { shopId: shop.id }, body: { isPushing: next, warehouses } }),
    onSuccess: changed,
  });
  if (!canPush) return <span className="muted">{t('stock.shops.cannot')}</span>;
  return (
    <Switch
      aria-label={t('stock.shops.tell', { shop: shop.name })}
      checked={isPushing}
      disabled={!mayWrite}
      loading={set.isPending}
      onChange={(next) => set.mutate(next)}
      data-testid="tell-shop"
    />
  );
}

function Repeat({ shopId }: { shopId: string }) {
  const { t } = useTranslation();
  const changed = useStockChanged();
  const repeat = useMutation({ mutationFn: () => call('stock-pushes.repeat', { body: { shopId } }), onSuccess: changed });
  return (
    <Button size="small" loading={repeat.isPending} onClick={() => repeat.mutate()}>
      {t('stock.shops.repeat')}
    </Button>
  );
}

const shows = ['all', 'waiting', 'failed', 'drifting'] as const;
type Push = Answer<'stock-pushes.list'>['items'][number];

function Pushes() {
  const { t } = useTranslation();
  const own = useOwnSearch();
  const show = shows.find((known) => known === own.show) ?? 'all';
  const setSearch = useSetOwnSearch();
  const columns = usePushColumns();
  const query = useInfiniteQuery({
    queryKey: ['stock-pushes.list', show],
    queryFn: ({ pageParam, signal }) =>
      call('stock-pushes.list', { query: { limit: 50, show, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <section className="panel">
      <div className="panel-head stock-filters">
        <h2>{t('stock.pushes.title')}</h2>
        <Segmented
          aria-label={t('stock.levels.show')}
          value={show}
          options={shows.map((value) => ({ value, label: t(`stock.pushes.shows.${value}`) }))}
          onChange={(value) => setSearch({ show: value }, true)}
        />
      </div>
      <KeysetTable
        caption={t('stock.pushes.title')}
        columns={columns}
        query={query}
        rowKey={({ listingId, channelSkuId, channelWarehouseId }) => `${listingId} ${channelSkuId} ${channelWarehouseId}`}
        rowData={({ state }) => ({ 'data-testid': 'push-row', 'data-state': state })}
        empty={
          <EmptyState kind={show === 'all' ? 'first-use' : 'no-match'} title={t('stock.pushes.none')} text={t('stock.pushes.noneText')} />
        }
      />
    </section>
  );
}

const tones = { waiting: 'soon', sent: 'soon', confirmed: 'done', failed: 'losing' } as const;

function usePushColumns(): Column<Push>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number | null) => (value === null ? <span className="muted">–</span> : formatCount(value, i18n.language));
  return [
    {
      key: 'sku',
      title: t('stock.sku'),
      render: ({ sku, title, channelSkuId }) => (
        <span className="stock-goods">
          <strong>{sku}</strong>
          <span className="muted">
            {title} · {channelSkuId}
          </span>
        </span>
      ),
    },
    { key: 'shop', title: t('finance.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'wanted', title: t('stock.pushes.wanted'), isNumber: true, render: ({ wanted }) => count(wanted) },
    { key: 'confirmed', title: t('stock.pushes.confirmed'), isNumber: true, render: ({ confirmed }) => count(confirmed) },
    { key: 'shown', title: t('stock.pushes.shown'), isNumber: true, render: ({ shown }) => count(shown) },
    {
      key: 'drift',
      title: t('stock.shops.drifting'),
      isNumber: true,
      render: ({ drift }) =>
        drift === 0 ? (
          <span className="muted">0</span>
        ) : (
          <strong className="tone-losing">{drift > 0 ? `+${count(drift)}` : count(drift)}</strong>
        ),
    },
    {
      key: 'state',
      title: t('stock.pushes.state'),
      render: ({ state, failure }) => (
        <Tag tone={tones[state]}>
          {t(`stock.pushes.states.${state}`)}
          {failure && ` · ${failure}`}
        </Tag>
      ),
    },
    { key: 'at', title: t('stock.pushes.at'), render: ({ confirmedAt, wantedAt }) => <Instant at={confirmedAt ?? wantedAt} /> },
  ];
}
