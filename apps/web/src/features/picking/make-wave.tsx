import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { usePickingChanged } from './use-picking.ts';

type Wish = { kind: 'single-item' | 'by-zone' | 'mixed'; zone?: string };

/** What waits in a warehouse, as the waves that could be made of it: one click each. */
export function MakeWave() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('warehouses.list', {}));
  const [chosen, setChosen] = useState<string>();
  const [ordersMax, setOrdersMax] = useState(50);
  const warehouses = data?.items.filter(({ isActive }) => isActive) ?? [];
  const warehouseId = chosen ?? warehouses[0]?.id;
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={2} label={t('common.loading')} />;
  return (
    <section className="panel picking-make" aria-label={t('picking.make.title')}>
      <h2 className="panel-title">{t('picking.make.title')}</h2>
      {warehouseId === undefined ? (
        <EmptyState
          kind="first-use"
          title={t('picking.make.noWarehouse')}
          text={t('picking.make.noWarehouseText')}
          action={<Link to="/stock/warehouses">{t('picking.make.toWarehouses')}</Link>}
        />
      ) : (
        <>
          <div className="picking-fields">
            <Select
              aria-label={t('picking.warehouse')}
              value={warehouseId}
              options={warehouses.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setChosen}
              data-testid="wave-warehouse"
            />
            <label className="picking-max" htmlFor="wave-orders-max">
              {t('picking.make.ordersMax')}
              <InputNumber
                id="wave-orders-max"
                min={1}
                max={500}
                precision={0}
                value={ordersMax}
                onChange={(value) => setOrdersMax(value ?? 50)}
              />
            </label>
          </div>
          <Choices warehouseId={warehouseId} ordersMax={ordersMax} />
        </>
      )}
    </section>
  );
}

function Choices({ warehouseId, ordersMax }: { warehouseId: string; ordersMax: number }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const changed = usePickingChanged();
  const { market, shopId, query: scope } = useScope();
  const { data, error, refetch } = useQuery(apiQuery('pick-candidates.get', { query: { warehouseId, ...scope } }));
  const making = useMutation({
    mutationFn: (wish: Wish) =>
      call('pick-waves.create', {
        body: { warehouseId, ordersMax, ...wish, ...(shopId ? { shopIds: [shopId] } : {}), ...(market ? { market } : {}) },
      }),
    onSuccess: async ({ wave }) => {
      await changed();
      await navigate({ to: '/orders/picking/$waveId', params: { waveId: wave.id } });
    },
  });
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={1} label={t('common.loading')} />;
  const button = (key: string, orders: number, wish: Wish) => (
    <Button
      key={key}
      type={wish.kind === 'single-item' ? 'primary' : 'default'}
      disabled={orders === 0}
      loading={making.isPending && making.variables.kind === wish.kind && making.variables.zone === wish.zone}
      onClick={() => making.mutate(wish)}
      data-testid={`make-${key}`}
    >
      {t(`picking.kinds.${wish.kind}`)}
      {wish.zone === undefined ? '' : ` · ${wish.zone || t('picking.unplaced')}`} ({formatCount(orders, i18n.language)})
    </Button>
  );
  return (
    <>
      {making.isError && <ErrorPanel error={making.error} />}
      <div className="picking-choices">
        {button('single-item', data.singleItem, { kind: 'single-item' })}
        {data.zones.map(({ zone, orders }) => button(`zone-${zone}`, orders, { kind: 'by-zone', zone }))}
        {button('mixed', data.orders, { kind: 'mixed' })}
      </div>
      {data.isMore && <p className="muted">{t('picking.make.more')}</p>}
    </>
  );
}
