import type { InboxMacro } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useAgents, useLabels } from './use-team.ts';

const SHOWN = 60;

/** What an act of a macro does, in a few words. */
export function useMacroWords(): (act: InboxMacro['acts'][number]) => string {
  const { t } = useTranslation();
  const labels = useLabels();
  const agents = useAgents();
  const gone = t('inbox-team.macros.gone');
  return (act) => {
    switch (act.kind) {
      case 'reply':
        return t('inbox-team.macros.words.reply', { text: act.text.length > SHOWN ? `${act.text.slice(0, SHOWN)}…` : act.text });
      case 'label':
        return t('inbox-team.macros.words.label', { name: labels.find(({ id }) => id === act.labelId)?.name ?? gone });
      case 'assign': {
        const name = act.memberId === null ? t('inbox-team.macros.nobody') : agents.find(({ id }) => id === act.memberId)?.name;
        return t('inbox-team.macros.words.assign', { name: act.memberId === 'me' ? t('inbox-team.macros.me') : (name ?? gone) });
      }
      case 'set-aside':
        return act.hours === null ? t('inbox-team.macros.words.aside') : t('inbox-team.macros.words.asideHours', { count: act.hours });
    }
  };
}
