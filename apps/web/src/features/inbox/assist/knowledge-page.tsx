import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../app/session.ts';
import { apiQuery } from '../../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../../shared/own-search.ts';
import { EmptyState } from '../../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { Requires } from '../../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import './assist.css';
import { AssistReport } from './assist-report.tsx';
import { AssistSettings } from './assist-settings.tsx';
import type { Edited } from './entry.ts';
import { EntryEditor } from './entry-editor.tsx';
import { EntryRow } from './entry-row.tsx';

/** What do we know, and what do buyers ask that nobody has written down? */
export function KnowledgePage() {
  const { t } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const [edited, setEdited] = useState<Edited | null>(search.add ? { entry: null, question: '' } : null);
  const mayWrite = useCan('returns:write');
  const close = () => {
    setEdited(null);
    if (search.add) setSearch({ add: undefined });
  };
  return (
    <>
      <PageHeader title={t('assist.page.title')} answer={t('assist.page.question')} />
      <Requires scope="buyers:read">
        <Entries edit={mayWrite ? setEdited : null} />
        <AssistSettings />
        <AssistReport write={mayWrite ? (question) => setEdited({ entry: null, question }) : null} />
        {edited && mayWrite && <EntryEditor edited={edited} close={close} />}
      </Requires>
    </>
  );
}

function Entries({ edit }: { edit: ((edited: Edited) => void) | null }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const { data, error, refetch } = useQuery(apiQuery('knowledge-entries.list', {}));
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} label={t('common.loading')} />;
  const sought = words.trim().toLowerCase();
  const found = data.items.filter(({ title, questions, text }) => [title, ...questions, text].join('\n').toLowerCase().includes(sought));
  const add = edit && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => edit({ entry: null, question: '' })} data-testid="new-entry">
      {t('assist.page.add')}
    </Button>
  );
  return (
    <section className="panel" aria-label={t('assist.page.title')}>
      {data.items.length === 0 ? (
        <EmptyState kind="first-use" title={t('assist.page.empty')} text={t('assist.page.emptyText')} action={add} />
      ) : (
        <div className="knowledge-head">
          <Input
            type="search"
            allowClear
            aria-label={t('assist.page.search')}
            placeholder={t('assist.page.search')}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
          {add}
        </div>
      )}
      {data.items.length > 0 && found.length === 0 && <p className="muted knowledge-head">{t('assist.page.noMatch')}</p>}
      <ul>
        {found.map((entry) => (
          <EntryRow key={entry.id} entry={entry} edit={edit && (() => edit({ entry, question: '' }))} />
        ))}
      </ul>
    </section>
  );
}
