import { useMutation, useQuery } from '@tanstack/react-query';
import type { DispatchMetric, EditedRate, Replay } from '@tradewind/contract/types';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatPercent } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { TableEditor, type TableGroup } from './table-editor.tsx';

const choices: readonly DispatchMetric[] = ['late-dispatch', 'seller-fault-cancellation'];
const longestDays = 180;

/** The past under another table: nothing is kept, so it may be tried freely. */
export function ReplayPanel({ shopId, group }: { shopId: string; group: TableGroup }) {
  const { t } = useTranslation();
  const [policy, setPolicy] = useState<DispatchMetric>('late-dispatch');
  const [days, setDays] = useState(90);
  const [edited, setEdited] = useState<EditedRate | null>(null);
  const present = useQuery({ ...apiQuery('performance.table', { params: { metric: policy } }), staleTime: Number.POSITIVE_INFINITY });
  const table = edited ?? present.data;
  const replay = useMutation({
    mutationFn: (given: EditedRate) => call('performance.replay', { body: { policy, shopIds: [shopId], days, table: given } }),
  });
  const choose = (next: DispatchMetric) => {
    setPolicy(next);
    setEdited(null);
    replay.reset();
  };
  const result = replay.data?.items[0];
  return (
    <section className="panel" aria-label={t('performance.replay.title')} data-testid="replay">
      <header className="panel-head">
        <h2>{t('performance.replay.title')}</h2>
        <div className="replay-choices">
          <Select
            aria-label={t('performance.replay.metric')}
            value={policy}
            popupMatchSelectWidth={false}
            options={choices.map((value) => ({ value, label: t(`performance.metrics.${value}`) }))}
            onChange={choose}
          />
          <InputNumber
            aria-label={t('performance.replay.days')}
            suffix={t('performance.replay.days')}
            min={1}
            max={longestDays}
            precision={0}
            value={days}
            onChange={(value) => setDays(value ?? 1)}
          />
        </div>
      </header>
      <p className="performance-words muted">{t('performance.replay.text')}</p>
      {present.isError && <ErrorPanel error={present.error} retry={() => void present.refetch()} />}
      {table ? <TableEditor table={table} group={group} onChange={setEdited} /> : <SkeletonRows rows={5} label={t('common.loading')} />}
      <p className="performance-words replay-choices">
        <Button
          type="primary"
          disabled={!table}
          loading={replay.isPending}
          onClick={() => table && replay.mutate(table)}
          data-testid="replay-run"
        >
          {t('performance.replay.run')}
        </Button>
        <Button disabled={edited === null} onClick={() => setEdited(null)}>
          {t('performance.replay.reset')}
        </Button>
      </p>
      {replay.isError && <ErrorPanel error={replay.error} />}
      {result && <ReplayResult result={result} />}
    </section>
  );
}

type Item = Replay['items'][number];
type Day = Item['days'][number];

function ReplayResult({ result }: { result: Item }) {
  const { t, i18n } = useTranslation();
  const { present, edited } = result;
  const told = result.days.filter((day) => day.present.charged > 0 || day.edited.charged > 0).reverse();
  const side = (name: 'present' | 'edited'): Column<Day> => ({
    key: name,
    title: t(`performance.replay.${name}`),
    isNumber: true,
    render: (day) =>
      day[name].charged > 0 ? (
        <strong>{t('performance.points', { count: day[name].charged })}</strong>
      ) : (
        <span className="muted">{t('performance.points', { count: 0 })}</span>
      ),
  });
  const columns: Column<Day>[] = [
    { key: 'day', title: t('performance.replay.day'), render: (day) => formatDay(day.day, i18n.language) },
    {
      key: 'rate',
      title: t('performance.replay.rate'),
      isNumber: true,
      render: (day) =>
        `${formatPercent(day.denominator === 0 ? 0 : day.numerator / day.denominator, i18n.language)} (${day.numerator} / ${day.denominator})`,
    },
    side('present'),
    side('edited'),
  ];
  return (
    <div data-testid="replay-result">
      <p className="performance-words" role="status">
        <strong>
          {t('performance.replay.result', {
            present: present.points,
            presentDays: present.daysBreached,
            edited: edited.points,
            editedDays: edited.daysBreached,
          })}
        </strong>
      </p>
      {told.length === 0 ? (
        <p className="performance-words muted">{t('performance.replay.quiet')}</p>
      ) : (
        <DataTable caption={t('performance.replay.title')} columns={columns} rows={told} rowKey={(day) => day.day} />
      )}
    </div>
  );
}
