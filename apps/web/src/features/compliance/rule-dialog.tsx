import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { nowMs } from '../../shared/time.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { categories } from './categories.ts';
import { useCountryOptions } from './country-options.tsx';
import { TypeField } from './type-field.tsx';

type Values = { market: string; category?: string; documentType: string; from: string };

export function RuleDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const countries = useCountryOptions();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const add = useMutation({
    mutationFn: (values: Values) => call('compliance-rules.create', { body: { ...values, category: values.category ?? null } }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('compliance') });
      close();
    },
  });
  return (
    <Dialog
      open
      title={t('compliance.rules.add')}
      onCancel={close}
      okText={t('compliance.rules.add')}
      cancelText={t('settings.cancel')}
      okButtonProps={{ loading: add.isPending, 'data-testid': 'rule-submit' }}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ from: new Date(nowMs()).toISOString().slice(0, 10) }}
        onFinish={(values) => add.mutate(values)}
      >
        {add.isError && <ErrorPanel error={add.error} />}
        <TypeField name="documentType" />
        <Form.Item
          name="market"
          label={t('compliance.rules.market')}
          rules={[{ required: true, message: t('compliance.form.countryMissing') }]}
        >
          <Select showSearch={{ optionFilterProp: 'words' }} options={countries} data-testid="rule-market" />
        </Form.Item>
        <Form.Item name="category" label={t('compliance.form.category')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('compliance.form.allCategories')}
            options={categories.map((category) => ({ value: category, label: categoryName(category) }))}
          />
        </Form.Item>
        <Form.Item name="from" label={t('compliance.rules.from')} rules={[{ required: true, message: t('compliance.rules.fromMissing') }]}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
