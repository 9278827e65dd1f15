import { useQuery } from '@tanstack/react-query';
import type { ReplyFigures } from '@tradewind/contract/types';
import { addDays, dayIn } from '@tradewind/rules/calendar';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../../app/scope.ts';
import { type Answer, apiQuery } from '../../../shared/api/call.ts';
import { marketName } from '../../../shared/markets.ts';
import { formatCount, formatPercent } from '../../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../../shared/own-search.ts';
import { formatStretch, nowMs, readerZone } from '../../../shared/time.ts';
import { type Column, DataTable } from '../../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../../shared/widgets/filter-chips.tsx';
import { Requires } from '../../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import { ReportChart } from './report-chart.tsx';
import './team.css';

type Report = Answer<'reply-report.get'>;
type Row = Report['rows'][number];
const kinds = ['agent', 'shop', 'market'] as const;
const periods = ['7', '30', '90'] as const;

/** Who answered what in time? */
export function ReplyReportPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('inbox-team.places.report')} answer={t('inbox-team.report.text')} />
      <Requires scope="analytics:read">
        <ReplyReport />
      </Requires>
    </>
  );
}

function ReplyReport() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const by = kinds.find((one) => one === search.by) ?? 'agent';
  const days = periods.find((one) => one === search.days) ?? '30';
  const to = dayIn(nowMs(), readerZone());
  const query = { ...scope, by, from: addDays(to, 1 - Number(days)), to };
  const { data, error, refetch } = useQuery({ ...apiQuery('reply-report.get', { query }), placeholderData: (held) => held });
  return (
    <section className="panel" aria-label={t('inbox-team.places.report')} data-testid="reply-report">
      <div className="team-head">
        <FilterChips
          label={t('inbox-team.report.by')}
          name="report-by"
          chips={kinds.map((key) => ({ key, content: t(`inbox-team.report.byOf.${key}`) }))}
          chosen={by}
          choose={(next) => setSearch({ by: next === 'agent' ? undefined : next })}
        />
        <FilterChips
          label={t('inbox-team.report.period')}
          name="report-days"
          chips={periods.map((key) => ({ key, content: t('inbox-team.report.days', { count: Number(key) }) }))}
          chosen={days}
          choose={(next) => setSearch({ days: next === '30' ? undefined : next })}
        />
      </div>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
      {data && <Shown report={data} by={by} />}
    </section>
  );
}

function Shown({ report, by }: { report: Report; by: (typeof kinds)[number] }) {
  const { t } = useTranslation();
  const columns = useColumns(by);
  if (report.total.turns === 0)
    return <EmptyState kind="no-match" title={t('inbox-team.report.none')} text={t('inbox-team.report.noneText')} />;
  const total: Row = { key: 'total', name: t('inbox-team.report.total'), ...report.total };
  return (
    <>
      {!report.isWhole && <p className="muted team-head">{t('inbox-team.report.cut')}</p>}
      <ul className="report-legend">
        <li data-part="all">{t('inbox-team.report.turnsADay')}</li>
        <li data-part="in24">{t('inbox-team.report.in24')}</li>
        <li data-part="in30">{t('inbox-team.report.in30')}</li>
      </ul>
      <div className="team-chart">
        <ReportChart days={report.days} />
      </div>
      <DataTable
        caption={t('inbox-team.places.report')}
        columns={columns}
        rows={[...report.rows, ...(report.rows.length > 1 ? [total] : [])]}
        rowKey={({ key }) => key ?? ''}
        rowClass={({ key }) => (key === 'total' ? 'report-total' : undefined)}
        rowData={({ name }) => ({ 'data-testid': 'report-row', 'data-name': name })}
      />
    </>
  );
}

function useColumns(by: (typeof kinds)[number]): Column<Row>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  const part = (value: number, whole: number) =>
    whole === 0 ? (
      <span className="muted">–</span>
    ) : (
      <>
        {count(value)} <span className="muted">{formatPercent(value / whole, i18n.language, 0)}</span>
      </>
    );
  const span = (seconds: number | null) => (seconds === null ? <span className="muted">–</span> : formatStretch(seconds, i18n.language));
  const nameOf = ({ key, name }: Row) =>
    key === null ? t('inbox-team.report.others') : by === 'market' && key !== 'total' ? marketName(key, i18n.language) : name;
  const number = (
    key: string,
    title: string,
    render: (row: ReplyFigures) => Column<Row>['render'] extends (row: Row) => infer R ? R : never,
  ) => ({
    ...{ key, title, isNumber: true, render },
  });
  return [
    { key: 'name', title: t(`inbox-team.report.byOf.${by}`), render: nameOf },
    number('turns', t('inbox-team.report.turns'), ({ turns }) => count(turns)),
    number('within30m', t('inbox-team.report.within30m'), ({ within30m, turns }) => part(within30m, turns)),
    number('within24h', t('inbox-team.report.within24h'), ({ within24h, turns }) => part(within24h, turns)),
    number('within48h', t('inbox-team.report.within48h'), ({ within48h, turns }) => part(within48h, turns)),
    number('missed', t('inbox-team.report.missed'), ({ missed }) => <span title={t('inbox-team.report.missedHint')}>{count(missed)}</span>),
    number('mean', t('inbox-team.report.mean'), ({ wait }) => span(wait.meanSeconds)),
    number('median', t('inbox-team.report.median'), ({ wait }) => span(wait.medianSeconds)),
    number('workingMean', t('inbox-team.report.workingMean'), ({ workingWait }) => span(workingWait.meanSeconds)),
    number('workingMedian', t('inbox-team.report.workingMedian'), ({ workingWait }) => span(workingWait.medianSeconds)),
    number('target', t('inbox-team.report.target'), ({ withinWorkingTarget }) => part(withinWorkingTarget.part, withinWorkingTarget.whole)),
  ];
}
