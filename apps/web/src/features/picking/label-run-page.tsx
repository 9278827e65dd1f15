import { DownloadOutlined, ReloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, addressOf, apiQuery, call } from '../../shared/api/call.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { RunState } from './label-runs.tsx';
import { usePickingChanged } from './use-picking.ts';

type Run = Answer<'label-runs.get'>;
type Label = Run['labels'][number];

/** One file of labels: what is in it, what is missing and why. */
export function LabelRunPage() {
  return (
    <Requires scope="orders:read">
      <LabelRun />
    </Requires>
  );
}

function LabelRun() {
  const { t } = useTranslation();
  const { labelRunId = '' } = useParams({ strict: false });
  const columns = useColumns();
  const { data: run, error, refetch } = useQuery(apiQuery('label-runs.get', { params: { labelRunId } }));
  if (error && !run) return <ErrorPanel error={error} retry={() => void refetch()} isPage />;
  if (!run) return <SkeletonRows rows={8} label={t('common.loading')} />;
  const total = run.labels.length;
  // What is missing first: the rest needs nobody.
  const rows = [...run.labels].sort((a, b) => Number(b.state === 'missing') - Number(a.state === 'missing') || a.position - b.position);
  return (
    <>
      <PageHeader
        title={
          run.waveNumber === null
            ? t('picking.labels.chosen')
            : `${t('picking.waveNumber', { number: run.waveNumber })} · ${t('picking.places.labels')}`
        }
        answer={<RunState run={run} />}
        actions={<Actions run={run} />}
      />
      <section className="panel" aria-label={t('picking.places.labels')} data-testid="label-run" data-state={run.state}>
        {(run.state === 'fetching' || run.state === 'merging') && (
          <Progress
            percent={total === 0 ? 0 : Math.floor(((total - run.counts.waiting) / total) * 100)}
            aria-label={t('picking.places.labels')}
          />
        )}
        {run.purgedAt && <p className="muted picking-total">{t('picking.labels.purged')}</p>}
        {run.file && run.counts.missing > 0 && <p className="picking-total">{t('picking.labels.cover')}</p>}
        <DataTable
          caption={t('picking.places.labels')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          rowData={({ state }) => ({ 'data-testid': 'label-row', 'data-state': state })}
        />
      </section>
    </>
  );
}

function Actions({ run }: { run: Run }) {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  const mayOpen = useCan('buyers:read');
  const changed = usePickingChanged();
  const act = useMutation({
    mutationFn: (what: 'cancel' | 'retry') => call(`label-runs.${what}`, { params: { labelRunId: run.id }, body: {} }),
    onSuccess: changed,
  });
  const isRunning = run.state === 'fetching' || run.state === 'merging';
  const mayRetry = mayWrite && !isRunning && run.purgedAt === null && (run.counts.missing > 0 || run.state === 'cancelled');
  return (
    <>
      {act.isError && <ErrorPanel error={act.error} />}
      {mayOpen && run.file && (
        <Button
          type="primary"
          icon={<DownloadOutlined />}
          href={addressOf('label-runs.file', { params: { labelRunId: run.id } })}
          download
          data-testid="label-file"
        >
          {t('picking.labels.open', { count: run.file.pages })}
        </Button>
      )}
      {mayRetry && (
        <Button icon={<ReloadOutlined />} loading={act.isPending} onClick={() => act.mutate('retry')} data-testid="retry-labels">
          {t('picking.labels.retry')}
        </Button>
      )}
      {mayWrite && isRunning && (
        <Button loading={act.isPending} onClick={() => act.mutate('cancel')} data-testid="cancel-labels">
          {t('picking.labels.cancel')}
        </Button>
      )}
    </>
  );
}

function useColumns(): Column<Label>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'orders',
      title: t('picking.order'),
      render: ({ channelOrderIds }) => <span className="num">{channelOrderIds.join(', ')}</span>,
    },
    { key: 'shop', title: t('picking.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    {
      key: 'state',
      title: t('picking.state'),
      render: ({ state, reason, message, nextTryAt }) => (
        <span className="picking-goods">
          <span>
            <Tag tone={state === 'missing' ? 'losing' : state === 'fetched' ? 'done' : 'plain'}>{t(`picking.labels.rows.${state}`)}</Tag>
          </span>
          {reason && <span>{t(`picking.labels.reasons.${reason}`)}</span>}
          {message && state !== 'fetched' && <span className="muted">{message}</span>}
          {nextTryAt && reason && (
            <span className="muted">
              {t('picking.labels.nextTry')} <Instant at={nextTryAt} />
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'tracking',
      title: t('picking.labels.tracking'),
      render: ({ trackingNumber }) => <span className="num">{trackingNumber ?? '–'}</span>,
    },
  ];
}
