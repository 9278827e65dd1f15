import { DownloadOutlined, UndoOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ProductImport } from '@tradewind/contract/types';
import { Alert, Button, Popconfirm, Progress, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { addressOf, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { ImportRows } from './import-rows.tsx';
import { ImportState } from './import-state.tsx';
import { MappingPanel } from './mapping-panel.tsx';
import { useMayEdit } from './page.tsx';
import { useFaultWords } from './use-faults.ts';

const UNDER_WAY: readonly ProductImport['state'][] = ['checking', 'applying', 'undoing'];
/** Hints carry the progress; this is the net under them. */
const ASK_AGAIN_MS = 3_000;
const stepOf: Record<ProductImport['state'], number> = {
  ...{ uploaded: 1, refused: 1, checking: 2, checked: 2, applying: 3, cancelled: 3, applied: 3, undoing: 3, undone: 3 },
};

/** One file, from its columns to what became of each row. */
export function ImportPage() {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { importId = '' } = useParams({ strict: false });
  const query = useQuery({
    ...apiQuery('product-imports.get', { params: { importId } }),
    refetchInterval: ({ state }) => (state.data && UNDER_WAY.includes(state.data.state) ? ASK_AGAIN_MS : false),
  });
  if (query.isPending) return <SkeletonRows rows={8} label={t('common.loading')} />;
  if (query.isError) return <ErrorPanel error={query.error} retry={() => void query.refetch()} isPage />;
  const file = query.data;
  const steps = (['file', 'columns', 'check', 'take'] as const).map((key) => ({ title: t(`products.imports.steps.${key}`) }));
  return (
    <>
      <PageHeader title={file.fileName} answer={<ImportState row={file} />} actions={<Actions file={file} />} />
      {!isPhone && <Steps size="small" current={stepOf[file.state]} items={steps} className="import-steps" />}
      <Refused file={file} />
      {file.state === 'uploaded' || file.state === 'refused' ? <MappingPanel key={file.state} file={file} /> : <Outcome file={file} />}
      <p>
        <Link to="/products/imports">{t('products.imports.back')}</Link>
      </p>
    </>
  );
}

function Refused({ file }: { file: ProductImport }) {
  const { t } = useTranslation();
  const words = useFaultWords();
  if (!file.fault) return null;
  return <Alert type="error" showIcon role="alert" title={t('products.imports.refused')} description={words(file.fault)} />;
}

function Actions({ file }: { file: ProductImport }) {
  const { t, i18n } = useTranslation();
  const mayEdit = useMayEdit();
  const client = useQueryClient();
  const params = { importId: file.id };
  const act = useMutation({
    mutationFn: (step: 'apply' | 'cancel' | 'undo') => call(`product-imports.${step}`, { params }),
    onSuccess: (next) => client.setQueryData(apiQuery('product-imports.get', { params }).queryKey, next),
  });
  const good = file.created + file.changed;
  if (!mayEdit) return null;
  const isWaiting = (step: typeof act.variables) => act.isPending && act.variables === step;
  return (
    <>
      {act.isError && <ErrorPanel error={act.error} />}
      {file.failed > 0 && !UNDER_WAY.includes(file.state) && (
        <Button
          icon={<DownloadOutlined />}
          href={addressOf('product-imports.failed-rows', {
            params,
            query: { format: file.fileName.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv' },
          })}
          download
          data-testid="failed-rows"
        >
          {t('products.imports.failedRows')}
        </Button>
      )}
      {(file.state === 'checking' || file.state === 'applying') && (
        <Button loading={isWaiting('cancel')} onClick={() => act.mutate('cancel')} data-testid="import-cancel">
          {t('products.imports.cancel')}
        </Button>
      )}
      {(file.state === 'applied' || file.state === 'cancelled') && good > 0 && (
        <Popconfirm
          title={t('products.imports.undoSure')}
          okText={t('products.imports.undo')}
          cancelText={t('settings.cancel')}
          onConfirm={() => act.mutate('undo')}
        >
          <Button icon={<UndoOutlined />} loading={isWaiting('undo')} data-testid="import-undo">
            {t('products.imports.undo')}
          </Button>
        </Popconfirm>
      )}
      {(file.state === 'checked' || file.state === 'cancelled') && good > 0 && (
        <Button type="primary" loading={isWaiting('apply')} onClick={() => act.mutate('apply')} data-testid="import-apply">
          {file.state === 'cancelled'
            ? t('products.imports.resume')
            : t('products.imports.apply', { count: good, rows: formatCount(good, i18n.language) })}
        </Button>
      )}
    </>
  );
}

/** What it would do, what it has done so far, and each row of it. */
function Outcome({ file }: { file: ProductImport }) {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  const isPlan = file.state === 'checking' || file.state === 'checked';
  const total = file.created + file.changed;
  const figures = (['created', 'changed', 'unchanged', 'failed'] as const).map((name) => [name, file[name]] as const);
  const share = Math.min(100, Math.floor((file.done / Math.max(1, total)) * 100));
  return (
    <section className="panel" aria-label={t('products.imports.outcome')}>
      <div className="panel-head">
        <h2>{t(isPlan ? 'products.imports.would' : 'products.imports.outcome')}</h2>
      </div>
      <div className="product-panel" role="status" data-testid="import-outcome" data-state={file.state}>
        <dl className="import-figures">
          {figures.map(([name, value]) => (
            <div key={name} data-verdict={name}>
              <dt>{t(`products.verdicts.${name}`)}</dt>
              <dd className="num" data-testid={`count-${name}`}>
                {count(value)}
              </dd>
            </div>
          ))}
          {file.undone > 0 && (
            <div data-verdict="undone">
              <dt>{t('products.verdicts.undone')}</dt>
              <dd className="num">{count(file.undone)}</dd>
            </div>
          )}
        </dl>
        {file.state === 'checking' && <p className="muted">{t('products.imports.checked', { rows: count(file.rows) })}</p>}
        {(file.state === 'applying' || file.state === 'undoing' || file.state === 'cancelled') && (
          <Progress percent={share} aria-label={t('products.imports.progress', { done: count(file.done), total: count(total) })} />
        )}
      </div>
      <ImportRows file={file} />
    </section>
  );
}
