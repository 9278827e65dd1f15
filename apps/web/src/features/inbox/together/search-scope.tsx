import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSetOwnSearch } from '../../../shared/own-search.ts';
import type { Look } from '../inbox-look.ts';

/** Whether what is searched for is a conversation, or the place in it. */
export function SearchScope({ look: { isOfMessages } }: { look: Look }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  return (
    <Segmented
      block
      size="small"
      className="inbox-search-scope"
      aria-label={t('inbox.hits.scope')}
      value={isOfMessages ? 'messages' : 'conversations'}
      options={[
        { value: 'conversations', label: t('inbox.hits.conversations') },
        { value: 'messages', label: <span data-testid="search-messages">{t('inbox.hits.messages')}</span> },
      ]}
      onChange={(next) => setSearch({ in: next === 'messages' ? 'messages' : undefined })}
    />
  );
}
