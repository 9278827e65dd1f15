import { UploadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import './fulfilment.css';
import { NumberFile } from './number-file.tsx';
import { RunProgress } from './run-progress.tsx';
import { useShipmentColumns } from './shipment-columns.tsx';
import { ShipmentDrawer } from './shipment-drawer.tsx';
import { shipmentStates } from './shipment-state.tsx';

/** What became of every parcel that was to leave? */
export function ShipmentsPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('orders:write');
  const [isImporting, setImporting] = useState(false);
  return (
    <>
      <PageHeader
        title={t('fulfilment.title')}
        answer={t('fulfilment.question')}
        actions={
          mayWrite && (
            <Button icon={<UploadOutlined />} onClick={() => setImporting(true)} data-testid="ship-by-file">
              {t('fulfilment.file.open')}
            </Button>
          )
        }
      />
      {isImporting && <NumberFile close={() => setImporting(false)} />}
      <Requires scope="orders:read">
        <Shipments />
      </Requires>
    </>
  );
}

function Shipments() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const { state: chosen, run, open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const state = shipmentStates.find((each) => each === chosen);
  // A task has parcels of any shop; the scope narrows the list of all of them.
  const filter = { ...(run ? { runId: run } : scope.shopIds ? { shopIds: scope.shopIds } : {}), ...(state ? { state } : {}) };
  const query = useInfiniteQuery({
    queryKey: ['shipments.list', filter],
    queryFn: ({ pageParam, signal }) => call('shipments.list', { query: { limit: 50, ...filter, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const isNarrowed = Boolean(run || state);
  return (
    <>
      {run && (
        <section className="panel ship-run-panel" aria-label={t('fulfilment.run.title')}>
          <div className="panel-head">
            <h2>{t('fulfilment.run.title')}</h2>
            <Button type="link" onClick={() => setSearch({ run: undefined })} data-testid="all-runs">
              {t('fulfilment.showAll')}
            </Button>
          </div>
          <RunProgress key={run} runId={run} />
        </section>
      )}
      <section className="panel" aria-label={t('fulfilment.title')}>
        <div className="panel-head">
          <FilterChips
            label={t('fulfilment.columns.state')}
            name="shipment-state"
            chosen={state}
            choose={(key) => setSearch({ state: key, open: undefined })}
            chips={[undefined, ...shipmentStates].map((key) => ({
              key,
              content: key ? t(`fulfilment.states.${key}`) : t('fulfilment.all'),
            }))}
          />
        </div>
        <KeysetTable
          caption={t('fulfilment.title')}
          columns={useShipmentColumns()}
          query={query}
          rowKey={({ id }) => id}
          rowData={({ order, state: at }) => ({ 'data-testid': 'shipment-row', 'data-order': order.channelOrderId, 'data-state': at })}
          onOpen={({ id }) => setSearch({ open: id })}
          empty={
            isNarrowed ? (
              <EmptyState
                kind="no-match"
                title={t('fulfilment.noMatch')}
                text={t('fulfilment.noMatchText')}
                action={<Button onClick={() => setSearch({ state: undefined, run: undefined })}>{t('fulfilment.showAll')}</Button>}
              />
            ) : (
              <EmptyState kind="first-use" title={t('fulfilment.none')} text={t('fulfilment.noneText')} />
            )
          }
        />
      </section>
      {open && (
        <ShipmentDrawer
          shipment={query.data?.pages.flatMap(({ items }) => items).find(({ id }) => id === open) ?? null}
          close={() => setSearch({ open: undefined })}
        />
      )}
    </>
  );
}
