import type { OrderDetail } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { formatInstant } from '../../shared/time.ts';
import { Fact } from '../../shared/widgets/fact.tsx';
import { BlacklistDialog } from '../review-rules/blacklist-dialog.tsx';
import { useMayKeepRules } from '../review-rules/may-keep.ts';
import { EraseBuyerButton } from './erase-buyer.tsx';
import { Panel } from './panel.tsx';

const fields = ['name', 'phone', 'email', 'address', 'region', 'message'] as const;

/** The buyer, or why nobody is shown. What a buyer wrote is shown as plain text and never obeyed. */
export function BuyerPanel({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const mayErase = useCan('buyers:erase');
  const mayWarn = useMayKeepRules();
  const [isWarning, setWarning] = useState(false);
  const { buyer } = order;
  if (!buyer) {
    return (
      <Panel title={t('orders.order.buyer.title')}>
        <NobodyShown erasedAt={order.buyerErasedAt} />
      </Panel>
    );
  }
  return (
    <Panel title={t('orders.order.buyer.title')}>
      <dl className="facts" data-testid="order-buyer">
        {fields
          .filter((field) => buyer[field] !== '')
          .map((field) => (
            <Fact key={field} name={t(`orders.order.buyer.${field}`)}>
              {buyer[field]}
            </Fact>
          ))}
      </dl>
      {(mayErase || mayWarn) && (
        <p className="order-note ship-acts">
          {mayWarn && (
            <Button size="small" onClick={() => setWarning(true)} data-testid="be-wary">
              {t('review-rules.blacklist.beWary')}
            </Button>
          )}
          {mayErase && <EraseBuyerButton order={order} />}
        </p>
      )}
      {isWarning && <BlacklistDialog orderId={order.id} close={() => setWarning(false)} />}
    </Panel>
  );
}

function NobodyShown({ erasedAt }: { erasedAt: string | null }) {
  const { t, i18n } = useTranslation();
  const mayRead = useCan('buyers:read');
  const why = erasedAt
    ? t('orders.order.buyer.erased', { at: formatInstant(erasedAt, i18n.language, { hasYear: true }) })
    : mayRead
      ? t('orders.order.buyer.hidden')
      : t('orders.order.buyer.noRight', { scope: t('scopes.buyers:read') });
  return (
    <p className="muted order-note" data-testid="order-no-buyer">
      {why}
    </p>
  );
}
