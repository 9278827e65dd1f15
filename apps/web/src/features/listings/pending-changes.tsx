import { SendOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { PublicationChange } from '@tradewind/contract/types';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call, type Request } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Side, useFieldName } from './difference.tsx';
import { useProblemWords } from './problem-words.tsx';
import { ProductCell } from './product-cell.tsx';
import { useAct } from './use-act.ts';

/** As many as one call takes. */
const AT_MOST = 500;

/** What was changed here since it was sent, shop by shop, and one command that sends it. */
export function PendingChanges({ scope }: { scope: NonNullable<Request<'publication-changes.list'>['query']> }) {
  const { t } = useTranslation();
  const mayWrite = useCan('listings:write');
  const { products } = useOwnSearch();
  const filter = { ...scope, ...(products ? { productIds: products } : {}) };
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({
    queryKey: ['publication-changes.list', filter],
    queryFn: ({ pageParam, signal }) => call('publication-changes.list', { query: { limit: 200, ...filter, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <section className="panel" aria-label={t('listings.live.changes.list')}>
      {mayWrite && rows.length > 0 && <Send rows={rows} chosen={chosen} setChosen={setChosen} />}
      <KeysetTable
        caption={t('listings.live.changes.list')}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ product, shop }) => ({
          ...{ 'data-testid': 'change-row', 'data-product': product.code, 'data-market': shop.market },
        })}
        columns={[
          {
            key: 'product',
            title: t('listings.columns.product'),
            render: ({ id, product, isKeptBack }) => (
              <Checkbox
                checked={chosen.has(id)}
                disabled={!mayWrite || isKeptBack}
                onChange={() => toggle(id)}
                aria-label={t('listings.live.changes.choose', { name: product.title })}
              >
                <ProductCell product={product} />
              </Checkbox>
            ),
          },
          { key: 'shop', title: t('listings.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
          { key: 'what', title: t('listings.live.drift.what'), render: (row) => <Changes row={row} /> },
          { key: 'problems', title: t('listings.columns.problems'), render: (row) => <Problems row={row} /> },
        ]}
        empty={<EmptyState kind="first-use" title={t('listings.live.changes.empty')} text={t('listings.live.changes.emptyText')} />}
      />
    </section>
  );
}

function Changes({ row: { differences, currency } }: { row: PublicationChange }) {
  const { t } = useTranslation();
  const fieldName = useFieldName();
  return (
    <ul className="pending-changes">
      {differences.map((difference) => (
        <li key={`${difference.field} ${difference.subject}`} data-field={difference.field}>
          <span className="cell-second">{fieldName(difference)}</span>{' '}
          <span className="muted">
            <span className="sr-only">{t('listings.live.last')}</span> <Side difference={difference} side="theirs" currency={currency} />
          </span>{' '}
          → <span className="sr-only">{t('listings.live.next')}</span> <Side difference={difference} side="ours" currency={currency} />
        </li>
      ))}
    </ul>
  );
}

function Problems({ row: { problems } }: { row: PublicationChange }) {
  const { t } = useTranslation();
  const words = useProblemWords();
  const blocking = problems.filter(({ weight }) => weight === 'blocks');
  if (blocking.length === 0) return <span className="muted">{t('listings.live.changes.nothing')}</span>;
  return (
    <ul className="publication-problems">
      {blocking.map((problem) => (
        <li key={problem.code} data-code={problem.code}>
          {words(problem)}
        </li>
      ))}
    </ul>
  );
}

type Sending = { rows: readonly PublicationChange[]; chosen: ReadonlySet<string>; setChosen: (chosen: ReadonlySet<string>) => void };

function Send({ rows, chosen, setChosen }: Sending) {
  const { t, i18n } = useTranslation();
  const { notification } = App.useApp();
  const navigate = useNavigate();
  const count = (value: number) => formatCount(value, i18n.language);
  const may = rows.filter(({ isKeptBack }) => !isKeptBack).slice(0, AT_MOST);
  const ids = may.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const send = useAct(
    () => call('publication-changes.send', { body: { publicationIds: ids } }),
    ({ runId, planned, keptBack }) => {
      const words = { planned: count(planned), keptBack: count(keptBack) };
      notification.info({ title: t('listings.live.changes.sent', words), placement: 'top' });
      if (runId !== null) void navigate({ to: '/listings/publish', search: { run: runId } });
    },
  );
  return (
    <div className="panel-head">
      <Button onClick={() => setChosen(new Set(may.map(({ id }) => id)))} data-testid="choose-changes">
        {t('listings.live.changes.all')}
      </Button>
      <Button
        type="primary"
        icon={<SendOutlined />}
        disabled={ids.length === 0}
        loading={send.isPending}
        onClick={() => send.mutate()}
        data-testid="send-changes"
      >
        {ids.length === 0 ? t('listings.live.changes.sendNone') : t('listings.live.changes.send', { count: ids.length })}
      </Button>
    </div>
  );
}
