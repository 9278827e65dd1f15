import { PlusOutlined } from '@ant-design/icons';
import type { DatedPriceRule } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Applications } from './applications.tsx';
import { type Draft, DraftBanner } from './draft.tsx';
import { Preview } from './preview.tsx';
import './prices.css';
import { RuleDrawer } from './rule-drawer.tsx';
import { Rules } from './rules.tsx';

/** What is to be edited: a rule that is kept, or a new one; with what was already typed into it. */
type Editing = { of: DatedPriceRule | null; typed: Draft | null };

/** What should everything cost, in each shop, and why? */
export function PricesPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('finance:write');
  const [editing, setEditing] = useState<Editing | null>(null);
  const [draft, setDraft] = useState<{ of: DatedPriceRule | null; body: Draft } | null>(null);
  return (
    <>
      <PageHeader
        title={t('prices.title')}
        answer={t('prices.question')}
        actions={
          mayWrite && (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => setEditing({ of: null, typed: null })}
              data-testid="new-price-rule"
            >
              {t('prices.rules.new')}
            </Button>
          )
        }
      />
      <Requires scope="costs:read">
        <div className="prices">
          {draft && (
            <DraftBanner
              key={JSON.stringify(draft.body)}
              of={draft.of}
              body={draft.body}
              edit={() => setEditing({ of: draft.of, typed: draft.body })}
              close={() => setDraft(null)}
            />
          )}
          <Rules open={(of) => setEditing({ of, typed: null })} />
          <Preview draft={draft && { ...draft.body, replaces: draft.of?.id ?? null }} />
          <Applications />
        </div>
      </Requires>
      {editing && (
        <RuleDrawer
          of={editing.of}
          typed={editing.typed}
          close={() => setEditing(null)}
          onPreview={(body) => {
            setDraft({ of: editing.of, body });
            setEditing(null);
          }}
          onRemoved={() => {
            setDraft(null);
            setEditing(null);
          }}
        />
      )}
    </>
  );
}
