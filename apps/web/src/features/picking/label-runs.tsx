import { CheckCircleOutlined, CloseCircleOutlined, SyncOutlined, WarningOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import type { LabelRun } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

/** Done with gaps is not simply done. */
export function RunState({ run }: { run: LabelRun }) {
  const { t } = useTranslation();
  const isShort = run.state === 'done' && run.counts.missing > 0;
  if (run.state === 'fetching' || run.state === 'merging')
    return (
      <Tag tone="plain" icon={<SyncOutlined />}>
        {t(`picking.labels.states.${run.state}`)}
      </Tag>
    );
  if (run.state === 'cancelled')
    return (
      <Tag tone="quiet" icon={<CloseCircleOutlined />}>
        {t('picking.labels.states.cancelled')}
      </Tag>
    );
  return (
    <Tag tone={isShort ? 'losing' : 'done'} icon={isShort ? <WarningOutlined /> : <CheckCircleOutlined />}>
      {isShort ? t('picking.labels.short', { count: run.counts.missing }) : t('picking.labels.states.done')}
    </Tag>
  );
}

export function LabelRuns({ runs }: { runs: readonly LabelRun[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useRunColumns();
  return (
    <section className="panel" aria-label={t('picking.places.labels')}>
      <DataTable
        caption={t('picking.places.labels')}
        columns={columns}
        rows={runs}
        rowKey={({ id }) => id}
        rowData={({ state }) => ({ 'data-testid': 'label-run-row', 'data-state': state })}
        onOpen={({ id }) => void navigate({ to: '/orders/picking/labels/$labelRunId', params: { labelRunId: id } })}
      />
    </section>
  );
}

export function useRunColumns(): Column<LabelRun>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  return [
    {
      key: 'of',
      title: t('picking.labels.of'),
      render: ({ waveNumber }) => (waveNumber === null ? t('picking.labels.chosen') : t('picking.waveNumber', { number: waveNumber })),
    },
    { key: 'state', title: t('picking.state'), render: (run) => <RunState run={run} /> },
    {
      key: 'labels',
      title: t('picking.places.labels'),
      isNumber: true,
      render: ({ counts }) =>
        t('picking.of', { done: count(counts.fetched), total: count(counts.fetched + counts.waiting + counts.missing) }),
    },
    {
      key: 'pages',
      title: t('picking.labels.pages'),
      isNumber: true,
      render: ({ file }) => (file ? count(file.pages) : <span className="muted">–</span>),
    },
    { key: 'by', title: t('picking.madeBy'), isDeskOnly: true, render: ({ createdBy }) => createdBy },
    { key: 'at', title: t('picking.madeAt'), render: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  ];
}
