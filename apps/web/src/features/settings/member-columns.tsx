import type { Member } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { nowMs } from '../../shared/time.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { RemoveMember } from './remove-member.tsx';
import { ShopsWords } from './shops-words.tsx';

/** The server notes activity every five minutes, so within ten somebody is as good as here. */
const HERE_MS = 10 * 60_000;
const AWAY_MS = 30 * 86_400_000;
type State = 'here' | 'active' | 'away' | 'never';
const tones = { here: 'tag-done', active: 'tag-quiet', away: 'tag-soon', never: 'tag-plain' } as const;

function stateOf({ lastActiveAt }: Member): State {
  if (!lastActiveAt) return 'never';
  const sinceMs = nowMs() - Date.parse(lastActiveAt);
  return sinceMs < HERE_MS ? 'here' : sinceMs < AWAY_MS ? 'active' : 'away';
}

export function useMemberColumns(change: (member: Member) => void): Column<Member>[] {
  const { t } = useTranslation();
  const mayChange = useCan('members:write');
  const columns: Column<Member>[] = [
    { key: 'person', title: t('settings.colleagues.person'), render: (member) => <Person member={member} /> },
    { key: 'role', title: t('settings.role'), render: ({ role }) => t(`roles.${role}`) },
    { key: 'shops', title: t('settings.shops'), render: ({ shopIds }) => <ShopsWords shopIds={shopIds} /> },
    {
      key: 'active',
      title: t('settings.lastActive'),
      render: ({ lastActiveAt }) => (lastActiveAt ? <TimeAgo at={lastActiveAt} /> : <span className="muted">–</span>),
    },
    {
      key: 'state',
      title: t('settings.state'),
      render: (member) => {
        const state = stateOf(member);
        return <span className={`tag ${tones[state]}`}>{t(`settings.colleagues.states.${state}`)}</span>;
      },
    },
  ];
  if (!mayChange) return columns;
  return [...columns, { key: 'action', title: t('settings.action'), render: (member) => <Actions member={member} change={change} /> }];
}

function Person({ member: { name, email } }: { member: Member }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <span className="person">
      <span className="person-name">
        <span title={name}>{name}</span>
        {email === me.email && <span className="tag tag-quiet">{t('settings.colleagues.you')}</span>}
      </span>
      <span className="cell-second" title={email}>
        {email}
      </span>
    </span>
  );
}

function Actions({ member, change }: { member: Member; change: (member: Member) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <span className="row-actions">
      <Button size="small" onClick={() => change(member)} data-testid="change-member">
        {t('settings.colleagues.change')}
      </Button>
      {member.email !== me.email && <RemoveMember member={member} />}
    </span>
  );
}
