import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MexicoOverview } from '@tradewind/contract/types';
import { programmeSteps } from '@tradewind/rules/programme-facts';
import { App, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { formatDay } from '../../shared/time.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SourceNote } from './source-note.tsx';

type Step = MexicoOverview['steps'][number];
const source = programmeSteps.find(({ id }) => id === 'mexico-checklist');

/** What to do in which month; a tick stays with the shop. */
export function Checklist({ overview }: { overview: MexicoOverview }) {
  const { t } = useTranslation();
  const { steps, shop } = overview;
  const done = steps.filter(({ doneAt }) => doneAt !== null).length;
  return (
    <section className="panel programme-card" aria-label={t('programmes.checklist.title')}>
      <header className="programme-card-head">
        <h2>{t('programmes.checklist.title')}</h2>
        <span className="muted num">{t('programmes.checklist.done', { done, count: steps.length })}</span>
      </header>
      <ul className="checklist">
        {steps.map((step) => (
          <Line key={step.step} step={step} shopId={shop.id} />
        ))}
      </ul>
      {source && (
        <p className="muted">
          <SourceNote {...source} />
        </p>
      )}
    </section>
  );
}

function Line({ step, shopId }: { step: Step; shopId: string }) {
  const { t, i18n } = useTranslation();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const mayWrite = useCan('programmes:write');
  const client = useQueryClient();
  const tick = useMutation({
    mutationFn: (isDone: boolean) =>
      // The cast: the steps shown are those that the server named.
      call('us-to-mexico.set-step', { params: { shopId, step: step.step as 'choose' }, body: { isDone } }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['us-to-mexico.get'] }),
  });
  // The cast: as above.
  const name = step.step as 'choose';
  return (
    <li data-testid={`step-${step.step}`}>
      <Checkbox
        checked={tick.isPending ? tick.variables : step.doneAt !== null}
        disabled={!mayWrite}
        onChange={(event) => tick.mutate(event.target.checked)}
      >
        <span className="checklist-month num">{formatDay(`${step.month}-01`, i18n.language, { year: 'numeric', month: 'short' })}</span>{' '}
        {t(`programmes.steps.${name}`)}
      </Checkbox>
      <p className="muted">
        {t(`programmes.stepTexts.${name}`)}
        {step.doneAt && (
          <>
            {' '}
            {t('programmes.checklist.on')} <Instant at={step.doneAt} hasYear />
          </>
        )}
      </p>
    </li>
  );
}
