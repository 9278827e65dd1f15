import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import type { MexicoOverview } from '@tradewind/contract/types';
import { programmeFacts } from '@tradewind/rules/programme-facts';
import { useTranslation } from 'react-i18next';
import { formatCount, formatMoney, formatPercent, formatRate } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { SourceNote } from './source-note.tsx';
import { useReasonWords } from './use-reason-words.ts';

/** May this shop, and how much of it: the answer first, then what keeps it out, then what prices may be. */
export function MexicoStanding({ overview }: { overview: MexicoOverview }) {
  const { t, i18n } = useTranslation();
  const reasonWords = useReasonWords('us-to-mexico');
  const { counts, reasons, eligible, caps, rate } = overview;
  const count = (value: number) => formatCount(value, i18n.language);
  const money = (value: typeof caps.unit) => formatMoney(value, i18n.language);
  return (
    <section
      className="panel programme-card"
      aria-label={t('programmes.mexico.standing')}
      data-testid="mexico-standing"
      data-eligible={eligible}
    >
      <header className="programme-card-head">
        <h2>{t('programmes.mexico.standing')}</h2>
        <Tag tone={eligible ? 'done' : 'soon'} icon={eligible ? <CheckCircleOutlined /> : <CloseCircleOutlined />}>
          {t(eligible ? 'programmes.mexico.may' : 'programmes.mexico.mayNot')}
        </Tag>
      </header>
      <p className="programme-figure">
        <strong className="num">{count(counts.sellable)}</strong>{' '}
        <span>{t('programmes.mexico.ofSkus', { count: counts.skus, skus: count(counts.skus) })}</span>
      </p>
      <Shares counts={counts} />
      {reasons.length > 0 && (
        <ul className="programme-reasons" data-testid="seller-reasons">
          {reasons.map((reason) => (
            <li key={reason.code}>{reasonWords(reason)}</li>
          ))}
        </ul>
      )}
      <p>
        {t('programmes.mexico.caps', { unit: money(caps.unit), order: money(caps.order) })}
        {caps.unitInShopMoney && caps.orderInShopMoney && (
          <span className="muted">
            {' '}
            {t('programmes.mexico.capsIn', { unit: money(caps.unitInShopMoney), order: money(caps.orderInShopMoney) })}
          </span>
        )}
      </p>
      {rate ? (
        <p className="muted">
          {t('programmes.mexico.rate', {
            from: rate.from,
            rate: formatRate(rate.rate, i18n.language),
            day: formatDay(rate.on, i18n.language, { year: 'numeric', month: 'short', day: 'numeric' }),
            source: rate.source,
          })}
        </p>
      ) : (
        <p className="tone-soon">{t('programmes.mexico.noRate')}</p>
      )}
      <Benefits />
    </section>
  );
}

const states = ['sellable', 'blocked', 'unknown'] as const;
const width = 240;

/** The three states as parts of one bar; the words below it say the same. */
function Shares({ counts }: { counts: MexicoOverview['counts'] }) {
  const { t, i18n } = useTranslation();
  const total = Math.max(1, counts.skus);
  const words = states.map((state) => `${t(`programmes.states.${state}`)} ${formatCount(counts[state], i18n.language)}`);
  let from = 0;
  return (
    <>
      <svg className="share-bar" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" role="img" aria-label={words.join(' · ')}>
        <rect className="share-ground" width={width} height={10} rx={2} />
        {states.map((state) => {
          const x = from;
          const length = (counts[state] / total) * width;
          from += length;
          return <rect key={state} className={`share-${state}`} x={x} width={length} height={10} />;
        })}
      </svg>
      <p className="share-words" aria-hidden="true">
        {states.map((state, index) => (
          <span key={state} className={`share-word share-word-${state}`}>
            {words[index]}
          </span>
        ))}
      </p>
    </>
  );
}

/** What the source promises of the way; it names no baseline. */
function Benefits() {
  const { t, i18n } = useTranslation();
  const faster = programmeFacts.find(({ id }) => id === 'mexico-faster');
  const cheaper = programmeFacts.find(({ id }) => id === 'mexico-cheaper');
  if (!faster || !cheaper) return null;
  const percent = (share: number | string | undefined) => formatPercent(Number(share), i18n.language, 0);
  return (
    <p className="muted">
      {t('programmes.mexico.benefits', {
        fromDays: faster.values.fromDays,
        toDays: faster.values.toDays,
        fromShare: percent(cheaper.values.fromShare),
        toShare: percent(cheaper.values.toShare),
      })}{' '}
      <SourceNote {...faster} />
    </p>
  );
}
