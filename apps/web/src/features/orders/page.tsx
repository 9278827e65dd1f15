import { ArrowUpOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import type { OrderSummary } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope, useSetScope } from '../../app/scope.ts';
import { useShops } from '../../shared/api/shops.ts';
import { parseOwnSearch, useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { useViews } from '../../shared/views/use-views.ts';
import { DroppedNotice, ViewBar } from '../../shared/views/view-bar.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useHiddenColumns } from './column-chooser.tsx';
import { FilterBar } from './filter-bar.tsx';
import { hasFilters, noFilters, type OrderFilters, parseFilters, queryOf } from './filters.ts';
import { rememberList } from './list-memory.ts';
import { useOrderColumns } from './order-columns.tsx';
import { type Newer, useNewerOrders, useOrderPages } from './order-pages.ts';
import { orderViews, shownColumns } from './order-views.ts';
import './orders.css';
import { useRowKeys } from './row-keys.ts';

export function OrdersPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader
        title={t('nav.orders')}
        answer={t('orders.question')}
        actions={
          <Link to="/orders/shipments" data-testid="to-shipments">
            {t('fulfilment.title')}
          </Link>
        }
      />
      <Requires scope="orders:read">
        <OrderList />
      </Requires>
    </>
  );
}

function OrderList() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const scope = useScope();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const filters = useMemo(() => parseFilters(search), [search]);
  const request = useMemo(() => ({ ...queryOf(filters), ...scope.query }), [filters, scope.query]);
  const query = useOrderPages(request);
  const newer = useNewerOrders(request, !filters.isOldestFirst);
  const views = useViews(orderViews);
  const [hidden] = useHiddenColumns(search.columns);
  const columns = useOrderColumns(hidden);
  const panel = useRef<HTMLElement>(null);
  useRowKeys(panel);

  const rows = query.data?.pages;
  useEffect(() => {
    rememberList({ search: parseOwnSearch(location.search), ids: rows?.flatMap((page) => page.items.map((order) => order.id)) ?? [] });
  }, [rows]);

  const showNewer = async () => {
    await newer.show();
    panel.current?.querySelector('.table-wrap')?.scrollTo({ top: 0 });
    panel.current?.scrollIntoView({ block: 'nearest' });
  };

  if (views.isArriving)
    return (
      <section className="panel orders">
        <SkeletonRows rows={12} label={t('common.loading')} />
      </section>
    );
  const ofViews = { page: orderViews.page, views, toKeep: () => ({ ...views.current, columns: shownColumns(hidden) }) };
  return (
    <section className="panel orders" data-testid="orders-table" ref={panel}>
      <FilterBar filters={filters} columns={search.columns} views={<ViewBar {...ofViews} allLabel={t('orders.allOrders')} />} />
      <DroppedNotice {...ofViews} />
      <NewerPill newer={newer} show={showNewer} />
      <KeysetTable<OrderSummary>
        caption={t('orders.list')}
        columns={columns}
        query={query}
        rowKey={(order) => order.id}
        rowData={(order) => ({ 'data-testid': 'order-row', 'data-channel-order-id': order.channelOrderId, 'data-status': order.status })}
        rowClass={(order) => (newer.freshIds.has(order.id) ? 'row-new' : undefined)}
        sort={{ key: 'createdAt', isDescending: !filters.isOldestFirst }}
        onSort={({ isDescending }) => setSearch({ sort: isDescending ? undefined : 'createdAt' })}
        onOpen={(order) => void navigate({ to: '/orders/$orderId', params: { orderId: order.id } })}
        empty={<NoOrders filters={filters} />}
      />
    </section>
  );
}

/** News are offered, never pushed in: the row under the pointer stays where it is. */
function NewerPill({ newer, show }: { newer: Newer; show: () => Promise<void> }) {
  const { t, i18n } = useTranslation();
  if (newer.count === 0) return null;
  return (
    <div className="newer-orders" role="status">
      <Button
        type="primary"
        shape="round"
        icon={<ArrowUpOutlined />}
        onClick={() => void show()}
        data-testid="newer-orders"
        lang={i18n.language}
      >
        {t(newer.isMore ? 'orders.newerMore' : 'orders.newer', { count: newer.count })}
      </Button>
    </div>
  );
}

function NoOrders({ filters }: { filters: OrderFilters }) {
  const { t } = useTranslation();
  const { shops } = useShops();
  const { market, shopId } = useScope();
  const setScope = useSetScope();
  const setSearch = useSetOwnSearch();
  if (hasFilters(filters) || market || shopId) {
    const clear = () => {
      if (hasFilters(filters)) setSearch(noFilters);
      else setScope({});
    };
    return (
      <EmptyState
        kind="no-match"
        title={t('orders.empty.match.title')}
        text={t(filters.text ? 'orders.empty.matchSearch' : 'orders.empty.match.text')}
        action={<Button onClick={clear}>{t(hasFilters(filters) ? 'orders.filters.clear' : 'shell.allShops')}</Button>}
      />
    );
  }
  const isComing = shops.some((shop) => shop.state === 'active' && shop.backfill.finishedAt === null);
  if (isComing) return <EmptyState kind="first-use" title={t('orders.empty.coming.title')} text={t('orders.empty.coming.text')} />;
  return (
    <EmptyState
      kind="first-use"
      title={t('orders.empty.first.title')}
      text={t('orders.empty.first.text')}
      action={<Link to="/shops">{t('orders.empty.first.action')}</Link>}
    />
  );
}
