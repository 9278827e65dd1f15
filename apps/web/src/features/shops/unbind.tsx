import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Shop } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';

/** Unbinding cannot be taken back by a click (the token is destroyed), so it is asked, with what stops and what stays. */
export function UnbindButton({ shop }: { shop: Shop }) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const client = useQueryClient();
  const textOf = useProblemText();
  const unbind = useMutation({
    mutationFn: () => call('shops.unbind', { params: { shopId: shop.id } }),
    onSuccess: () => void notification.success({ title: t('shops.unbind.done', { shop: shop.name }), placement: 'top' }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['shops.list'] }),
  });
  const ask = () =>
    modal.confirm({
      title: t('shops.unbind.title', { shop: shop.name }),
      content: (
        <ul className="bullets">
          <li>{t('shops.unbind.stops')}</li>
          <li>{t('shops.unbind.keeps')}</li>
          <li>{t('shops.unbind.misses')}</li>
        </ul>
      ),
      okText: t('shops.unbind.confirm'),
      okButtonProps: { danger: true, 'data-testid': 'unbind-confirm' },
      cancelText: t('shops.unbind.keep'),
      autoFocusButton: 'cancel',
      onOk: () => unbind.mutateAsync().catch(() => undefined),
    });
  return (
    <Button danger loading={unbind.isPending} onClick={ask} data-testid="unbind-shop">
      {t('shops.unbind.action')}
    </Button>
  );
}
