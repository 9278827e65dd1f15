import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ProductImport } from '@tradewind/contract/types';
import { goodsCategories } from '@tradewind/rules/categories';
import { Alert, Button, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { ImportState } from './import-state.tsx';
import { useMayEdit } from './page.tsx';
import { faultsOf, useFaultWords } from './use-faults.ts';

const LIMIT_MB = 32;

/** Files of products that were handed in, and the next one. */
export function ImportsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayEdit = useMayEdit();
  const query = useInfiniteQuery({
    queryKey: ['product-imports.list'],
    queryFn: ({ pageParam, signal }) => call('product-imports.list', { query: { limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <>
      <PageHeader title={t('products.places.imports')} answer={t('products.imports.answer')} />
      {mayEdit && <HandIn />}
      <section className="panel" aria-label={t('products.places.imports')}>
        <KeysetTable
          caption={t('products.places.imports')}
          columns={useColumns()}
          query={query}
          rowKey={({ id }) => id}
          rowData={({ state }) => ({ 'data-testid': 'import-row', 'data-state': state })}
          onOpen={({ id }) => void navigate({ to: '/products/imports/$importId', params: { importId: id } })}
          empty={<EmptyState kind="first-use" title={t('products.imports.empty')} text={t('products.imports.emptyText')} />}
        />
      </section>
    </>
  );
}

/** What a spreadsheet's own computer calls a file differs; the server takes it under this name, and looks inside. */
function typed(file: File): Blob {
  const isWorkbook = file.name.toLowerCase().endsWith('.xlsx');
  return new Blob([file], { type: isWorkbook ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv' });
}

function HandIn() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const words = useFaultWords();
  const [isTooBig, setTooBig] = useState(false);
  const send = useMutation({
    mutationFn: (file: File) => call('product-imports.create', { file: typed(file), query: { fileName: file.name.slice(0, 200) } }),
    onSuccess: ({ id }) => navigate({ to: '/products/imports/$importId', params: { importId: id } }),
  });
  const [fault] = send.isError ? faultsOf(send.error) : [];
  return (
    <section className="panel product-panel" aria-label={t('products.imports.handIn')}>
      <Upload.Dragger
        accept=".csv,.xlsx"
        multiple={false}
        showUploadList={false}
        disabled={send.isPending}
        beforeUpload={(file) => {
          setTooBig(file.size > LIMIT_MB * 1024 * 1024);
          if (file.size <= LIMIT_MB * 1024 * 1024) send.mutate(file);
          return false;
        }}
      >
        <p>
          <InboxOutlined /> {t(send.isPending ? 'products.imports.sending' : 'products.imports.choose')}
        </p>
        <p className="muted">{t('products.imports.limits', { mb: LIMIT_MB })}</p>
      </Upload.Dragger>
      {isTooBig && <Alert type="error" showIcon role="alert" title={t('products.imports.tooBig', { mb: LIMIT_MB })} />}
      {fault && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('products.imports.refused')}
          description={words(fault.code)}
          data-testid="file-fault"
        />
      )}
      {send.isError && !fault && <ErrorPanel error={send.error} />}
      <Template />
    </section>
  );
}

/** An empty file to begin with; of a category, with the attributes that its products have. */
function Template() {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const [category, setCategory] = useState<string | undefined>();
  return (
    <div className="import-template">
      <span className="muted">{t('products.imports.template')}</span>
      <Select
        size="small"
        allowClear
        aria-label={t('products.columns.category')}
        placeholder={t('products.imports.anyCategory')}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        value={category ?? null}
        options={goodsCategories.map((value) => ({ value, label: categoryName(value) }))}
        onChange={(next) => setCategory(next ?? undefined)}
      />
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button
          key={format}
          size="small"
          icon={<DownloadOutlined />}
          href={addressOf('product-imports.template', { query: { format, category } })}
          download
          data-testid={`template-${format}`}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </div>
  );
}

function useColumns(): Column<ProductImport>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  return [
    { key: 'file', title: t('products.imports.file'), render: ({ fileName }) => <span className="product-title">{fileName}</span> },
    { key: 'state', title: t('products.columns.status'), render: (row) => <ImportState row={row} /> },
    { key: 'created', title: t('products.verdicts.created'), isNumber: true, render: ({ created }) => count(created) },
    { key: 'changed', title: t('products.verdicts.changed'), isNumber: true, render: ({ changed }) => count(changed) },
    { key: 'failed', title: t('products.verdicts.failed'), isNumber: true, render: ({ failed }) => count(failed) },
    { key: 'by', title: t('products.imports.by'), isDeskOnly: true, render: ({ createdBy }) => createdBy },
    { key: 'at', title: t('products.imports.at'), render: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  ];
}
