import { useQuery } from '@tanstack/react-query';
import type { WorkingHoursView } from '@tradewind/contract/types';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../../app/scope.ts';
import { useCan } from '../../../app/session.ts';
import { apiQuery, call } from '../../../shared/api/call.ts';
import { formatCount } from '../../../shared/money.ts';
import { ShopChip } from '../../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { Requires } from '../../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import { useAct } from '../use-inbox.ts';
import { HoursEditor } from './hours-editor.tsx';
import './team.css';
import { clockOf, type Week } from './week.ts';
import { weekdayNames } from './weekday-names.ts';

/** When do we answer buyers, and how fast? */
export function WorkingHoursPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('inbox-team.places.hours')} answer={t('inbox-team.hours.question')} />
      <Requires scope="shops:read">
        <Hours />
      </Requires>
    </>
  );
}

function Hours() {
  const { t } = useTranslation();
  const { market, shopId } = useScope();
  const { data, error, refetch } = useQuery(apiQuery('working-hours.list', {}));
  const [edited, setEdited] = useState<WorkingHoursView | null>(null);
  const columns = useColumns(setEdited);
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} label={t('common.loading')} />;
  const rows = data.items.filter(({ shop }) => (!market || shop.market === market) && (!shopId || shop.id === shopId));
  return (
    <section className="panel" aria-label={t('inbox-team.places.hours')}>
      <p className="muted team-head">{t('inbox-team.hours.text')}</p>
      {rows.length === 0 ? (
        <EmptyState kind="first-use" title={t('inbox-team.hours.noShops')} text={t('inbox-team.hours.noShopsText')} />
      ) : (
        <DataTable
          caption={t('inbox-team.places.hours')}
          columns={columns}
          rows={rows}
          rowKey={({ shop }) => shop.id}
          rowData={({ shop }) => ({ 'data-testid': 'hours-row', 'data-shop': shop.id })}
        />
      )}
      {edited && <HoursEditor own={edited} all={data.items} close={() => setEdited(null)} />}
    </section>
  );
}

function useColumns(edit: (row: WorkingHoursView) => void): Column<WorkingHoursView>[] {
  const { t, i18n } = useTranslation();
  const mayEdit = useCan('shops:write');
  const none = <span className="muted">–</span>;
  const count = (value: number) => formatCount(value, i18n.language);
  return [
    { key: 'shop', title: t('inbox-team.hours.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'zone', title: t('inbox-team.hours.zone'), render: ({ timeZone }) => timeZone },
    {
      key: 'week',
      title: t('inbox-team.hours.week'),
      render: ({ hours }) => (hours ? <WeekWords week={hours.week} /> : <span className="muted">{t('inbox-team.hours.none')}</span>),
    },
    {
      key: 'holidays',
      title: t('inbox-team.hours.holidays'),
      render: ({ hours }) =>
        hours && hours.holidays.length > 0 ? (
          <span title={hours.holidays.join('\n')}>
            {t('inbox-team.hours.holidayCount', { count: hours.holidays.length, shown: count(hours.holidays.length) })}
          </span>
        ) : (
          none
        ),
    },
    {
      key: 'target',
      title: t('inbox-team.hours.target'),
      isNumber: true,
      render: ({ hours }) => (hours ? t('inbox-team.hours.minutes', { shown: count(hours.firstAnswerMinutes) }) : none),
    },
    ...(mayEdit ? [{ key: 'acts', title: '', render: (row: WorkingHoursView) => <Acts row={row} edit={() => edit(row)} /> }] : []),
  ];
}

function Acts({ row: { shop, hours }, edit }: { row: WorkingHoursView; edit: () => void }) {
  const { t } = useTranslation();
  const remove = useAct(() => call('working-hours.remove', { params: { shopId: shop.id } }));
  return (
    <span className="team-foot">
      <Button
        size="small"
        onClick={edit}
        aria-label={`${t(hours ? 'inbox-team.hours.change' : 'inbox-team.hours.set')}: ${shop.name}`}
        data-testid="edit-hours"
      >
        {t(hours ? 'inbox-team.hours.change' : 'inbox-team.hours.set')}
      </Button>
      {hours && (
        <Popconfirm title={t('inbox-team.hours.removeSure')} onConfirm={() => remove.mutate(undefined)}>
          <Button size="small" type="text" loading={remove.isPending} aria-label={`${t('inbox-team.hours.remove')}: ${shop.name}`}>
            {t('inbox-team.hours.remove')}
          </Button>
        </Popconfirm>
      )}
    </span>
  );
}

/** Days that follow each other and are alike stand together: Mon–Fri 09:00–18:00. */
function WeekWords({ week }: { week: Week }) {
  const { t, i18n } = useTranslation();
  const names = weekdayNames(i18n.language);
  const wordsOf = (day: Week[number]) =>
    day.map(({ from, until }) => `${clockOf(from)}–${clockOf(until)}`).join(', ') || t('inbox-team.hours.closedDay');
  const runs: { first: number; last: number; words: string }[] = [];
  for (const [at, day] of week.entries()) {
    const before = runs.at(-1);
    if (before?.words === wordsOf(day)) before.last = at;
    else runs.push({ first: at, last: at, words: wordsOf(day) });
  }
  return (
    <div className="hours-week">
      {runs.map(({ first, last, words }) => (
        <div key={first}>
          {first === last ? names[first] : `${names[first]}–${names[last]}`} <span className="num">{words}</span>
        </div>
      ))}
    </div>
  );
}
