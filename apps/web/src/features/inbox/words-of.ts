import { useTranslation } from 'react-i18next';
import type { Message } from './inbox-look.ts';

/** A message in one line: its words, or what it is where it has none. */
export function useWordsOf(): (message: Pick<Message, 'kind' | 'text' | 'isDeleted'>) => string {
  const { t } = useTranslation();
  return ({ kind, text, isDeleted }) => {
    if (isDeleted) return t('inbox.takenBack');
    return kind === 'text' || kind === 'notice' ? text || t('inbox.kinds.other') : t(`inbox.kinds.${kind}`);
  };
}
