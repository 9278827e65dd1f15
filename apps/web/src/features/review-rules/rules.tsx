import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReviewRule } from '@tradewind/contract/types';
import { reviewTemplates } from '@tradewind/rules/review-rules';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Decisions } from './decisions.tsx';
import { DryRunDrawer } from './dry-run.tsx';
import { useMayKeepRules } from './may-keep.ts';
import { RuleCard } from './rule-card.tsx';
import { type Draft, RuleEditor } from './rule-editor.tsx';

const blank: Draft = { name: '', conditions: [], actions: [], isLast: false };
type Open = { kind: 'edit'; rule: ReviewRule | null; draft: Draft } | { kind: 'try' | 'decisions'; ruleId: string };

/** All rules in the order in which they are asked. */
export function Rules() {
  const { t } = useTranslation();
  const mayKeep = useMayKeepRules();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const { data, error, refetch } = useQuery(apiQuery('review-rules.list', {}));
  const arrange = useArrange();
  const add = (draft: Draft) => setOpen({ kind: 'edit', rule: null, draft });
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} label={t('common.loading')} />;
  const rules = data.items;
  const swap = (at: number, by: -1 | 1) => {
    const ids = rules.map(({ id }) => id);
    const [own, other] = [ids[at], ids[at + by]];
    if (own && other) arrange.mutate(ids.map((id) => (id === own ? other : id === other ? own : id)));
  };
  const shown = open && open.kind !== 'edit' ? rules.find(({ id }) => id === open.ruleId) : undefined;
  return (
    <section className="panel review-rules" aria-label={t('review-rules.views.rules')}>
      <div className="panel-head">
        <p className="muted">{t('review-rules.text')}</p>
        {mayKeep && rules.length > 0 && <NewRule add={add} />}
      </div>
      {arrange.isError && <ErrorPanel error={arrange.error} />}
      {rules.length === 0 && (
        <EmptyState
          kind="first-use"
          title={t('review-rules.empty.title')}
          text={t('review-rules.empty.text')}
          action={mayKeep && <NewRule add={add} />}
        />
      )}
      <ol className="review-list-of-rules">
        {rules.map((rule, at) => (
          <RuleCard
            key={rule.id}
            rule={rule}
            move={
              mayKeep && !arrange.isPending
                ? { up: at > 0 ? () => swap(at, -1) : null, down: at < rules.length - 1 ? () => swap(at, 1) : null }
                : null
            }
            edit={() => setOpen({ kind: 'edit', rule, draft: draftOf(rule) })}
            tryIt={() => setOpen({ kind: 'try', ruleId: rule.id })}
            showDecisions={() => setOpen({ kind: 'decisions', ruleId: rule.id })}
          />
        ))}
      </ol>
      {open?.kind === 'edit' && (
        <RuleEditor
          rule={open.rule}
          draft={open.draft}
          close={close}
          // What was just written is tried next.
          kept={({ id }) => setOpen({ kind: 'try', ruleId: id })}
        />
      )}
      {open?.kind === 'try' && shown && <DryRunDrawer key={`${shown.id} ${shown.version}`} rule={shown} close={close} />}
      {open?.kind === 'decisions' && shown && <Decisions rule={shown} close={close} />}
    </section>
  );
}

const draftOf = ({ name, conditions, actions, isLast }: ReviewRule): Draft => ({ name, conditions, actions, isLast });

function useArrange() {
  const client = useQueryClient();
  const { queryKey } = apiQuery('review-rules.list', {});
  return useMutation({
    mutationFn: (reviewRuleIds: string[]) => call('review-rules.arrange', { body: { reviewRuleIds } }),
    onSuccess: (answer) => client.setQueryData(queryKey, answer),
  });
}

/** From nothing, or from what most sellers begin with. */
function NewRule({ add }: { add: (draft: Draft) => void }) {
  const { t } = useTranslation();
  const templates = reviewTemplates.map(({ id }) => ({ key: id, label: t(`review-rules.templates.${id}`) }));
  const begin = (key: string) => {
    const found = reviewTemplates.find(({ id }) => id === key);
    add(found ? { ...found, name: t(`review-rules.templates.${found.id}`) } : blank);
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [{ key: 'blank', label: t('review-rules.templates.blank') }, { type: 'divider' }, ...templates],
        onClick: ({ key }) => begin(key),
      }}
    >
      <Button type="primary" icon={<PlusOutlined />} data-testid="new-review-rule">
        {t('review-rules.form.new')}
      </Button>
    </Dropdown>
  );
}
