import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { useMayEdit } from '../products/page.tsx';
import { useReasonWords } from './words.tsx';

const shownStates = ['drafted', 'failed', 'skipped'] as const;

/** How far a task of drafts is, and why a row has none. */
export function RunPanel({ textRunId }: { textRunId: string }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const mayEdit = useMayEdit();
  const [state, setState] = useState<(typeof shownStates)[number] | undefined>();
  const { data, error } = useQuery(apiQuery('text-runs.get', { params: { textRunId } }));
  const cancel = useMutation({
    mutationFn: () => call('text-runs.cancel', { params: { textRunId } }),
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => /^(text-run|tasks)/.test(String(queryKey[0])) }),
  });
  if (error && !data) return <ErrorPanel error={error} />;
  if (!data) return null;
  const { counts } = data;
  const done = counts.drafted + counts.failed + counts.skipped;
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <section className="panel product-panel" aria-label={t('localisation.run.title')} data-testid="text-run" data-waiting={counts.waiting}>
      <h2>{t('localisation.run.title')}</h2>
      <Progress percent={Math.floor((100 * done) / Math.max(1, done + counts.waiting))} aria-label={t('localisation.run.title')} />
      <FilterChips
        label={t('localisation.run.title')}
        name="text-run"
        chips={shownStates.map((key) => ({ key, content: `${t(`localisation.run.${key}`)} ${count(counts[key])}` }))}
        chosen={state}
        choose={(next) => setState(next === state ? undefined : next)}
      />
      {state && <Rows textRunId={textRunId} state={state} />}
      {mayEdit && counts.waiting > 0 && (
        <Button loading={cancel.isPending} onClick={() => cancel.mutate()} data-testid="text-run-cancel">
          {t('localisation.run.cancel')}
        </Button>
      )}
    </section>
  );
}

function Rows({ textRunId, state }: { textRunId: string; state: (typeof shownStates)[number] }) {
  const reasonOf = useReasonWords();
  const { data } = useQuery(apiQuery('text-runs.rows', { params: { textRunId }, query: { state, limit: 100 } }));
  return (
    <ul className="text-run-rows">
      {data?.items.map(({ product, market, reason }) => (
        <li key={`${product.id} ${market}`} data-testid="text-run-row">
          <MarketChip market={market} />{' '}
          <Link to="/products/$productId/texts" params={{ productId: product.id }} search={{ at: market }}>
            {product.title}
          </Link>{' '}
          <span className="muted">{reasonOf(reason)}</span>
        </li>
      ))}
    </ul>
  );
}
