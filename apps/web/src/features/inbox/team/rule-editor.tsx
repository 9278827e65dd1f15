import type { AssignmentRuleView } from '@tradewind/contract/types';
import { chatLanguages } from '@tradewind/rules/language';
import { Button, Checkbox, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../../shared/api/call.ts';
import { useShops } from '../../../shared/api/shops.ts';
import { marketName } from '../../../shared/markets.ts';
import { useIsPhone } from '../../../shared/use-media.ts';
import { useAct } from '../use-inbox.ts';
import { languageName } from './language-names.ts';
import { blankRule, fieldsOf, type RuleFields } from './rule-fields.ts';
import { RuleTrial } from './rule-trial.tsx';
import { useAgents } from './use-team.ts';

const hours = ['any', 'open', 'closed'] as const;
const ways = ['round-robin', 'least-loaded'] as const;

/** `rule` null: a new one. Below stands what it would do as it is written. */
export function RuleEditor({ rule, close }: { rule: AssignmentRuleView | null; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [fields, setFields] = useState<RuleFields>(() => (rule ? fieldsOf(rule) : blankRule));
  const set = (change: Partial<RuleFields>) => setFields({ ...fields, ...change });
  const isReady = fields.name.trim() !== '' && fields.memberIds.length > 0;
  const keep = useAct(
    (body: RuleFields): Promise<unknown> =>
      rule
        ? call('assignment-rules.set', { params: { assignmentRuleId: rule.id }, body: { ...body, version: rule.version } })
        : call('assignment-rules.create', { body }),
    close,
  );
  return (
    <Drawer
      open
      onClose={close}
      size={isPhone ? '100%' : 720}
      title={rule ? rule.name : t('inbox-team.rules.form.new')}
      footer={
        <div className="team-foot">
          <Button
            type="primary"
            disabled={!isReady}
            loading={keep.isPending}
            onClick={() => keep.mutate(fields)}
            data-testid="keep-assignment-rule"
          >
            {t('inbox-team.rules.form.keep')}
          </Button>
          <Button onClick={close}>{t('inbox-team.rules.form.cancel')}</Button>
        </div>
      }
    >
      <Form layout="vertical" component="div" className="drawer-body team-form" data-testid="assignment-rule-editor">
        <Form.Item label={t('inbox-team.rules.form.name')}>
          <Input
            aria-label={t('inbox-team.rules.form.name')}
            maxLength={80}
            value={fields.name}
            onChange={({ target }) => set({ name: target.value })}
            data-testid="assignment-rule-name"
          />
        </Form.Item>
        <Conditions fields={fields} set={set} />
        <Gives fields={fields} set={set} />
        <Checkbox checked={fields.isLive} onChange={({ target }) => set({ isLive: target.checked })}>
          {t('inbox-team.rules.form.live')}
        </Checkbox>
        <RuleTrial fields={isReady ? fields : null} />
      </Form>
    </Drawer>
  );
}

type Part = { fields: RuleFields; set: (change: Partial<RuleFields>) => void };

function Conditions({ fields, set }: Part) {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const markets = [...new Set(shops.map(({ market }) => market))].sort();
  return (
    <>
      <Form.Item label={t('inbox-team.rules.form.shops')}>
        <Select
          mode="multiple"
          aria-label={t('inbox-team.rules.form.shops')}
          optionFilterProp="label"
          value={fields.shopIds}
          options={shops.map(({ id, name, market }) => ({ value: id, label: `${name} (${market})` }))}
          onChange={(shopIds) => set({ shopIds })}
        />
      </Form.Item>
      <Form.Item label={t('inbox-team.rules.form.markets')}>
        <Select
          mode="multiple"
          aria-label={t('inbox-team.rules.form.markets')}
          optionFilterProp="label"
          value={fields.markets}
          options={markets.map((market) => ({ value: market, label: marketName(market, i18n.language) }))}
          onChange={(chosen) => set({ markets: chosen })}
        />
      </Form.Item>
      <Form.Item label={t('inbox-team.rules.form.languages')}>
        <Select
          mode="multiple"
          aria-label={t('inbox-team.rules.form.languages')}
          optionFilterProp="label"
          value={fields.languages}
          options={chatLanguages.map((value) => ({ value, label: languageName(value, i18n.language) }))}
          onChange={(languages: string[]) => set({ languages })}
        />
      </Form.Item>
      <Form.Item label={t('inbox-team.rules.form.hours')}>
        <Select
          aria-label={t('inbox-team.rules.form.hours')}
          value={fields.hours}
          options={hours.map((value) => ({ value, label: t(`inbox-team.rules.form.hoursOf.${value}`) }))}
          onChange={(value) => set({ hours: value })}
        />
      </Form.Item>
    </>
  );
}

function Gives({ fields, set }: Part) {
  const { t } = useTranslation();
  const agents = useAgents();
  return (
    <>
      <Form.Item label={t('inbox-team.rules.form.agents')}>
        <Select
          mode="multiple"
          aria-label={t('inbox-team.rules.form.agents')}
          optionFilterProp="label"
          value={fields.memberIds}
          options={agents.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(memberIds) => set({ memberIds })}
          data-testid="assignment-rule-agents"
        />
      </Form.Item>
      <Form.Item label={t('inbox-team.rules.form.by')}>
        <Select
          aria-label={t('inbox-team.rules.form.by')}
          value={fields.by}
          options={ways.map((value) => ({ value, label: t(`inbox-team.rules.by.${value}`) }))}
          onChange={(by) => set({ by })}
        />
      </Form.Item>
      <Form.Item label={t('inbox-team.rules.form.mostOpen')}>
        <InputNumber
          aria-label={t('inbox-team.rules.form.mostOpen')}
          min={1}
          max={1000}
          precision={0}
          value={fields.mostOpen}
          onChange={(mostOpen) => set({ mostOpen })}
        />
      </Form.Item>
    </>
  );
}
