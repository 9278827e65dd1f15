import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Member } from '@tradewind/contract/types';
import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { RightsFields, type RightsValues, shopBoundsOf, shopsValuesOf } from './rights-fields.tsx';

export function MemberDialog({ member, close }: { member: Member; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<RightsValues>();
  const change = useMutation({
    mutationFn: (values: RightsValues) =>
      call('members.update', { params: { memberId: member.id }, body: { role: values.role, shopIds: shopBoundsOf(values) } }),
    onSuccess: async () => {
      // One's own role too may be another now, and with it what the pages show.
      await Promise.all(['members.list', 'invitations.list', 'me'].map((route) => client.invalidateQueries({ queryKey: [route] })));
      close();
    },
  });
  return (
    <Dialog
      open
      title={t('settings.colleagues.changeTitle', { name: member.name })}
      onCancel={close}
      okText={t('settings.profile.save')}
      cancelText={t('settings.cancel')}
      okButtonProps={{ loading: change.isPending, 'data-testid': 'member-save' }}
      onOk={() => form.submit()}
      width={480}
    >
      <Form<RightsValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: member.role, ...shopsValuesOf(member.shopIds) }}
        onFinish={(values) => change.mutate(values)}
      >
        {change.isError && <ErrorPanel error={change.error} />}
        <RightsFields />
      </Form>
    </Dialog>
  );
}
