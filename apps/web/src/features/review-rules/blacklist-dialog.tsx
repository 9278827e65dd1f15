import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';

/** Who a buyer is to the platform, only an order knows. */
const ofOrder = ['buyer', 'phone', 'address'] as const;
const typed = ['phone', 'address'] as const;
type Fields = { kind: (typeof ofOrder)[number]; value?: string; reason: string };

/** `orderId` null: what to be wary of is typed; else the order says it, and nobody reads it. */
export function BlacklistDialog({ orderId, close }: { orderId: string | null; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const add = useMutation({
    mutationFn: (fields: Fields) => call('blacklist.add', { body: { ...fields, ...(orderId === null ? {} : { orderId }) } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['blacklist.list'] });
      close();
    },
  });
  const kinds = orderId === null ? typed : ofOrder;
  const required = [{ required: true, whitespace: true, message: t('review-rules.blacklist.required') }];
  return (
    <Dialog
      open
      title={t('review-rules.blacklist.add')}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('review-rules.blacklist.add')}
      okButtonProps={{ loading: add.isPending, 'data-testid': 'blacklist-keep' }}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: kinds[0] }}
        onFinish={(fields) => add.mutate(fields)}
      >
        {add.isError && <ErrorPanel error={add.error} />}
        <Form.Item name="kind" label={t('review-rules.blacklist.kind')}>
          <Select options={kinds.map((value) => ({ value, label: t(`review-rules.blacklist.kinds.${value}`) }))} />
        </Form.Item>
        {orderId === null && (
          <Form.Item name="value" label={t('review-rules.blacklist.value')} extra={t('review-rules.blacklist.valueText')} rules={required}>
            <Input maxLength={400} />
          </Form.Item>
        )}
        <Form.Item name="reason" label={t('review-rules.blacklist.reason')} rules={required}>
          <Input maxLength={300} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
