import { TrophyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { useSharedInput } from '../rules/use-shared-input.ts';
import { explain } from '../rules/words.ts';
import { HostingFacts } from './hosting-facts.tsx';
import { ModesForm } from './modes-form.tsx';
import { type JudgedMode, modesExample, modesInputOf, type Price } from './modes-input.ts';
import { useEvaluation } from './use-evaluation.ts';
import { usePolicyWords } from './use-reason-words.ts';

/** The chart's library is a large download of its own. */
const ModesChart = lazy(() => import('./modes-chart.tsx').then((module) => ({ default: module.ModesChart })));

type Advice = {
  modes: JudgedMode[];
  best: JudgedMode['mode'] | null;
  explanation: { key: string; values: Record<string, string | number> }[];
};

/** Which way of hosting leaves room: the question lies in the address, the rule answers it. */
export function ModesPage() {
  const { t } = useTranslation();
  const { draft, setDraft, settled, reset, isBroken } = useSharedInput(modesExample);
  const { data, error, refetch } = useEvaluation<Advice>('hosting-mode-advisor', modesInputOf(settled));
  return (
    <div className="programme-page">
      {isBroken && (
        <p className="tone-soon" role="alert">
          {t('programmes.modes.broken')}
        </p>
      )}
      <div className="programme-columns programme-columns-wide">
        <ModesForm input={modesInputOf(draft)} setInput={setDraft} />
        <section
          className="panel programme-card"
          aria-label={t('programmes.modes.answer')}
          data-testid="modes-answer"
          data-best={data?.best ?? 'none'}
        >
          <header className="programme-card-head">
            <h2>{t('programmes.modes.answer')}</h2>
            <Button size="small" onClick={reset}>
              {t('programmes.modes.reset')}
            </Button>
          </header>
          {error && <ErrorPanel error={error} retry={() => void refetch()} />}
          {!data && !error && <SkeletonRows rows={6} label={t('common.loading')} />}
          {data && !error && <Answer advice={data} />}
        </section>
      </div>
      <HostingFacts />
    </div>
  );
}

function Answer({ advice }: { advice: Advice }) {
  const { t, i18n } = useTranslation();
  const { words, option, reason } = usePolicyWords('hosting-mode-advisor');
  const money = (price: Price) => formatMoney(price, i18n.language);
  return (
    <>
      {words && advice.explanation.map((sentence) => <p key={sentence.key}>{explain(words, sentence)}</p>)}
      <ul className="modes-legend">
        <li>{t('programmes.modes.margin')}</li>
        <li className="legend-room">{t('programmes.modes.room')}</li>
        <li className="legend-best">{t('programmes.modes.best')}</li>
        <li className="legend-none">{t('programmes.modes.noRoom')}</li>
      </ul>
      <div className="modes-chart">
        <Suspense fallback={<SkeletonRows rows={5} label={t('common.loading')} />}>
          <ModesChart modes={advice.modes} best={advice.best} nameOf={(mode) => option(`modes.mode.${mode}`)} />
        </Suspense>
      </div>
      <ul className="mode-list">
        {advice.modes.map((judged) => (
          <li key={judged.mode} data-testid={`mode-${judged.mode}`} data-best={judged.mode === advice.best}>
            <span className="mode-name">
              <strong>{option(`modes.mode.${judged.mode}`)}</strong>{' '}
              {judged.mode === advice.best && (
                <Tag tone="done" icon={<TrophyOutlined />}>
                  {t('programmes.modes.best')}
                </Tag>
              )}
              {!judged.allowed && <Tag tone="losing">{t('programmes.modes.notAllowed')}</Tag>}
            </span>
            <span className="num">{t('programmes.modes.figures', { margin: money(judged.margin), room: money(judged.room) })}</span>
            {judged.reasons.length > 0 && <span className="muted">{judged.reasons.map(({ code }) => reason(code)).join(' ')}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
