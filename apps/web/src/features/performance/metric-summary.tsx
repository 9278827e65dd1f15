import { CheckCircleOutlined, ExclamationCircleOutlined, MinusCircleOutlined, WarningOutlined } from '@ant-design/icons';
import type { MetricStanding } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '../../shared/money.ts';
import { Sparkline } from '../../shared/widgets/sparkline.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { ForecastWords } from './forecast-words.tsx';
import { RateBar } from './rate-bar.tsx';
import { type Standing, standingOf, toneOf } from './urgency.ts';

const icons = {
  kept: <CheckCircleOutlined />,
  warned: <ExclamationCircleOutlined />,
  missed: <WarningOutlined />,
  unjudged: <MinusCircleOutlined />,
} satisfies Record<Standing, unknown>;

export function StandingTag({ standing }: { standing: MetricStanding }) {
  const { t } = useTranslation();
  const stands = standingOf(standing);
  return (
    <Tag tone={toneOf[stands]} icon={icons[stands]}>
      {t(`performance.standing.${stands}`, { count: standing.verdict.points })}
    </Tag>
  );
}

/** One rate of one shop, for the list of all shops. */
export function MetricSummary({ standing, timeZone }: { standing: MetricStanding; timeZone: string }) {
  const { t, i18n } = useTranslation();
  const { metric, verdict, numerator, denominator, trend, limitPerMille } = standing;
  const rates = trend.map((point) => (point.denominator === 0 ? null : (point.numerator / point.denominator) * 100));
  return (
    <div className="metric-summary" data-testid="metric" data-metric={metric}>
      <div className="metric-head">
        <span className="figure-name">{t(`performance.metrics.${metric}`)}</span>
        <StandingTag standing={standing} />
      </div>
      <div className="metric-figures">
        <strong className="metric-rate num">{formatPercent(verdict.rate, i18n.language)}</strong>
        <span className="muted num">
          {t('performance.counts', {
            numerator: formatCount(numerator, i18n.language),
            denominator: formatCount(denominator, i18n.language),
          })}
          {limitPerMille !== null && ` · ${t('performance.target', { limit: formatPercent(limitPerMille / 1000, i18n.language) })}`}
        </span>
        <Sparkline values={rates} height={22} label={t('performance.trend', { days: trend.length })} />
      </div>
      <RateBar standing={standing} />
      <ForecastWords standing={standing} timeZone={timeZone} />
    </div>
  );
}
