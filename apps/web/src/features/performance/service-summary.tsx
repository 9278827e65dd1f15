import { WarningOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ShopPerformance } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { serviceState, toneOfState, useServiceWords } from './service-words.ts';

/** Service and quality of one shop in a line: what is missed by name, the rest by number. */
export function ServiceSummary({ performance: { shop, service } }: { performance: ShopPerformance }) {
  const { t } = useTranslation();
  const { valueText } = useServiceWords();
  const missed = service.filter((standing) => serviceState(standing) === 'missed');
  const met = service.filter((standing) => serviceState(standing) === 'met').length;
  return (
    <p className="service-summary" data-testid="service-summary">
      <span className="muted">{t('performance.service.title')}</span>
      {missed.map((standing) => (
        <Link
          key={standing.metric}
          to="/performance/$shopId"
          params={{ shopId: shop.id }}
          search={{ behind: `${standing.metric}.bad` }}
          className="service-missed"
        >
          <Tag tone={toneOfState.missed} icon={<WarningOutlined />}>
            {t(`performance.metrics.${standing.metric}`)} {valueText(standing, standing.value)}
          </Tag>
        </Link>
      ))}
      <span className="muted">{t('performance.service.met', { met, all: service.length })}</span>
    </p>
  );
}
