import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CategoryMapping } from '@tradewind/contract/types';
import { App, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel, useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { categories } from './categories.ts';

/** A category that no rule speaks of. */
const NOT_REGULATED = 'not-regulated';

/** Categories of the platform that nobody knows: which of the rules' categories are they? */
export function CategoryMappings() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('category-mappings.list', {}));
  const columns = useColumns();
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} label={t('common.loading')} />;
  return (
    <section className="panel">
      <div className="panel-head">
        <p className="muted">{t('compliance.mappings.text')}</p>
      </div>
      {data.items.length === 0 ? (
        <EmptyState kind="no-match" title={t('compliance.mappings.empty')} text={t('compliance.mappings.emptyText')} />
      ) : (
        <DataTable
          caption={t('compliance.views.categories')}
          columns={columns}
          rows={data.items}
          rowKey={({ channel, channelCategory }) => `${channel} ${channelCategory}`}
          rowData={({ category }) => ({ 'data-testid': 'mapping-row', 'data-category': category ?? '' })}
        />
      )}
    </section>
  );
}

function useColumns(): Column<CategoryMapping>[] {
  const { t, i18n } = useTranslation();
  return [
    { key: 'theirs', title: t('compliance.mappings.theirs'), render: ({ channelCategory }) => <strong>{channelCategory}</strong> },
    {
      key: 'listings',
      title: t('compliance.mappings.listings'),
      isNumber: true,
      render: ({ live, listings }) =>
        t('compliance.mappings.live', { live: formatCount(live, i18n.language), listings: formatCount(listings, i18n.language) }),
    },
    { key: 'ours', title: t('compliance.mappings.ours'), render: (mapping) => <Answer mapping={mapping} /> },
    {
      key: 'set',
      title: t('compliance.mappings.setBy'),
      render: ({ setBy, setAt }) =>
        setAt ? (
          <>
            {setBy} · <Instant at={setAt} hasYear />
          </>
        ) : (
          <Tag tone="soon">{t('compliance.mappings.open')}</Tag>
        ),
    },
  ];
}

function Answer({ mapping: { channel, channelCategory, category } }: { mapping: CategoryMapping }) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const { notification } = App.useApp();
  const { shopIds } = useMe();
  const mayWrite = useCan('documents:write') && shopIds === null;
  const client = useQueryClient();
  const textOf = useProblemText();
  const set = useMutation({
    mutationFn: (next: string | null) => call('category-mappings.set', { body: { channel, channelCategory, category: next } }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => /^(category-mappings|compliance|duties)\./.test(String(queryKey[0])) }),
  });
  return (
    <Select
      className="mapping-answer"
      aria-label={t('compliance.mappings.answer', { category: channelCategory })}
      data-testid="mapping-answer"
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      disabled={!mayWrite}
      loading={set.isPending}
      placeholder={t('compliance.mappings.choose')}
      value={category}
      options={[
        { value: NOT_REGULATED, label: t('compliance.mappings.notRegulated') },
        ...categories.map((value) => ({ value, label: categoryName(value) })),
      ]}
      onChange={(next: string | undefined) => set.mutate(next ?? null)}
    />
  );
}
