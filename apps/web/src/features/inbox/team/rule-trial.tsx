import { useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, call } from '../../../shared/api/call.ts';
import { formatCount } from '../../../shared/money.ts';
import { ShopChip } from '../../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../../shared/widgets/data-table.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { TimeAgo } from '../../../shared/widgets/instant.tsx';
import { languageName } from './language-names.ts';
import type { RuleFields } from './rule-fields.ts';

type Tried = Answer<'assignment-rules.try'>['items'][number];
const counts = [20, 50, 100];

/** `fields` null: there is nothing to try yet. */
export function RuleTrial({ fields }: { fields: RuleFields | null }) {
  const { t, i18n } = useTranslation();
  const [latest, setLatest] = useState(20);
  const columns = useColumns();
  const trial = useMutation({ mutationFn: (body: RuleFields) => call('assignment-rules.try', { body: { ...body, latest } }) });
  const items = trial.data?.items ?? [];
  const shown = (count: number) => formatCount(count, i18n.language);
  return (
    <section data-testid="rule-trial">
      <h3>{t('inbox-team.rules.try.title')}</h3>
      <p className="muted">{t('inbox-team.rules.try.text')}</p>
      <p className="team-acts">
        <Select
          aria-label={t('inbox-team.rules.try.latest')}
          value={latest}
          options={counts.map((value) => ({ value, label: shown(value) }))}
          onChange={setLatest}
        />
        <Button
          disabled={!fields}
          loading={trial.isPending}
          onClick={() => fields && trial.mutate(fields)}
          data-testid="try-assignment-rule"
        >
          {t('inbox-team.rules.try.run')}
        </Button>
        {trial.isSuccess && (
          <span role="status" data-testid="trial-summary">
            {items.length === 0
              ? t('inbox-team.rules.try.none')
              : t('inbox-team.rules.try.summary', {
                  ...{ met: shown(items.filter(({ isMet }) => isMet).length), all: shown(items.length) },
                  given: shown(items.filter(({ agent }) => agent).length),
                })}
          </span>
        )}
      </p>
      {trial.isError && <ErrorPanel error={trial.error} />}
      {items.length > 0 && (
        <DataTable
          caption={t('inbox-team.rules.try.title')}
          columns={columns}
          rows={items}
          rowKey={({ conversationId }) => conversationId}
        />
      )}
    </section>
  );
}

function useColumns(): Column<Tried>[] {
  const { t, i18n } = useTranslation();
  return [
    { key: 'buyer', title: t('inbox-team.rules.try.buyer'), render: ({ buyerName }) => buyerName || t('inbox.unnamed') },
    { key: 'shop', title: t('inbox-team.rules.try.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    {
      key: 'language',
      title: t('inbox-team.rules.try.language'),
      render: ({ language }) => (language ? languageName(language, i18n.language) : <span className="muted">–</span>),
    },
    {
      key: 'asked',
      title: t('inbox-team.rules.try.asked'),
      render: ({ askedAt }) => (askedAt ? <TimeAgo at={askedAt} /> : <span className="muted">–</span>),
    },
    {
      key: 'result',
      title: t('inbox-team.rules.try.result'),
      render: ({ isMet, agent }) =>
        agent ? agent.name : <span className="muted">{t(isMet ? 'inbox-team.rules.try.nobody' : 'inbox-team.rules.try.notMet')}</span>,
    },
  ];
}
