import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import type { HostingView } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { explain } from '../rules/words.ts';
import { usePolicyWords } from './use-reason-words.ts';

const conditions = ['entity-jurisdiction', 'no-eu-stock', 'ship-to-country', 'vat-missing', 'not-invited'] as const;

/** Each condition, met or not, and what comes next. */
export function HostingVerdict({ view }: { view: HostingView }) {
  const { t } = useTranslation();
  const { words, option, reason } = usePolicyWords('eu-local-hosted');
  const { verdict, form } = view;
  const isMissing = (code: string): boolean => verdict?.reasons.some((each) => each.code === code) ?? false;
  return (
    <section
      className="panel programme-card"
      aria-label={t('programmes.hosting.standing')}
      data-testid="hosting-verdict"
      data-step={view.step}
    >
      <header className="programme-card-head">
        <h2>{t('programmes.hosting.standing')}</h2>
        <Tag tone={view.step === 'open' ? 'done' : view.step === 'rejected' ? 'losing' : 'plain'}>
          {t(`programmes.hosting.steps.${view.step}`)}
        </Tag>
      </header>
      {verdict ? (
        <>
          <ul className="conditions">
            {conditions.map((code) => (
              <li key={code} data-met={!isMissing(code)}>
                {isMissing(code) ? <CloseCircleOutlined className="tone-soon" /> : <CheckCircleOutlined className="tone-done" />}{' '}
                {isMissing(code) ? reason(code) : t(`programmes.hosting.met.${code}`)}
              </li>
            ))}
          </ul>
          <p>
            <strong>{option(`nextStep.${verdict.nextStep}`)}</strong>
            {words && (
              <>
                {' · '}
                {explain(words, {
                  key: `policies.eu-local-hosted.next-${verdict.nextStep}`,
                  values: { country: form.shipToCountry ?? '' },
                })}
              </>
            )}
          </p>
        </>
      ) : (
        <p className="tone-soon">{t('programmes.hosting.chooseCountry')}</p>
      )}
    </section>
  );
}
