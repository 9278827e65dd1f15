import { EditOutlined, EyeOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useColleagues } from './use-presence.ts';

/** Who else has this conversation before them: their names where there is room, a sign in the list. */
export function Colleagues({ conversationId, isShort = false }: { conversationId: string; isShort?: boolean }) {
  const { t, i18n } = useTranslation();
  const here = useColleagues()(conversationId);
  if (here.length === 0) return null;
  const typing = here.filter(({ isTyping }) => isTyping);
  const shown = typing.length > 0 ? typing : here;
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(shown.map(({ name }) => name));
  const words = t(typing.length > 0 ? 'inbox.together.typing' : 'inbox.together.here', { names });
  return (
    <span
      className="inbox-colleagues"
      {...(isShort ? {} : { role: 'status' })}
      title={words}
      data-testid="colleagues"
      data-typing={typing.length > 0}
    >
      {typing.length > 0 ? <EditOutlined /> : <EyeOutlined />}
      {isShort ? <span className="inbox-colleague-name">{shown[0]?.name}</span> : <span>{words}</span>}
    </span>
  );
}
