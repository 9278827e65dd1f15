import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan, useMe } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { CategoryMappings } from './category-mappings.tsx';
import './compliance.css';
import { DocumentDialog } from './document-dialog.tsx';
import { Gate } from './gate.tsx';
import { OwnRules } from './own-rules.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { Vault } from './vault.tsx';

const views = ['gate', 'vault', 'rules', 'categories'] as const;
type View = (typeof views)[number];

export function CompliancePage() {
  const { t } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const view: View = views.find((each) => each === search.view) ?? 'gate';
  return (
    <>
      <PageHeader title={t('nav.compliance')} answer={<Standing />} actions={<Action view={view} />} />
      <Segmented<View>
        className="compliance-views"
        aria-label={t('compliance.views.label')}
        value={view}
        options={views.map((each) => ({ value: each, label: t(`compliance.views.${each}`) }))}
        onChange={(next) => setSearch({ view: next === 'gate' ? undefined : next, open: undefined, state: undefined, q: undefined })}
      />
      {view === 'vault' ? (
        <Requires scope="documents:read">
          <Vault />
        </Requires>
      ) : (
        <Requires scope="listings:read">
          {view === 'gate' && <Gate />}
          {view === 'rules' && <OwnRules />}
          {view === 'categories' && <CategoryMappings />}
        </Requires>
      )}
    </>
  );
}

/** What the page answers, in one line. */
function Standing() {
  const { t, i18n } = useTranslation();
  const { query: scope } = useScope();
  const mayRead = useCan('listings:read');
  const { data } = useQuery({ ...apiQuery('compliance.list', { query: { limit: 1, ...scope } }), enabled: mayRead });
  if (!data) return <>{t('compliance.question')}</>;
  const { locked, listings, byState } = data.summary;
  const words = (count: number | undefined) => formatCount(count ?? 0, i18n.language);
  return <>{t('compliance.answer', { locked: words(locked), soon: words(byState.expiring), listings: words(listings) })}</>;
}

function Action({ view }: { view: View }) {
  const { t } = useTranslation();
  const mayWrite = useCan('documents:write');
  const { shopIds } = useMe();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  if (!mayWrite || view === 'categories') return null;
  if (view === 'rules') {
    // A rule binds every shop of its market, so it is not for those who are bound to some.
    if (shopIds !== null) return null;
    return (
      <>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)} data-testid="add-rule">
          {t('compliance.rules.add')}
        </Button>
        {isOpen && <RuleDialog close={close} />}
      </>
    );
  }
  return (
    <>
      <Button type="primary" icon={<UploadOutlined />} onClick={() => setOpen(true)} data-testid="file-document">
        {t('compliance.vault.file')}
      </Button>
      {isOpen && <DocumentDialog close={close} />}
    </>
  );
}
