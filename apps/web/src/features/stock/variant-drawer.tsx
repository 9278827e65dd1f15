import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Allocations } from './allocations.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { ItemFacts } from './item-facts.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { type StockRow, useWarehouses } from './use-stock.ts';

type Doing = 'change' | 'transfer' | 'rule' | null;

/** One SKU: where it lies, what each shop may show and why, and all that ever happened to it. */
export function VariantDrawer({ row, close }: { row: StockRow; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayWrite = useCan('stock:write');
  const [doing, setDoing] = useState<Doing>(null);
  const { variant } = row;
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 720} title={`${variant.sku} · ${variant.title}`}>
      <div className="drawer-body stock-drawer" data-testid="stock-drawer">
        {mayWrite && (
          <div className="stock-filters">
            {!variant.isBundle && (
              <>
                <Button type="primary" onClick={() => setDoing('change')}>
                  {t('stock.change.button')}
                </Button>
                <Button onClick={() => setDoing('transfer')}>{t('stock.transfer.button')}</Button>
              </>
            )}
            <Button onClick={() => setDoing('rule')} data-testid="edit-rule">
              {t('stock.rule.button')}
            </Button>
          </div>
        )}
        {row.levels.length > 0 && <InWarehouses levels={row.levels} />}
        <ItemFacts variantId={variant.id} />
        <WhyThisNumber variantId={variant.id} />
        {!variant.isBundle && <Ledger variantId={variant.id} />}
      </div>
      {doing === 'change' && <ChangeDialog variant={variant} close={() => setDoing(null)} />}
      {doing === 'transfer' && <TransferDialog variant={variant} close={() => setDoing(null)} />}
      {doing === 'rule' && <RuleDialog variant={variant} close={() => setDoing(null)} />}
    </Drawer>
  );
}

type Level = StockRow['levels'][number];

function InWarehouses({ levels }: { levels: Level[] }) {
  const { t, i18n } = useTranslation();
  const { nameOf } = useWarehouses();
  const counted = (key: 'available' | 'onHand' | 'reserved' | 'inTransfer' | 'inbound'): Column<Level> => ({
    key,
    title: t(`stock.counters.${key}`),
    isNumber: true,
    render: (level) => formatCount(level[key], i18n.language),
  });
  const columns: Column<Level>[] = [
    { key: 'warehouse', title: t('stock.warehouse'), render: ({ warehouseId }) => nameOf(warehouseId) },
    ...(['available', 'onHand', 'reserved', 'inTransfer', 'inbound'] as const).map(counted),
  ];
  return (
    <section>
      <h2>{t('stock.places.warehouses')}</h2>
      <DataTable caption={t('stock.places.warehouses')} columns={columns} rows={levels} rowKey={({ warehouseId }) => warehouseId} />
    </section>
  );
}

function WhyThisNumber({ variantId }: { variantId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['allocation-rules.preview', variantId],
    queryFn: ({ signal }) => call('allocation-rules.preview', { body: { variantId } }, signal),
  });
  return (
    <section aria-label={t('stock.why.title')}>
      <h2>{t('stock.why.title')}</h2>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={3} label={t('common.loading')} />}
      {data && <Allocations items={data.items} />}
    </section>
  );
}

type Movement = Answer<'stock-movements.list'>['items'][number];

function Ledger({ variantId }: { variantId: string }) {
  const { t, i18n } = useTranslation();
  const { nameOf } = useWarehouses();
  const query = useInfiniteQuery({
    queryKey: ['stock-movements.list', variantId],
    queryFn: ({ pageParam, signal }) =>
      call('stock-movements.list', { params: { variantId }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const count = (value: number) => formatCount(value, i18n.language);
  const moved = ({ before, after }: Movement) =>
    before.onHand === after.onHand && before.reserved !== after.reserved
      ? `${t('stock.counters.reserved')} ${count(before.reserved)} → ${count(after.reserved)}`
      : `${count(before.onHand)} → ${count(after.onHand)}`;
  const columns: Column<Movement>[] = [
    { key: 'at', title: t('stock.ledger.at'), render: ({ at }) => <Instant at={at} /> },
    {
      key: 'kind',
      title: t('stock.ledger.kind'),
      // The cast: the ledger's kinds are those of the rules, for each of which there is a text.
      render: ({ kind, units }) => `${t(`stock.kinds.${kind as 'receive'}`)} ${count(units)}`,
    },
    { key: 'moved', title: t('stock.ledger.moved'), isNumber: true, render: moved },
    { key: 'warehouse', title: t('stock.warehouse'), render: ({ warehouseId }) => nameOf(warehouseId) },
    {
      key: 'by',
      title: t('stock.ledger.by'),
      render: ({ actor, note }) => [actor.name || t('stock.ledger.workbench'), note].filter(Boolean).join(' · '),
    },
  ];
  return (
    <section>
      <h2>{t('stock.ledger.title')}</h2>
      <KeysetTable
        caption={t('stock.ledger.title')}
        columns={columns}
        query={query}
        rowKey={({ warehouseId, number }) => `${warehouseId} ${number}`}
        rowData={({ kind }) => ({ 'data-testid': 'ledger-row', 'data-kind': kind })}
        empty={<EmptyState kind="first-use" title={t('stock.ledger.none')} text={t('stock.ledger.noneText')} />}
      />
    </section>
  );
}
