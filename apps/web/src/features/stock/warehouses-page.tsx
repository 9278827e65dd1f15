import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useCountryOptions } from '../compliance/country-options.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { Transfers } from './transfers.tsx';
import type { Warehouse } from './use-stock.ts';

/** Where do the goods lie, and what is on the road? */
export function WarehousesPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  const [edited, setEdited] = useState<Warehouse | 'new' | null>(null);
  return (
    <>
      <PageHeader
        title={t('stock.places.warehouses')}
        answer={t('stock.warehouses.question')}
        actions={
          mayWrite && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')} data-testid="add-warehouse">
              {t('stock.warehouses.add')}
            </Button>
          )
        }
      />
      <Requires scope="stock:read">
        <Warehouses edit={mayWrite ? setEdited : undefined} />
        <Transfers />
      </Requires>
      {edited && <WarehouseDialog held={edited === 'new' ? null : edited} close={() => setEdited(null)} />}
    </>
  );
}

function Warehouses({ edit }: { edit: ((warehouse: Warehouse) => void) | undefined }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('warehouses.list', {}));
  const countries = new Intl.DisplayNames([i18n.language], { type: 'region' });
  const columns: Column<Warehouse>[] = [
    { key: 'name', title: t('stock.warehouse'), render: ({ name }) => name },
    { key: 'kind', title: t('stock.warehouses.kind'), render: ({ kind }) => t(`stock.warehouses.kinds.${kind}`) },
    {
      key: 'country',
      title: t('stock.warehouses.country'),
      render: ({ country, region, postcode }) => [countries.of(country) ?? country, region, postcode].filter(Boolean).join(', '),
    },
    { key: 'shops', title: t('nav.shops'), isNumber: true, render: ({ shops }) => shops.length || <span className="muted">–</span> },
    {
      key: 'state',
      title: t('stock.warehouses.state'),
      render: ({ isActive }) => t(isActive ? 'stock.warehouses.inUse' : 'stock.warehouses.closed'),
    },
  ];
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} label={t('common.loading')} />;
  return (
    <section className="panel stock-panel">
      {data.items.length === 0 ? (
        <EmptyState kind="first-use" title={t('stock.warehouses.none')} text={t('stock.warehouses.noneText')} />
      ) : (
        <DataTable
          caption={t('stock.places.warehouses')}
          columns={columns}
          rows={data.items}
          rowKey={({ id }) => id}
          rowData={({ name }) => ({ 'data-testid': 'warehouse-row', 'data-name': name })}
          {...(edit ? { onOpen: edit } : {})}
        />
      )}
    </section>
  );
}

const kinds = ['own', 'third-party', 'platform'] as const;

function WarehouseDialog({ held, close }: { held: Warehouse | null; close: () => void }) {
  const { t } = useTranslation();
  const countries = useCountryOptions();
  const [name, setName] = useState(held?.name ?? '');
  const [kind, setKind] = useState(held?.kind ?? 'own');
  const [country, setCountry] = useState(held?.country ?? 'CN');
  const [region, setRegion] = useState(held?.region ?? '');
  const [postcode, setPostcode] = useState(held?.postcode ?? '');
  const [isActive, setActive] = useState(held?.isActive ?? true);
  const save = () =>
    held
      ? call('warehouses.update', { params: { warehouseId: held.id }, body: { name, kind, country, region, postcode, isActive } })
      : call('warehouses.create', { body: { name, kind, country, region, postcode } });
  return (
    <SaveDialog
      title={held ? held.name : t('stock.warehouses.add')}
      isComplete={name.trim() !== ''}
      testId="save-warehouse"
      save={save}
      close={close}
    >
      <Form.Item label={t('stock.warehouses.name')} htmlFor="warehouse-name">
        <Input id="warehouse-name" maxLength={80} value={name} onChange={({ target }) => setName(target.value)} />
      </Form.Item>
      <div className="stock-fields">
        <Form.Item label={t('stock.warehouses.kind')} htmlFor="warehouse-kind">
          <Select
            id="warehouse-kind"
            value={kind}
            options={kinds.map((value) => ({ value, label: t(`stock.warehouses.kinds.${value}`) }))}
            onChange={setKind}
          />
        </Form.Item>
        <Form.Item label={t('stock.warehouses.country')} htmlFor="warehouse-country">
          <Select
            id="warehouse-country"
            showSearch={{ optionFilterProp: 'words' }}
            value={country}
            options={countries}
            onChange={setCountry}
          />
        </Form.Item>
        <Form.Item label={t('stock.warehouses.region')} htmlFor="warehouse-region">
          <Input id="warehouse-region" maxLength={80} value={region} onChange={({ target }) => setRegion(target.value)} />
        </Form.Item>
        <Form.Item label={t('stock.warehouses.postcode')} htmlFor="warehouse-postcode">
          <Input id="warehouse-postcode" maxLength={20} value={postcode} onChange={({ target }) => setPostcode(target.value)} />
        </Form.Item>
      </div>
      <p className="muted">{t('stock.warehouses.nearText')}</p>
      {held && (
        <Form.Item label={t('stock.warehouses.inUse')} htmlFor="warehouse-active" extra={t('stock.warehouses.closedText')}>
          <Switch id="warehouse-active" checked={isActive} onChange={setActive} />
        </Form.Item>
      )}
    </SaveDialog>
  );
}
