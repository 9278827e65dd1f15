import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MexicoProduct } from '@tradewind/contract/types';
import { Button, Checkbox, Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { usePolicyWords } from './use-reason-words.ts';

type Values = NonNullable<MexicoProduct['facts']>;
const flags = ['stockCounted', 'fragile', 'madeToOrder', 'dropShipped', 'buysAfterOrder'] as const;
/** What the form begins with says nothing against the product but asks for its figures. */
const unsaid: Partial<Values> = { stockCounted: true, fragile: false, madeToOrder: false, dropShipped: false, buysAfterOrder: false };

type Props = { product: MexicoProduct; shopId: string; onJudged: () => void };

/** Shares are asked for in percent, as people say them. */
export function FitForm({ product, shopId, onJudged }: Props) {
  const { t } = useTranslation();
  const { field } = usePolicyWords('us-to-mexico-fit');
  const client = useQueryClient();
  const initial = product.facts ? { ...product.facts, freightShare: product.facts.freightShare * 100 } : unsaid;
  const save = useMutation({
    mutationFn: (values: Values) =>
      call('us-to-mexico.describe', {
        params: { shopId },
        body: { listingIds: [product.listingId], ...values, freightShare: values.freightShare / 100 },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('us-to-mexico') });
      onJudged();
    },
  });
  const required = [{ required: true, message: t('programmes.required') }];
  return (
    <section className="drawer-part" aria-label={t('programmes.fit.say')}>
      <h3>{t('programmes.fit.say')}</h3>
      {save.isError && <ErrorPanel error={save.error} />}
      <Form<Values> layout="vertical" requiredMark={false} initialValues={initial} onFinish={(values) => save.mutate(values)}>
        <div className="programme-pair">
          <Form.Item name="weightG" label={field('product.weightG')} rules={required}>
            <InputNumber min={0} max={1_000_000} precision={0} suffix="g" data-testid="fit-weight" />
          </Form.Item>
          <Form.Item name="freightShare" label={field('product.freightShare')} rules={required}>
            <InputNumber min={0} max={100} suffix="%" data-testid="fit-freight" />
          </Form.Item>
          <Form.Item name="contentScore" label={field('product.contentScore')} rules={required}>
            <InputNumber min={0} max={100} data-testid="fit-content" />
          </Form.Item>
        </div>
        {flags.map((flag) => (
          <Form.Item key={flag} name={flag} valuePropName="checked" className="fit-flag">
            <Checkbox>{field(`product.${flag}`)}</Checkbox>
          </Form.Item>
        ))}
        <Button type="primary" htmlType="submit" loading={save.isPending} data-testid="fit-submit">
          {t('programmes.fit.judge')}
        </Button>
      </Form>
    </section>
  );
}
