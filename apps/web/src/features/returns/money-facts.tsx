import type { CaseDetail } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Money } from '../../shared/widgets/money.tsx';

type Props = { money: NonNullable<CaseDetail['money']>; calculated?: CaseDetail['refund'] | null | undefined };

/** What of an order's payment is still there to be given back. */
export function MoneyFacts({ money, calculated }: Props) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      {(['paid', 'refunded', 'promised', 'left'] as const).map((key) => (
        <Fact key={key} name={t(`returns.money.${key}`)}>
          <Money value={money[key]} />
        </Fact>
      ))}
      {calculated && (
        <Fact name={t('returns.money.calculated')}>
          <Money value={calculated} />
        </Fact>
      )}
    </dl>
  );
}
