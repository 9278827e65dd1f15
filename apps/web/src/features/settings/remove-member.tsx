import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Member } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';

export function RemoveMember({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const client = useQueryClient();
  const textOf = useProblemText();
  const remove = useMutation({
    mutationFn: () => call('members.remove', { params: { memberId: member.id } }),
    onSuccess: () => void notification.success({ title: t('settings.remove.done', { name: member.name }), placement: 'top' }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    // Their open invitations end with them.
    onSettled: () => Promise.all(['members.list', 'invitations.list'].map((route) => client.invalidateQueries({ queryKey: [route] }))),
  });
  const ask = () =>
    modal.confirm({
      title: t('settings.remove.title', { name: member.name }),
      content: (
        <ul className="bullets">
          <li>{t('settings.remove.ends')}</li>
          <li>{t('settings.remove.keeps')}</li>
          <li>{t('settings.remove.back')}</li>
        </ul>
      ),
      okText: t('settings.remove.confirm'),
      okButtonProps: { danger: true, 'data-testid': 'remove-confirm' },
      cancelText: t('settings.cancel'),
      autoFocusButton: 'cancel',
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  return (
    <Button size="small" loading={remove.isPending} onClick={ask} data-testid="remove-member">
      {t('settings.remove.action')}
    </Button>
  );
}
