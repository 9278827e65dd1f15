import type { PolicyFacts } from '@tradewind/contract/types';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../shared/api/call.ts';
import { formatDay } from '../../shared/time.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { useForm } from './form-context.ts';
import { OutputValue } from './output-value.tsx';
import { outputLabel } from './output-words.ts';
import { MarkedText, Reasons } from './reasons.tsx';
import { toneOf } from './verdict.ts';
import { codeName, explain } from './words.ts';

type Output = Answer<'policies.evaluate'>;

/** What the rule says, in words first; then why, every field of the answer, and where it is written. */
export function Result({ output, facts, isOld }: { output: Output; facts: PolicyFacts; isOld: boolean }) {
  const { t } = useTranslation();
  const { words, text, input } = useForm();
  const { covered, citations, explanation, reasons, ...fields } = output;
  const isPhone = useIsPhone();
  const reasonList = Array.isArray(reasons) ? reasons : [];
  const [verdict, ...more] = explanation.map((sentence) => explain(words, sentence));
  const judged = typeof input.text === 'string' ? input.text : null;
  return (
    <div className={`rule-result${isOld ? ' is-old' : ''}`} aria-live="polite" data-testid="rule-result" data-covered={covered}>
      {!covered && <Alert type="info" showIcon title={t('rules.notCovered')} />}
      <p className={`rule-verdict tone-${toneOf(output)}`} data-testid="rule-verdict">
        {verdict}
      </p>
      {more.map((sentence) => (
        <p key={sentence} className="rule-more">
          {sentence}
        </p>
      ))}
      {judged !== null && <MarkedText text={judged} reasons={reasonList} />}
      {reasonList.length > 0 && (
        <section>
          <h3>{t('rules.reasons')}</h3>
          <Reasons words={words} text={text} reasons={reasonList} />
        </section>
      )}
      <details className="rule-full" open={!isPhone}>
        <summary>{t('rules.answer')}</summary>
        <dl className="rule-outputs" data-testid="rule-outputs">
          {Object.entries(fields).map(([key, value]) => (
            <div key={key}>
              <dt>{outputLabel(text, key)}</dt>
              <dd>
                <OutputValue words={words} text={text} path={key} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
      <Sources citations={citations} facts={facts} />
    </div>
  );
}

function Sources({ citations, facts }: { citations: Output['citations']; facts: PolicyFacts }) {
  const { t } = useTranslation();
  const { words } = useForm();
  const dayOf = (day: string) => formatDay(day.slice(0, 10), words.language, { dateStyle: 'medium' });
  const named = citations.length > 0 ? citations : [{ source: facts.source, section: facts.section }];
  return (
    <section className="rule-sources">
      <h3>{t('rules.source')}</h3>
      <ul>
        {named.map(({ source, section }) => (
          <li key={`${source} ${section}`}>
            <cite>{t('rules.cited', { section, source })}</cite>
          </li>
        ))}
      </ul>
      <p className="muted">
        {t('rules.since', { day: dayOf(facts.effectiveFrom) })}
        {' · '}
        {t('rules.checked', { day: dayOf(facts.checkedOn) })}
        {' · '}
        {t('rules.forMarkets', { market: facts.market === 'all' ? t('rules.allMarkets') : codeName(words, facts.market) })}
      </p>
      <p className="muted">{t(`rules.basis.${facts.basis}`)}</p>
    </section>
  );
}
