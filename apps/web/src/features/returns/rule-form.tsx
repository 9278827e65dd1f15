import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReturnRule } from '@tradewind/contract/types';
import { currencyExponent } from '@tradewind/rules/money';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { majorOf, minorOf } from './minor.ts';

const acts = ['approve-cancellation', 'approve-refund', 'approve-return'] as const;
type Fields = {
  name: string;
  act: (typeof acts)[number];
  currency: string;
  /** '': every shop of the currency. */
  shopId: string;
  maximum: number;
  windowDays: number | null;
  dailyCount: number;
  dailyAmount: number;
};

const fieldsOf = ({ name, act, shopId, maximum, windowDays, dailyCount, dailyAmount }: ReturnRule): Fields => ({
  ...{ name, act, windowDays, dailyCount, shopId: shopId ?? '', currency: maximum.currency },
  maximum: majorOf(maximum.amount, maximum.currency),
  dailyAmount: majorOf(dailyAmount, maximum.currency),
});

const bodyOf = ({ name, act, currency, shopId, maximum, windowDays, dailyCount, dailyAmount }: Fields) => ({
  ...{ name, act, dailyCount, shopId: shopId || null, windowDays: windowDays ?? null },
  maximum: { amount: minorOf(maximum, currency), currency },
  dailyAmount: minorOf(dailyAmount, currency),
});

/** A new rule, or one as it is: what is changed is no longer live, and to be tried anew. */
export function RuleForm({ rule, done }: { rule: ReturnRule | null; done: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const { shops } = useShops();
  const currency = [...shops.map((shop) => shop.currency)].sort()[0];
  const keep = useMutation({
    mutationFn: (fields: Fields) =>
      rule
        ? call('return-rules.set', { params: { returnRuleId: rule.id }, body: { version: rule.version, ...bodyOf(fields) } })
        : call('return-rules.create', { body: bodyOf(fields) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['return-rules.list'] });
      done();
    },
  });
  const required = [{ required: true }];
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={rule ? fieldsOf(rule) : { shopId: '', windowDays: null, currency }}
      onFinish={(fields) => keep.mutate(fields)}
      data-testid="return-rule-form"
    >
      <Form.Item name="name" label={t('returns.rules.name')} rules={required}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="act" label={t('returns.answer.act')} rules={required}>
        <Select options={acts.map((value) => ({ value, label: t(`returns.acts.${value}`) }))} />
      </Form.Item>
      <ReachFields form={form} />
      <LimitFields form={form} />
      {keep.isError && <ErrorPanel error={keep.error} />}
      <Button htmlType="submit" type="primary" loading={keep.isPending}>
        {t('returns.rules.create')}
      </Button>{' '}
      <Button onClick={done}>{t('settings.cancel')}</Button>
    </Form>
  );
}

type Part = { form: ReturnType<typeof Form.useForm<Fields>>[0] };

/** For which cases: of which shops, and until how long after delivery. */
function ReachFields({ form }: Part) {
  const { t } = useTranslation();
  const { shops } = useShops();
  const currency: string | undefined = Form.useWatch('currency', form);
  const currencies = [...new Set(shops.map((shop) => shop.currency))].sort();
  const own = shops.filter((shop) => shop.currency === currency);
  return (
    <>
      <Form.Item name="currency" label={t('returns.rules.currency')} rules={[{ required: true }]}>
        <Select options={currencies.map((value) => ({ value, label: value }))} onChange={() => form.setFieldValue('shopId', '')} />
      </Form.Item>
      <Form.Item name="shopId" label={t('returns.rules.shop')}>
        <Select
          options={[{ value: '', label: t('returns.rules.everyShop') }, ...own.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </Form.Item>
      <Form.Item name="windowDays" label={t('returns.rules.window')} extra={t('returns.rules.windowText')}>
        <InputNumber min={1} max={365} precision={0} />
      </Form.Item>
    </>
  );
}

function LimitFields({ form }: Part) {
  const { t } = useTranslation();
  const currency: string = Form.useWatch('currency', form) ?? '';
  const precision = currency ? currencyExponent(currency) : 2;
  const required = [{ required: true }];
  return (
    <>
      <Form.Item name="maximum" label={t('returns.rules.maximum', { currency })} rules={required}>
        <InputNumber min={0} precision={precision} />
      </Form.Item>
      <Form.Item name="dailyCount" label={t('returns.rules.dailyCount')} rules={required}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Form.Item name="dailyAmount" label={t('returns.rules.dailyAmount', { currency })} rules={required}>
        <InputNumber min={0} precision={precision} />
      </Form.Item>
    </>
  );
}
