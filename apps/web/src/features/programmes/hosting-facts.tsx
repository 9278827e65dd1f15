import { programmeFacts } from '@tradewind/rules/programme-facts';
import { useTranslation } from 'react-i18next';
import { formatMoneyShort, formatPercent } from '../../shared/money.ts';
import { SourceNote } from './source-note.tsx';

const facts = programmeFacts.filter(({ about }) => about === 'hosting-modes');

/** What the source says of the ways of hosting, as its opinion. */
export function HostingFacts() {
  const { t, i18n } = useTranslation();
  const dollars = (amount: number | string | undefined) =>
    formatMoneyShort({ amount: Number(amount ?? 0), currency: 'USD' }, i18n.language);
  return (
    <section className="panel programme-card" aria-label={t('programmes.facts.title')}>
      <header className="programme-card-head">
        <h2>{t('programmes.facts.title')}</h2>
      </header>
      <ul className="fact-list">
        {facts.map((fact) => (
          <li key={fact.id}>
            {/* The cast: each of these facts has a sentence. */}
            {t(`programmes.facts.${fact.id as 'fully-hosted-us-share'}`, {
              share: formatPercent(Number(fact.values.share ?? 0), i18n.language, 0),
              from: dollars(fact.values.fromUsdMinor),
              to: dollars(fact.values.toUsdMinor),
              above: dollars(fact.values.hardAboveUsdMinor),
            })}{' '}
            <SourceNote {...fact} />
          </li>
        ))}
      </ul>
    </section>
  );
}
