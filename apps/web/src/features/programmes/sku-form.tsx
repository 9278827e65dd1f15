import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useCountryOptions } from '../compliance/country-options.tsx';

type Values = { stock?: number | null; shipFrom?: string };

/** What the listing does not say of one SKU, or says wrongly. Empty: as the listing and the shop say. */
export function SkuForm({ shopId, sku }: { shopId: string; sku: string }) {
  const { t } = useTranslation();
  const countries = useCountryOptions();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: ({ stock, shipFrom }: Values) =>
      call('us-to-mexico.mark', { params: { shopId }, body: { skus: [sku], stock: stock ?? null, shipFrom: shipFrom ?? null } }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('us-to-mexico') }),
  });
  return (
    <section className="drawer-part" aria-label={t('programmes.skuForm.title')}>
      <h3>{t('programmes.skuForm.title')}</h3>
      <p className="muted">{t('programmes.skuForm.text')}</p>
      {save.isError && <ErrorPanel error={save.error} />}
      <Form<Values> layout="vertical" requiredMark={false} onFinish={(values) => save.mutate(values)}>
        <div className="programme-pair">
          <Form.Item name="stock" label={t('programmes.skuForm.stock')}>
            <InputNumber min={0} max={100_000_000} precision={0} />
          </Form.Item>
          <Form.Item name="shipFrom" label={t('programmes.skuForm.shipFrom')}>
            <Select allowClear showSearch={{ optionFilterProp: 'words' }} options={countries} />
          </Form.Item>
        </div>
        <Button htmlType="submit" loading={save.isPending}>
          {t('programmes.save')}
        </Button>
      </Form>
    </section>
  );
}
