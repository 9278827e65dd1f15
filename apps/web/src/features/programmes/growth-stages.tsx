import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { HostingView } from '@tradewind/contract/types';
import { programmeFacts, programmeSteps } from '@tradewind/rules/programme-facts';
import { App, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { formatPercent } from '../../shared/money.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SourceNote } from './source-note.tsx';

const stages = ['cold-start', 'incubation', 'breakout'] as const;
const source = programmeSteps.find(({ id }) => id === 'europe-stages');
const support = programmeFacts.filter(({ about }) => about === 'eu-local-hosted');

/** How far the shop has grown, and how much support there is at most. */
export function GrowthStages({ view }: { view: HostingView }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const mayWrite = useCan('programmes:write');
  const client = useQueryClient();
  const { stage } = view;
  const set = useMutation({
    mutationFn: (next: (typeof stages)[number] | null) =>
      call('eu-local-hosted.set-stage', { params: { shopId: view.shop.id }, body: { stage: next } }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['eu-local-hosted.get'] }),
  });
  return (
    <section className="panel programme-card" aria-label={t('programmes.stages.title')} data-testid="growth-stages">
      <header className="programme-card-head">
        <h2>{t('programmes.stages.title')}</h2>
        {stage && (
          <span className="muted">
            {t(`programmes.stages.by.${stage.by}`)} <Instant at={stage.at} hasYear />
          </span>
        )}
      </header>
      <Segmented
        className="stage-choice"
        aria-label={t('programmes.stages.title')}
        disabled={!mayWrite || stage?.by === 'platform'}
        value={stage?.stage ?? 'none'}
        options={[
          { value: 'none', label: t('programmes.stages.none') },
          ...stages.map((value) => ({ value, label: t(`programmes.stages.${value}`) })),
        ]}
        onChange={(value) => set.mutate(stages.find((each) => each === value) ?? null)}
      />
      <p className="muted">{t(stage?.by === 'platform' ? 'programmes.stages.platformSays' : 'programmes.stages.text')}</p>
      <ul className="support-list">
        {support.map((fact) => (
          <li key={fact.id}>
            <Support id={fact.id} values={fact.values} />
          </li>
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

function Support({ id, values }: { id: string; values: Readonly<Record<string, number | string>> }) {
  const { t, i18n } = useTranslation();
  const percent = (share: number | string | undefined) => formatPercent(Number(share ?? 0), i18n.language, 0);
  return (
    <>
      {/* The cast: the four facts of this programme have a sentence each. */}
      {t(`programmes.support.${id as 'europe-coupon'}`, { from: percent(values.fromShare), to: percent(values.toShare) })}
    </>
  );
}
