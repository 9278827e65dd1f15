import type { Opening, OpeningVerdict } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Money } from '../../shared/widgets/money.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

export const lackingOf = ({ papers }: Pick<OpeningVerdict, 'papers'>): OpeningVerdict['papers'] =>
  papers.filter(({ state }) => state === 'missing' || state === 'expired');

export function PapersTag({ verdict }: { verdict: OpeningVerdict }) {
  const { t } = useTranslation();
  const count = lackingOf(verdict).length;
  return count === 0 ? (
    <Tag tone="done">{t('openings.papers.complete')}</Tag>
  ) : (
    <Tag tone="soon">{t('openings.papers.lacking', { count })}</Tag>
  );
}

export function Deposit({ deposit }: { deposit: OpeningVerdict['deposit'] | NonNullable<Opening['platform']>['deposit'] }) {
  const { t } = useTranslation();
  if (deposit === null) return <span className="muted">{t('openings.deposit.none')}</span>;
  const { amount, currency, frozenInSteps } = deposit;
  return (
    <span className="opening-stack">
      <Money value={{ amount, currency }} />
      <span className="cell-second">
        {'frozen' in deposit ? (
          <>
            {t('openings.deposit.frozen')} <Money value={{ amount: deposit.frozen, currency }} />
          </>
        ) : (
          t(frozenInSteps ? 'openings.deposit.inSteps' : 'openings.deposit.atOnce')
        )}
      </span>
    </span>
  );
}

export function Slots({ slotsLeft }: Pick<OpeningVerdict, 'slotsLeft'>) {
  const { t } = useTranslation();
  if (slotsLeft === null) return <span className="muted">{t('openings.slots.unlimited')}</span>;
  return <span className={slotsLeft === 0 ? 'tone-soon' : undefined}>{t('openings.slots.left', { count: slotsLeft })}</span>;
}
