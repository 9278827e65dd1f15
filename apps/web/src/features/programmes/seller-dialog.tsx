import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MexicoOverview } from '@tradewind/contract/types';
import { Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useCountryOptions } from '../compliance/country-options.tsx';
import { usePolicyWords } from './use-reason-words.ts';

type Values = Omit<MexicoOverview['seller'], 'savedAt'>;
const origins = ['us-local', 'cn-cross-border', 'other'] as const;

export function SellerDialog({ overview, close }: { overview: MexicoOverview; close: () => void }) {
  const { t } = useTranslation();
  const { categoryName, typeName } = useDocumentNames();
  const { field, option } = usePolicyWords('us-to-mexico');
  const countries = useCountryOptions();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { savedAt: _savedAt, ...initial } = overview.seller;
  const save = useMutation({
    mutationFn: (values: Values) =>
      call('us-to-mexico.set-seller', {
        params: { shopId: overview.shop.id },
        body: { ...values, shopPerformanceScore: values.shopPerformanceScore ?? null },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('us-to-mexico') });
      close();
    },
  });
  const required = [{ required: true, message: t('programmes.required') }];
  return (
    <Dialog
      open
      title={t('programmes.seller.title')}
      onCancel={close}
      okText={t('programmes.save')}
      cancelText={t('settings.cancel')}
      okButtonProps={{ loading: save.isPending, 'data-testid': 'seller-submit' }}
      onOk={() => form.submit()}
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(values) => save.mutate(values)}>
        {save.isError && <ErrorPanel error={save.error} />}
        <Form.Item name="origin" label={field('seller.origin')} rules={required}>
          <Select options={origins.map((value) => ({ value, label: option(`seller.origin.${value}`) }))} />
        </Form.Item>
        <div className="programme-pair">
          <Form.Item name="shopPerformanceScore" label={field('seller.shopPerformanceScore')}>
            <InputNumber min={0} max={5} step={0.1} data-testid="seller-score" />
          </Form.Item>
          <Form.Item name="shipFrom" label={field('items.shipFromCountry')} rules={required}>
            <Select showSearch={{ optionFilterProp: 'words' }} options={countries} />
          </Form.Item>
          <Form.Item name="dispatchDays" label={field('dispatchDays')} rules={required}>
            <InputNumber min={0} max={365} precision={0} />
          </Form.Item>
          <Form.Item name="leadTimeDays" label={t('programmes.seller.leadTimeDays')} rules={required}>
            <InputNumber min={0} max={730} precision={0} />
          </Form.Item>
        </div>
        <Form.Item name="invitedCategories" label={field('invitedCategories')} help={t('programmes.seller.invitedHelp')}>
          <Select
            mode="multiple"
            options={overview.inviteOnly.map(({ category }) => ({ value: category, label: categoryName(category) }))}
          />
        </Form.Item>
        <Form.Item name="qualifications" label={field('qualifications')} help={t('programmes.seller.papersHelp')}>
          <Select
            mode="multiple"
            options={[...new Set(overview.inviteOnly.flatMap(({ qualifications }) => qualifications))].map((type) => ({
              value: type,
              label: typeName(type),
            }))}
          />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
