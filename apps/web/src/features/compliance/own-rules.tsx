import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ComplianceRule } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatDay } from '../../shared/time.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';

/** What the merchant demands beyond the platform. */
export function OwnRules() {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['compliance-rules.list'],
    queryFn: ({ pageParam, signal }) =>
      call('compliance-rules.list', { query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <section className="panel">
      <div className="panel-head">
        <p className="muted">{t('compliance.rules.text')}</p>
      </div>
      <KeysetTable
        caption={t('compliance.views.rules')}
        columns={useColumns()}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ documentType }) => ({ 'data-testid': 'rule-row', 'data-type': documentType })}
        empty={<EmptyState kind="first-use" title={t('compliance.rules.empty')} text={t('compliance.rules.emptyText')} />}
      />
    </section>
  );
}

function useColumns(): Column<ComplianceRule>[] {
  const { t, i18n } = useTranslation();
  const { typeName, categoryName } = useDocumentNames();
  return [
    { key: 'type', title: t('compliance.form.type'), render: ({ documentType }) => <strong>{typeName(documentType)}</strong> },
    { key: 'market', title: t('compliance.rules.market'), render: ({ market }) => <MarketChip market={market} isNamed /> },
    {
      key: 'category',
      title: t('compliance.form.category'),
      render: ({ category }) => (category ? categoryName(category) : t('compliance.form.allCategories')),
    },
    {
      key: 'from',
      title: t('compliance.rules.from'),
      render: ({ from }) => (
        <span className="num">{formatDay(from, i18n.language, { year: 'numeric', month: 'short', day: 'numeric' })}</span>
      ),
    },
    { key: 'action', title: t('settings.action'), render: ({ id }) => <Remove ruleId={id} /> },
  ];
}

function Remove({ ruleId }: { ruleId: string }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const { shopIds } = useMe();
  const mayWrite = useCan('documents:write') && shopIds === null;
  const client = useQueryClient();
  const textOf = useProblemText();
  const remove = useMutation({
    mutationFn: () => call('compliance-rules.remove', { params: { ruleId } }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('compliance') }),
  });
  if (!mayWrite) return null;
  return (
    <Button size="small" loading={remove.isPending} onClick={() => remove.mutate()} data-testid="remove-rule">
      {t('compliance.rules.remove')}
    </Button>
  );
}
