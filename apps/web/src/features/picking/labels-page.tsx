import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { useRunColumns } from './label-runs.tsx';

/** Which files of labels are there, and what is missing in them? */
export function LabelsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('picking.places.labels')} answer={t('picking.labels.question')} />
      <Requires scope="orders:read">
        <Runs />
      </Requires>
    </>
  );
}

function Runs() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useRunColumns();
  const query = useInfiniteQuery({
    queryKey: ['label-runs.list', {}],
    queryFn: ({ pageParam, signal }) => call('label-runs.list', { query: pageParam ? { cursor: pageParam } : {} }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
  return (
    <section className="panel" aria-label={t('picking.places.labels')}>
      <KeysetTable
        caption={t('picking.places.labels')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ state }) => ({ 'data-testid': 'label-run-row', 'data-state': state })}
        onOpen={({ id }) => void navigate({ to: '/orders/picking/labels/$labelRunId', params: { labelRunId: id } })}
        empty={<EmptyState kind="first-use" title={t('picking.labels.none')} text={t('picking.labels.noneText')} />}
      />
    </section>
  );
}
