import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { AssignmentRuleView } from '@tradewind/contract/types';
import { Button, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../app/session.ts';
import { apiQuery, call } from '../../../shared/api/call.ts';
import { formatCount } from '../../../shared/money.ts';
import { EmptyState } from '../../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { Requires } from '../../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import { useAct } from '../use-inbox.ts';
import { RuleCard } from './rule-card.tsx';
import { RuleEditor } from './rule-editor.tsx';
import './team.css';
import { useAgents } from './use-team.ts';

/** Who is given which conversation when a buyer begins to wait? */
export function AssignmentRulesPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('inbox-team.places.rules')} answer={t('inbox-team.rules.question')} />
      <Requires scope="buyers:read">
        <Rules />
        <AgentsAtWork />
      </Requires>
    </>
  );
}

function Rules() {
  const { t } = useTranslation();
  const mayKeep = useCan('orders:write');
  const [edited, setEdited] = useState<AssignmentRuleView | 'new' | null>(null);
  const { data, error, refetch } = useQuery(apiQuery('assignment-rules.list', {}));
  const arrange = useAct((assignmentRuleIds: string[]) => call('assignment-rules.arrange', { body: { assignmentRuleIds } }));
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} label={t('common.loading')} />;
  const rules = data.items;
  const swap = (at: number, by: -1 | 1) => {
    const ids = rules.map(({ id }) => id);
    const [own, other] = [ids[at], ids[at + by]];
    if (own && other) arrange.mutate(ids.map((id) => (id === own ? other : id === other ? own : id)));
  };
  const add = mayKeep && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')} data-testid="new-assignment-rule">
      {t('inbox-team.rules.add')}
    </Button>
  );
  return (
    <section className="panel" aria-label={t('inbox-team.places.rules')}>
      <div className="team-head">
        <p className="muted">{t('inbox-team.rules.text')}</p>
        {rules.length > 0 && add}
      </div>
      {rules.length === 0 && (
        <EmptyState kind="first-use" title={t('inbox-team.rules.empty')} text={t('inbox-team.rules.emptyText')} action={add} />
      )}
      <ol className="team-rules">
        {rules.map((rule, at) => (
          <RuleCard
            key={rule.id}
            rule={rule}
            edit={mayKeep ? () => setEdited(rule) : null}
            up={at > 0 && !arrange.isPending ? () => swap(at, -1) : null}
            down={at < rules.length - 1 && !arrange.isPending ? () => swap(at, 1) : null}
          />
        ))}
      </ol>
      {edited && <RuleEditor rule={edited === 'new' ? null : edited} close={() => setEdited(null)} />}
    </section>
  );
}

/** Who takes more now; who leads may say so for a colleague who has gone home. */
function AgentsAtWork() {
  const { t, i18n } = useTranslation();
  const agents = useAgents();
  const mayAll = useCan('members:read');
  const mayOwn = useCan('returns:write');
  const accept = useAct(({ id, is }: { id: string; is: boolean }) =>
    call('inbox-agents.accept', { params: { agentId: id }, body: { isAccepting: is } }),
  );
  return (
    <section className="panel" aria-label={t('inbox-team.rules.agents')}>
      <header className="panel-head">
        <h2>{t('inbox-team.rules.agents')}</h2>
      </header>
      <p className="muted team-words">{t('inbox-team.rules.agentsText')}</p>
      {agents.length === 0 && <p className="muted team-head">{t('inbox-team.rules.noAgents')}</p>}
      <ul className="team-agents">
        {agents.map(({ id, name, isMe, isAccepting, load }) => (
          <li key={id} data-testid="agent" data-name={name}>
            <Switch
              size="small"
              checked={isAccepting}
              disabled={!mayOwn || (!isMe && !mayAll)}
              loading={accept.isPending && accept.variables.id === id}
              aria-label={t('inbox-team.rules.takes', { name })}
              onChange={(is) => accept.mutate({ id, is })}
            />
            <span>{name}</span>
            <span className="muted num">{t('inbox-team.rules.waiting', { count: load, shown: formatCount(load, i18n.language) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
