import type { DeskMarks } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { marketName } from '../../shared/markets.ts';
import { formatCount } from '../../shared/money.ts';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

type Allocation = NonNullable<DeskMarks['allocation']>;

/** From where an order is sent, who decided it, and what the other warehouses lacked. */
export function SentFrom({ allocation: { decidedBy, from, short, considered, to, isSettled } }: { allocation: Allocation }) {
  const { t, i18n } = useTranslation();
  const count = (units: number) => formatCount(units, i18n.language);
  return (
    <dl className="facts" data-testid="sent-from" data-by={decidedBy}>
      <Fact name={t('desk.sentFrom.title')}>
        {from.length === 0 && <span className="muted">–</span>}
        {from.map(({ warehouse, units }) => (
          <div key={warehouse.id}>
            {warehouse.name} × {count(units)}
          </div>
        ))}
        {short > 0 && <Tag tone="losing">{t('desk.sentFrom.short', { count: short, shown: count(short) })}</Tag>}
      </Fact>
      <Fact name={t('desk.sentFrom.why')}>
        {t(`desk.sentFrom.by.${decidedBy}`)}
        {!isSettled && <div className="muted">{t('desk.sentFrom.open')}</div>}
        {decidedBy === 'rule' && (
          <ul className="bullets">
            {considered.map(({ warehouse, nearness, missing }) => (
              <li key={warehouse.id}>
                {warehouse.name}: {t(`desk.sentFrom.near.${nearness}`)}
                {missing > 0 && ` · ${t('desk.sentFrom.missing', { count: missing, shown: count(missing) })}`}
              </li>
            ))}
          </ul>
        )}
      </Fact>
      {to.country && (
        <Fact name={t('desk.sentFrom.to')}>{[marketName(to.country, i18n.language), to.region].filter(Boolean).join(', ')}</Fact>
      )}
    </dl>
  );
}
