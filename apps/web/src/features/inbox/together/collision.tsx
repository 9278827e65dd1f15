import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { WrittenText } from '../../../shared/widgets/written-text.tsx';
import { useWordsOf } from '../words-of.ts';
import type { Meanwhile } from './use-collision.ts';
import type { Colleague } from './use-presence.ts';

type Props = {
  said: readonly Meanwhile[];
  typing: readonly Colleague[];
  isSending: boolean;
  send: () => void;
  drop: () => void;
  wait: () => void;
};

/** Somebody else answers the same buyer: what they said, and what becomes of the text in the box. */
export function Collision({ said, typing, isSending, send, drop, wait }: Props) {
  const { t, i18n } = useTranslation();
  const wordsOf = useWordsOf();
  const listed = (names: readonly string[]) => new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format([...new Set(names)]);
  const names = listed(said.length > 0 ? said.map(({ by }) => by ?? t('inbox.elsewhere')) : typing.map(({ name }) => name));
  const title = said.length > 0 ? 'inbox.together.answered' : typing.length > 0 ? 'inbox.together.answering' : 'inbox.together.moved';
  return (
    <Alert
      type="warning"
      role="alert"
      className="inbox-collision"
      data-testid="collision"
      title={t(title, { names })}
      description={
        <>
          {said.length > 0 && (
            <ul className="inbox-meanwhile">
              {said.map((one) => (
                <li key={one.id} dir="auto">
                  <WrittenText text={wordsOf(one)} />
                </li>
              ))}
            </ul>
          )}
          <p className="inbox-guard-acts">
            <Button size="small" type="primary" loading={isSending} onClick={send} data-testid="collision-send">
              {t('inbox.together.sendAnyway')}
            </Button>
            <Button size="small" onClick={drop} data-testid="collision-drop">
              {t('inbox.together.drop')}
            </Button>
            {said.length === 0 && (
              <Button size="small" type="text" onClick={wait}>
                {t('inbox.together.wait')}
              </Button>
            )}
          </p>
        </>
      }
    />
  );
}
