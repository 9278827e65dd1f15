import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  MinusCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { PerformanceDetail, ServiceStanding } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { formatInstant } from '../../shared/time.ts';
import { Sparkline } from '../../shared/widgets/sparkline.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { BehindDrawer } from './behind-drawer.tsx';
import { LimitBar } from './limit-bar.tsx';
import { isMinutes, type ServiceState, serviceState, toneOfState, useServiceWords } from './service-words.ts';

const icons: Record<ServiceState, ReactNode> = {
  met: <CheckCircleOutlined />,
  missed: <WarningOutlined />,
  few: <MinusCircleOutlined />,
  nothing: <MinusCircleOutlined />,
  reading: <ClockCircleOutlined />,
  'no-consent': <ExclamationCircleOutlined />,
  'not-offered': <MinusCircleOutlined />,
  uncovered: <MinusCircleOutlined />,
};

export function ServiceTag({ standing }: { standing: ServiceStanding }) {
  const { t } = useTranslation();
  const state = serviceState(standing);
  return (
    <Tag tone={toneOfState[state]} icon={icons[state]}>
      {t(`performance.service.state.${state}`)}
    </Tag>
  );
}

/** How buyers are served and what they think of it, each rate against its one limit, and what stands behind it. */
export function ServicePanel({ performance: { shop, service } }: { performance: PerformanceDetail }) {
  const { t, i18n } = useTranslation();
  const [first] = service;
  const instant = (at: string) => formatInstant(at, i18n.language, { timeZone: shop.timeZone, isNamed: true });
  return (
    <section className="panel" aria-label={t('performance.service.title')} data-testid="service">
      <header className="panel-head">
        <h2>{t('performance.service.title')}</h2>
        {first && (
          <span className="muted">
            {t('performance.service.window', { from: instant(first.window.from), to: instant(first.window.to) })}
          </span>
        )}
      </header>
      <ul className="service-cards">
        {service.map((standing) => (
          <ServiceCard key={standing.metric} standing={standing} shopId={shop.id} />
        ))}
      </ul>
      <BehindDrawer shop={shop} service={service} />
    </section>
  );
}

/** Days on which something was counted, in minutes or percent: a day without buyers says nothing. */
const daysOf = ({ metric, trend }: ServiceStanding): number[] =>
  trend.flatMap(({ value }) => (value === null ? [] : [isMinutes(metric) ? value : value * 100]));

function ServiceCard({ standing, shopId }: { standing: ServiceStanding; shopId: string }) {
  const { t, i18n } = useTranslation();
  const { valueText, targetText } = useServiceWords();
  const { metric, value, denominator, numerator, trend, untilTurn, missed, target } = standing;
  const isOpenable = denominator > 0;
  const bad = target.sign === 'at-least' ? denominator - numerator : numerator;
  return (
    <li className="service-card" data-testid="service-card" data-metric={metric} data-state={serviceState(standing)}>
      <div className="metric-head">
        <h3>{t(`performance.metrics.${metric}`)}</h3>
        <ServiceTag standing={standing} />
      </div>
      <div className="metric-figures">
        <strong className="metric-rate num">{valueText(standing, value)}</strong>
        <span className="muted num">{targetText(standing)}</span>
        <Sparkline values={daysOf(standing)} height={24} label={t('performance.trend', { days: trend.length })} />
      </div>
      <LimitBar standing={standing} />
      {untilTurn !== null && metric !== 'first-response' && (
        <p className="muted">
          {t(`performance.service.${missed ? 'untilMet' : 'untilMissed'}.${metric}`, {
            count: untilTurn,
            amount: formatCount(untilTurn, i18n.language),
          })}
        </p>
      )}
      <p className="muted">{t(`performance.definitions.${metric}`)}</p>
      {isOpenable && (
        <p className="metric-links">
          <Link to="/performance/$shopId" params={{ shopId }} search={{ behind: `${metric}.bad` }} data-testid="open-bad">
            {isMinutes(metric)
              ? t('performance.service.open.slow')
              : t('performance.service.open.bad', { amount: formatCount(bad, i18n.language) })}
          </Link>
          <Link to="/performance/$shopId" params={{ shopId }} search={{ behind: `${metric}.denominator` }} data-testid="open-denominator">
            {t('performance.service.open.denominator', { amount: formatCount(denominator, i18n.language) })}
          </Link>
        </p>
      )}
    </li>
  );
}
