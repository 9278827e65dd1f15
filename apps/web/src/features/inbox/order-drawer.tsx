import { DownOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { OrderStatusTag } from '../../shared/widgets/status-tag.tsx';
import { type Act, type AskingAct, actionOf, acts } from '../desk/acts.ts';
import '../desk/desk.css';
import { OrderTimeline } from '../desk/timeline.tsx';
import { useActs } from '../desk/use-desk.ts';
import { WordsDialog } from '../desk/words-dialog.tsx';
import { ShippingActions } from '../fulfilment/order-shipping.tsx';
import { PackagesPanel, RefundsPanel } from '../orders/order-parcels.tsx';
import '../orders/orders.css';

/** What may be done about an order without leaving its buyer: it is shipped, held, marked, refunded or cancelled, and what happened to it is read. */
export function OrderDrawer({ orderId, close }: { orderId: string; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayRead = useCan('orders:read');
  const { data, error, refetch } = useQuery({ ...apiQuery('orders.get', { params: { orderId } }), enabled: mayRead });
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 560} title={data?.channelOrderId ?? t('common.loading')}>
      <div className="drawer-body" data-testid="inbox-order-drawer">
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
        {data && (
          <>
            <p className="inbox-order-head">
              <Link to="/orders/$orderId" params={{ orderId }} data-testid="open-order-page">
                {t('desk.drawer.open')}
              </Link>
              <OrderStatusTag status={data.status} />
            </p>
            <p className="inbox-order-acts">
              <ShippingActions order={data} />
              <DeskActs orderId={orderId} />
            </p>
            <PackagesPanel order={data} />
            <RefundsPanel order={data} />
            <h3>{t('desk.timeline.title')}</h3>
            <OrderTimeline orderId={orderId} />
          </>
        )}
      </div>
    </Drawer>
  );
}

/** The acts of the order desk, on this one order. */
function DeskActs({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<AskingAct | null>(null);
  const { act, isActing } = useActs(() => setAsking(null));
  if (!useCan('orders:write')) return null;
  const begin = (chosen: Act | undefined) => {
    if (!chosen) return;
    if (chosen.words) setAsking(chosen);
    else act({ action: actionOf(chosen, ''), target: { orderIds: [orderId] } });
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: acts.map(({ kind }) => ({ key: kind, label: t(`desk.acts.${kind}`) })),
          onClick: ({ key }) => begin(acts.find(({ kind }) => kind === key)),
        }}
      >
        <Button loading={isActing} data-testid="inbox-desk-acts">
          {t('inbox.side.deskActs')} <DownOutlined />
        </Button>
      </Dropdown>
      {asking && (
        <WordsDialog
          act={asking}
          count={t('desk.bulk.chosen', { count: 1, shown: '1' })}
          give={(words) => act({ action: actionOf(asking, words), target: { orderIds: [orderId] } })}
          close={() => setAsking(null)}
        />
      )}
    </>
  );
}
