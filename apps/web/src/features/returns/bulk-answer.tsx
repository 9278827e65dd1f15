import { useMutation, useQuery } from '@tanstack/react-query';
import type { CaseAct, ReturnCase } from '@tradewind/contract/types';
import { openActs } from '@tradewind/rules/after-sales';
import { Button, Popconfirm, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { AnswerTag } from './use-columns.tsx';

/** A refusal has a reason and pictures of its own, so it is given case by case. */
const alike = ['approve-cancellation', 'approve-refund', 'approve-return'] as const;
const MOST = 500;

const mayBe = (one: ReturnCase, act: CaseAct): boolean =>
  openActs({
    ...{ kind: one.kind, status: one.status, dispute: one.dispute?.state ?? null, hasOffer: one.offer !== null },
    respondBy: one.respondBy === null ? null : Date.parse(one.respondBy),
  }).includes(act);

type BarProps = { chosen: readonly ReturnCase[]; drop: () => void; begun: (runId: string) => void };

/** Many buyers answered alike; each act says how many of the chosen cases it fits. */
export function BulkBar({ chosen, drop, begun }: BarProps) {
  const { t, i18n } = useTranslation();
  const run = useMutation({
    mutationFn: (act: CaseAct) =>
      call('return-runs.create', {
        body: {
          act,
          caseIds: chosen
            .filter((one) => mayBe(one, act))
            .map(({ id }) => id)
            .slice(0, MOST),
        },
      }),
    onSuccess: ({ id }) => begun(id),
  });
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <section className="return-bulk" aria-label={t('returns.bulk.title')} data-testid="return-bulk">
      <span role="status">{t('returns.bulk.chosen', { count: chosen.length, shown: count(chosen.length) })}</span>
      {alike.map((act) => {
        const fitting = chosen.filter((one) => mayBe(one, act)).length;
        return (
          <Popconfirm
            key={act}
            title={t('returns.bulk.sure', { act: t(`returns.acts.${act}`), shown: count(fitting) })}
            okButtonProps={{ 'data-testid': 'bulk-sure' }}
            onConfirm={() => run.mutate(act)}
          >
            <Button size="small" disabled={fitting === 0} loading={run.isPending} data-testid={`bulk-${act}`}>
              {t(`returns.acts.${act}`)} ({count(fitting)})
            </Button>
          </Popconfirm>
        );
      })}
      <Button size="small" type="text" onClick={drop}>
        {t('returns.bulk.drop')}
      </Button>
      <span className="muted">{t('returns.bulk.refusals')}</span>
      {run.isError && <ErrorPanel error={run.error} />}
    </section>
  );
}

/** How far a run of answers is, and for which cases nothing was told. It may be left and come back to. */
export function RunStrip({ runId, putAway }: { runId: string; putAway: () => void }) {
  const { t, i18n } = useTranslation();
  const mayAnswer = useCan('returns:write');
  const { data, error, refetch } = useQuery({
    ...apiQuery('return-runs.get', { params: { returnRunId: runId } }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_500 : false),
  });
  const cancel = useMutation({
    mutationFn: () => call('return-runs.cancel', { params: { returnRunId: runId }, body: {} }),
    onSuccess: () => refetch(),
  });
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return null;
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <section className="return-bulk" aria-label={t('returns.bulk.run')} data-testid="return-run" data-state={data.state}>
      <span role="status">
        <strong>{t(`returns.acts.${data.act}`)}</strong> · {t(`returns.bulk.states.${data.state}`)} ·{' '}
        {t('returns.bulk.worked', { done: count(data.done), total: count(data.total) })}
      </span>
      <Progress percent={Math.floor((data.done / Math.max(1, data.total)) * 100)} size="small" aria-label={t('returns.bulk.run')} />
      {data.state === 'running' && mayAnswer && (
        <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('returns.bulk.cancel')}
        </Button>
      )}
      {data.state !== 'running' && (
        <Button size="small" type="text" onClick={putAway} data-testid="put-run-away">
          {t('returns.bulk.putAway')}
        </Button>
      )}
      <NotTold rows={data.rows} />
    </section>
  );
}

const troubles = new Set(['refused', 'rejected', 'unknown', 'overtaken']);

function NotTold({ rows }: Pick<Answer<'return-runs.get'>, 'rows'>) {
  const { t } = useTranslation();
  const left = rows.filter(({ state }) => state !== null && troubles.has(state));
  if (left.length === 0) return null;
  return (
    <ul className="return-list return-left">
      {left.map(({ caseId, channelCaseId, state, code }) => (
        <li key={caseId} data-testid="run-left">
          <span className="num">{channelCaseId}</span>{' '}
          {state === 'refused' || state === 'cancelled' || state === null ? (
            // The cast: what this server refuses has a code of its own, and every one has its words.
            `${t('returns.bulk.refused')} ${t(`problems.${code as 'answer-not-open'}.title`)}`
          ) : (
            <>
              <AnswerTag state={state} /> {code}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
