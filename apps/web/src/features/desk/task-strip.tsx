import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeskTask } from '@tradewind/contract/types';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';

const isGoingOn = ({ state }: DeskTask): boolean => state === 'finding' || state === 'running';

/** The act just asked for, or one that still goes on: how far it is, what came of it, and for which orders it was refused. */
export function TaskStrip({ taskId, putAway }: { taskId: string | null; putAway: () => void }) {
  const running = useQuery({ ...apiQuery('desk-tasks.list', { query: { limit: 1, state: 'running' } }), enabled: taskId === null }).data;
  const shown = taskId ?? running?.items[0]?.id ?? null;
  if (shown === null) return null;
  return <Strip key={shown} taskId={shown} putAway={taskId === null ? null : putAway} />;
}

function Strip({ taskId, putAway }: { taskId: string; putAway: (() => void) | null }) {
  const { t, i18n } = useTranslation();
  const mayWrite = useCan('orders:write');
  const client = useQueryClient();
  const [isListing, setListing] = useState(false);
  const query = apiQuery('desk-tasks.get', { params: { taskId } });
  const task = useQuery({ ...query, refetchInterval: ({ state }) => (state.data && isGoingOn(state.data) ? 1_500 : false) }).data;
  if (!task) return null;
  const count = (value: number) => formatCount(value, i18n.language);
  const worked = task.done + task.unchanged + task.refusals;
  const cancel = async () => {
    client.setQueryData(query.queryKey, await call('desk-tasks.cancel', { params: { taskId } }));
  };
  // The cast: the interface states the kind as text, and every kind has its words.
  const name = t(`desk.acts.${task.kind as 'hold'}`);
  return (
    <section className="desk-task" aria-label={t('desk.task.title')} data-testid="desk-task" data-state={task.state}>
      <span role="status">
        <strong>{name}</strong> {task.text && <q>{task.text}</q>}{' '}
        {task.state === 'finding' && t('desk.task.finding', { shown: count(task.total) })}
        {task.state === 'running' && t('desk.task.running', { worked: count(worked), total: count(task.total) })}
        {task.state === 'cancelled' && t('desk.task.cancelled', { worked: count(worked), total: count(task.total) })}
        {!isGoingOn(task) &&
          t('desk.task.result', { done: count(task.done), unchanged: count(task.unchanged), refused: count(task.refusals) })}
      </span>
      {isGoingOn(task) && (
        <Progress percent={task.total === 0 ? 0 : Math.floor((worked / task.total) * 100)} size="small" aria-label={t('desk.task.title')} />
      )}
      {isGoingOn(task) && mayWrite && (
        <Button size="small" onClick={() => void cancel()} data-testid="cancel-task">
          {t('desk.task.cancel')}
        </Button>
      )}
      {task.refusals > 0 && (
        <Button size="small" type="link" onClick={() => setListing(!isListing)} aria-expanded={isListing} data-testid="refused-rows">
          {t('desk.task.why')}
        </Button>
      )}
      {putAway && !isGoingOn(task) && (
        <Button size="small" type="text" onClick={putAway} data-testid="put-task-away">
          {t('desk.task.putAway')}
        </Button>
      )}
      {isListing && <Refused taskId={taskId} />}
    </section>
  );
}

const codes = ['not-found', 'order-cancelled', 'order-left', 'order-unpaid', 'platform-hold', 'order-held', 'order-in-review'] as const;

function Refused({ taskId }: { taskId: string }) {
  const { t } = useTranslation();
  const rows = useQuery(apiQuery('desk-tasks.rows', { params: { taskId }, query: { state: 'refused', limit: 200 } })).data;
  return (
    <ul className="desk-refused">
      {rows?.items.map(({ orderId, channelOrderId, code }) => {
        const known = codes.find((one) => one === code);
        return (
          <li key={orderId}>
            <span className="num">{channelOrderId}</span> {known ? t(`desk.task.codes.${known}`) : code}
          </li>
        );
      })}
      {rows?.nextCursor && <li className="muted">…</li>}
    </ul>
  );
}
