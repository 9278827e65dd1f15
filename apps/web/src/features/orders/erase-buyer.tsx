import { useMutation } from '@tanstack/react-query';
import type { OrderDetail } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';

/** Nothing brings the data back, so it is asked, with what goes and what stays. A hint refreshes the order once the work is done. */
export function EraseBuyerButton({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const textOf = useProblemText();
  const erase = useMutation({
    mutationFn: () => call('buyer-erasures.create', { body: { orderId: order.id } }),
    onSuccess: () => void notification.success({ title: t('orders.order.buyer.erase.done'), placement: 'top' }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
  const ask = () =>
    modal.confirm({
      title: t('orders.order.buyer.erase.title'),
      content: (
        <ul className="bullets">
          <li>{t('orders.order.buyer.erase.everywhere')}</li>
          <li>{t('orders.order.buyer.erase.keeps')}</li>
          {order.dispatchedAt === null && order.cancelledAt === null && <li>{t('orders.order.buyer.erase.unshipped')}</li>}
          <li>{t('orders.order.buyer.erase.backups')}</li>
        </ul>
      ),
      okText: t('orders.order.buyer.erase.confirm'),
      okButtonProps: { danger: true, 'data-testid': 'erase-buyer-confirm' },
      cancelText: t('orders.order.buyer.erase.keep'),
      autoFocusButton: 'cancel',
      onOk: () => erase.mutateAsync().catch(() => undefined),
    });
  return (
    <Button danger size="small" loading={erase.isPending} onClick={ask} data-testid="erase-buyer">
      {t('orders.order.buyer.erase.action')}
    </Button>
  );
}
