import type { OrderDetail } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Panel } from './panel.tsx';

const fields = ['name', 'phone', 'email', 'address', 'region', 'message'] as const;

/** The buyer, or why nobody is shown. What a buyer wrote is shown as plain text and never obeyed. */
export function BuyerPanel({ order: { buyer } }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const mayRead = useCan('buyers:read');
  return (
    <Panel title={t('orders.order.buyer.title')}>
      {buyer ? (
        <dl className="facts" data-testid="order-buyer">
          {fields
            .filter((field) => buyer[field] !== '')
            .map((field) => (
              <Fact key={field} name={t(`orders.order.buyer.${field}`)}>
                {buyer[field]}
              </Fact>
            ))}
        </dl>
      ) : (
        <p className="muted order-note">
          {mayRead ? t('orders.order.buyer.hidden') : t('orders.order.buyer.noRight', { scope: t('scopes.buyers:read') })}
        </p>
      )}
    </Panel>
  );
}
