import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReturnRule } from '@tradewind/contract/types';
import { Button, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { formatCount, formatMoney } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { minorOf } from './minor.ts';

const acts = ['approve-cancellation', 'approve-refund', 'approve-return'] as const;

/** Rules that answer by themselves: kept, tried on the last 30 days, then live. */
export function RulesDrawer({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayWrite = useCan('returns:write');
  const { data, error, refetch } = useQuery(apiQuery('return-rules.list', {}));
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 560} title={t('returns.rules.title')}>
      <div className="drawer-body" data-testid="return-rules">
        <p className="muted">{t('returns.rules.text')}</p>
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={4} label={t('common.loading')} />}
        {data?.items.length === 0 && <p className="muted">{t('returns.rules.none')}</p>}
        <ul className="return-list">
          {data?.items.map((rule) => (
            <Rule key={rule.id} rule={rule} mayWrite={mayWrite} />
          ))}
        </ul>
        {mayWrite && <NewRule />}
      </div>
    </Drawer>
  );
}

function Rule({ rule, mayWrite }: { rule: ReturnRule; mayWrite: boolean }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const params = { returnRuleId: rule.id };
  const { version } = rule;
  const refresh = () => client.invalidateQueries({ queryKey: ['return-rules.list'] });
  const trial = useMutation({ mutationFn: () => call('return-rules.try', { params, body: { version } }), onSuccess: refresh });
  const live = useMutation({
    mutationFn: (isLive: boolean) => call('return-rules.switch', { params, body: { version, isLive } }),
    onSuccess: refresh,
  });
  const count = (value: number) => formatCount(value, i18n.language);
  const failed = trial.error ?? live.error;
  return (
    <li data-testid="return-rule">
      <strong>{rule.name}</strong> · {t(`returns.acts.${rule.act}`)} · {formatMoney(rule.maximum, i18n.language)}
      <p className="muted">{t('returns.rules.used', { count: rule.used.count, amount: formatMoney(rule.used.amount, i18n.language) })}</p>
      {mayWrite && (
        <p>
          <Button loading={trial.isPending} onClick={() => trial.mutate()} data-testid="rule-try">
            {t('returns.rules.try')}
          </Button>{' '}
          <Switch
            aria-label={`${t('returns.rules.live')}: ${rule.name}`}
            checked={rule.isLive}
            disabled={rule.triedAt === null}
            loading={live.isPending}
            onChange={(next) => live.mutate(next)}
          />{' '}
          {t('returns.rules.live')}
        </p>
      )}
      {trial.data && (
        <p data-testid="rule-tried">
          {t('returns.rules.tried', {
            ...{ cases: count(trial.data.cases), answered: count(trial.data.answered), held: count(trial.data.held) },
            cost: formatMoney(trial.data.cost, i18n.language),
          })}
        </p>
      )}
      {failed && <ErrorPanel error={failed} />}
    </li>
  );
}

type Fields = { name: string; act: (typeof acts)[number]; currency: string; maximum: number; dailyCount: number; dailyAmount: number };

function NewRule() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const { shops } = useShops();
  const currencies = [...new Set(shops.map(({ currency }) => currency))].sort();
  const currency: string = Form.useWatch('currency', form) ?? currencies[0] ?? '';
  const create = useMutation({
    mutationFn: ({ name, act, maximum, dailyCount, dailyAmount, ...given }: Fields) =>
      call('return-rules.create', {
        body: {
          ...{ name, act, shopId: null, windowDays: null, dailyCount },
          maximum: { amount: minorOf(maximum, given.currency), currency: given.currency },
          dailyAmount: minorOf(dailyAmount, given.currency),
        },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['return-rules.list'] }),
  });
  const required = [{ required: true }];
  return (
    <Form form={form} layout="vertical" onFinish={(fields) => create.mutate(fields)}>
      <Form.Item name="name" label={t('returns.rules.name')} rules={required}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="act" label={t('returns.answer.act')} rules={required}>
        <Select options={acts.map((value) => ({ value, label: t(`returns.acts.${value}`) }))} />
      </Form.Item>
      <Form.Item name="currency" label={t('returns.rules.currency')} rules={required}>
        <Select options={currencies.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Form.Item name="maximum" label={t('returns.rules.maximum', { currency })} rules={required}>
        <InputNumber min={0} />
      </Form.Item>
      <Form.Item name="dailyCount" label={t('returns.rules.dailyCount')} rules={required}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Form.Item name="dailyAmount" label={t('returns.rules.dailyAmount', { currency })} rules={required}>
        <InputNumber min={0} />
      </Form.Item>
      {create.isError && <ErrorPanel error={create.error} />}
      <Button htmlType="submit" type="primary" loading={create.isPending}>
        {t('returns.rules.create')}
      </Button>
    </Form>
  );
}
