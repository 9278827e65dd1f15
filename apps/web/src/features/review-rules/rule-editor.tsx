import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReviewRule } from '@tradewind/contract/types';
import type { ReviewAction, ReviewCondition } from '@tradewind/rules/review-rules';
import { Button, Checkbox, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Request } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { ActionField } from './action-field.tsx';
import { ConditionField } from './condition-field.tsx';
import { blankAction, blankCondition, isActionSaid, isSaid } from './conditions.ts';

export type Draft = { name: string; conditions: readonly ReviewCondition[]; actions: readonly ReviewAction[]; isLast: boolean };
type Body = Request<'review-rules.create'>['body'];
/** Fields come and go in the middle of their list, so each has a key of its own. */
type Keyed<T> = { key: number; value: T };
const keyed = <T,>(values: readonly T[]): Keyed<T>[] => values.map((value, key) => ({ key, value }));

function useRows<T>(given: readonly T[]) {
  const [rows, setRows] = useState(() => keyed(given));
  return {
    rows,
    values: rows.map(({ value }) => value),
    add: (value: T) => setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, value }]),
    set: (key: number, value: T) => setRows(rows.map((row) => (row.key === key ? { key, value } : row))),
    drop: (key: number) => setRows(rows.filter((row) => row.key !== key)),
  };
}

type Props = { rule: ReviewRule | null; draft: Draft; close: () => void; kept: (rule: ReviewRule) => void };

/** A rule as it is written: what is kept is a new version, and looks at nothing before it is switched on. */
export function RuleEditor({ rule, draft, close, kept }: Props) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const client = useQueryClient();
  const { shops } = useShops();
  const currencies = [...new Set(shops.map(({ currency }) => currency))].sort();
  const [name, setName] = useState(draft.name);
  const [isLast, setLast] = useState(draft.isLast);
  const conditions = useRows(draft.conditions);
  const actions = useRows(draft.actions);
  const isReady =
    name.trim() !== '' &&
    conditions.rows.length > 0 &&
    actions.rows.length > 0 &&
    conditions.values.every(isSaid) &&
    actions.values.every(isActionSaid);
  const keep = useMutation({
    mutationFn: () => {
      // The rules' own shapes are read-only; what goes over the wire is the same.
      const body = { name: name.trim(), conditions: conditions.values, actions: actions.values, isLast } as Body;
      return rule
        ? call('review-rules.set', { params: { reviewRuleId: rule.id }, body: { version: rule.version, ...body } })
        : call('review-rules.create', { body });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['review-rules.list'] });
      kept(saved);
    },
  });
  return (
    <Drawer
      open
      onClose={close}
      size={isPhone ? '100%' : 720}
      title={t(rule ? 'review-rules.form.change' : 'review-rules.form.new')}
      footer={
        <div className="review-foot">
          <Button type="primary" disabled={!isReady} loading={keep.isPending} onClick={() => keep.mutate()} data-testid="rule-keep">
            {t('review-rules.form.keep')}
          </Button>
          <Button onClick={close}>{t('settings.cancel')}</Button>
        </div>
      }
    >
      <Form layout="vertical" component="div" className="drawer-body" data-testid="rule-editor">
        {keep.isError && <ErrorPanel error={keep.error} />}
        <Form.Item label={t('review-rules.form.name')}>
          <Input aria-label={t('review-rules.form.name')} maxLength={80} value={name} onChange={({ target }) => setName(target.value)} />
        </Form.Item>
        <h3>{t('review-rules.form.if')}</h3>
        <ul className="review-rows">
          {conditions.rows.map(({ key, value }) => (
            <ConditionField
              key={key}
              value={value}
              currencies={currencies}
              set={(next) => conditions.set(key, next)}
              drop={() => conditions.drop(key)}
            />
          ))}
        </ul>
        <Button
          icon={<PlusOutlined />}
          disabled={conditions.rows.length >= 20}
          onClick={() => conditions.add(blankCondition('amount', currencies[0] ?? 'EUR'))}
          data-testid="add-condition"
        >
          {t('review-rules.form.addCondition')}
        </Button>
        <h3>{t('review-rules.form.then')}</h3>
        <ul className="review-rows">
          {actions.rows.map(({ key, value }) => (
            <ActionField key={key} value={value} set={(next) => actions.set(key, next)} drop={() => actions.drop(key)} />
          ))}
        </ul>
        <Button
          icon={<PlusOutlined />}
          disabled={actions.rows.length >= 10}
          onClick={() => actions.add(blankAction('review'))}
          data-testid="add-action"
        >
          {t('review-rules.form.addAction')}
        </Button>
        <p className="review-last">
          <Checkbox checked={isLast} onChange={({ target }) => setLast(target.checked)}>
            {t('review-rules.form.isLast')}
          </Checkbox>
        </p>
      </Form>
    </Drawer>
  );
}
