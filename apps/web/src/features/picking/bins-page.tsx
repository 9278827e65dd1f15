import { UploadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { TableImport } from '../../shared/imports/table-import.tsx';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { usePickingChanged } from './use-picking.ts';

type Bin = Answer<'bins.list'>['items'][number];

/** Where does each SKU lie? */
export function BinsPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  const [isImporting, setImporting] = useState(false);
  return (
    <>
      <PageHeader
        title={t('picking.places.bins')}
        answer={t('picking.bins.question')}
        actions={
          mayWrite && (
            <Button type="primary" icon={<UploadOutlined />} onClick={() => setImporting(true)} data-testid="import-bins">
              {t('picking.bins.import')}
            </Button>
          )
        }
      />
      <Requires scope="stock:read">
        <Bins mayWrite={mayWrite} />
      </Requires>
      {isImporting && <ImportBins close={() => setImporting(false)} />}
    </>
  );
}

function Bins({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const own = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const [edited, setEdited] = useState<Bin | null>(null);
  const { data: warehouses } = useQuery(apiQuery('warehouses.list', {}));
  const warehouseId = own.warehouse ?? warehouses?.items[0]?.id ?? '';
  const sku = own.sku ?? '';
  const query = useInfiniteQuery({
    queryKey: ['bins.list', { warehouseId, sku }],
    queryFn: ({ pageParam, signal }) =>
      call('bins.list', { query: { warehouseId, ...(sku ? { sku } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    enabled: warehouseId !== '',
  });
  const columns: Column<Bin>[] = [
    {
      key: 'goods',
      title: t('picking.goods'),
      render: ({ variant }) => (
        <span className="picking-goods">
          <strong>{variant.sku}</strong>
          <span className="muted">{variant.title}</span>
        </span>
      ),
    },
    { key: 'zone', title: t('picking.bins.zone'), render: ({ zone }) => zone },
    { key: 'bin', title: t('picking.bins.bin'), render: ({ bin }) => bin },
    { key: 'at', title: t('picking.bins.changed'), render: ({ changedAt }) => <TimeAgo at={changedAt} /> },
  ];
  const none = <EmptyState kind="first-use" title={t('picking.bins.none')} text={t('picking.bins.noneText')} />;
  if (warehouses && warehouseId === '') return none;
  return (
    <section className="panel" aria-label={t('picking.places.bins')}>
      <div className="panel-head picking-head">
        <Select
          aria-label={t('picking.warehouse')}
          value={warehouseId}
          options={warehouses?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          onChange={(value) => setSearch({ warehouse: value }, true)}
          popupMatchSelectWidth={false}
        />
        <Input.Search
          aria-label={t('picking.bins.search')}
          placeholder={t('picking.bins.search')}
          allowClear
          defaultValue={sku}
          onSearch={(text) => setSearch({ sku: text.trim() || undefined }, true)}
        />
      </div>
      <KeysetTable
        caption={t('picking.places.bins')}
        columns={columns}
        query={query}
        rowKey={({ variant }) => variant.id}
        rowData={({ variant }) => ({ 'data-testid': 'bin-row', 'data-sku': variant.sku })}
        {...(mayWrite ? { onOpen: setEdited } : {})}
        empty={none}
      />
      {edited && <EditBin held={edited} close={() => setEdited(null)} />}
    </section>
  );
}

function EditBin({ held, close }: { held: Bin; close: () => void }) {
  const { t } = useTranslation();
  const changed = usePickingChanged();
  const [zone, setZone] = useState(held.zone);
  const [bin, setBin] = useState(held.bin);
  const saving = useMutation({
    mutationFn: () => call('bins.set', { params: { warehouseId: held.warehouseId, variantId: held.variant.id }, body: { zone, bin } }),
    onSuccess: async () => {
      await changed();
      close();
    },
  });
  return (
    <Dialog
      open
      title={held.variant.sku}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('picking.bins.save')}
      okButtonProps={{ loading: saving.isPending, 'data-testid': 'save-bin' }}
      onOk={() => saving.mutate()}
    >
      <Form layout="vertical" component="div">
        {saving.isError && <ErrorPanel error={saving.error} />}
        <Form.Item label={t('picking.bins.zone')} htmlFor="bin-zone">
          <Input id="bin-zone" maxLength={40} value={zone} onChange={({ target }) => setZone(target.value)} />
        </Form.Item>
        <Form.Item label={t('picking.bins.bin')} htmlFor="bin-bin">
          <Input id="bin-bin" maxLength={40} value={bin} onChange={({ target }) => setBin(target.value)} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}

function ImportBins({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const changed = usePickingChanged();
  return (
    <TableImport
      title={t('picking.bins.import')}
      text={
        <>
          {t('picking.bins.columns')} <code>sku,warehouse,zone,bin</code>
        </>
      }
      send={(file, isPreview) => call('bin-imports.create', { query: { isPreview: isPreview ? 'true' : 'false' }, file })}
      outcome={({ isApplied, changes }) =>
        t(isApplied ? 'picking.bins.applied' : 'picking.bins.wouldApply', {
          count: changes.length,
          shown: formatCount(changes.length, i18n.language),
        })
      }
      hasChanges={({ changes }) => changes.length > 0}
      onApplied={changed}
      close={close}
    />
  );
}
