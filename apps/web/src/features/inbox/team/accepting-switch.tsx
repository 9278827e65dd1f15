import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../../shared/api/call.ts';
import { useAct } from '../use-inbox.ts';
import './team.css';
import { useAgents } from './use-team.ts';

/** Whether rules may give conversations to whoever looks. */
export function AcceptingSwitch() {
  const { t } = useTranslation();
  const me = useAgents().find(({ isMe }) => isMe);
  const accept = useAct((isAccepting: boolean) =>
    call('inbox-agents.accept', { params: { agentId: me?.id ?? '' }, body: { isAccepting } }),
  );
  if (!me) return null;
  return (
    <span className="accepting" title={t('inbox-team.accepting.hint')}>
      <Switch
        size="small"
        checked={me.isAccepting}
        loading={accept.isPending}
        aria-label={t('inbox-team.accepting.on')}
        onChange={(next) => accept.mutate(next)}
        data-testid="accepting"
      />
      <span>{t(me.isAccepting ? 'inbox-team.accepting.on' : 'inbox-team.accepting.off')}</span>
    </span>
  );
}
