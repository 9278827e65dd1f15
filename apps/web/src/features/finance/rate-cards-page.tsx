import { DownloadOutlined, ImportOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ShopRateCards } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { type Answer, addressOf, apiQuery, call } from '../../shared/api/call.ts';
import { TableImport } from '../../shared/imports/table-import.tsx';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { dayWords } from './day-words.ts';
import { RateCardDrawer } from './rate-card-drawer.tsx';

/** What does each shop pay, and since when? */
export function RateCardsPage() {
  const { t } = useTranslation();
  const { query } = useScope();
  const mayWrite = useCan('finance:write');
  const [isImporting, setImporting] = useState(false);
  return (
    <>
      <PageHeader
        title={t('finance.places.rate-cards')}
        answer={t('finance.cards.question')}
        actions={
          <>
            <Button icon={<DownloadOutlined />} href={addressOf('rate-cards.export', { query })} download data-testid="export-cards">
              {t('finance.cards.export')}
            </Button>
            {mayWrite && (
              <Button type="primary" icon={<ImportOutlined />} onClick={() => setImporting(true)} data-testid="import-cards">
                {t('finance.cards.import')}
              </Button>
            )}
          </>
        }
      />
      <Requires scope="finance:read">
        <Cards />
      </Requires>
      {isImporting && <CardImport close={() => setImporting(false)} />}
    </>
  );
}

function Cards() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const { open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const { data, error, refetch } = useQuery(apiQuery('rate-cards.list', { query: scope }));
  const columns = useColumns();
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={8} label={t('common.loading')} />;
  const chosen = data.items.find(({ shop }) => shop.id === open);
  return (
    <section className="panel">
      {data.items.length === 0 ? (
        <EmptyState
          kind="first-use"
          title={t('finance.noShops')}
          text={t('finance.noShopsText')}
          action={
            <Link to="/shops">
              <Button>{t('nav.shops')}</Button>
            </Link>
          }
        />
      ) : (
        <DataTable
          caption={t('finance.places.rate-cards')}
          columns={columns}
          rows={data.items}
          rowKey={({ shop }) => shop.id}
          rowData={({ shop }) => ({ 'data-testid': 'card-row', 'data-market': shop.market })}
          onOpen={({ shop }) => setSearch({ open: shop.id })}
        />
      )}
      {chosen && (
        <RateCardDrawer
          key={chosen.shop.id}
          of={chosen}
          stated={data.stated}
          close={() => setSearch({ open: undefined, add: undefined })}
        />
      )}
    </section>
  );
}

function useColumns(): Column<ShopRateCards>[] {
  const { t, i18n } = useTranslation();
  const inForce = ({ cards }: ShopRateCards) => cards.find((card) => card.isInForce);
  const next = ({ cards }: ShopRateCards) =>
    cards
      .slice(
        0,
        cards.findIndex((card) => card.isInForce),
      )
      .at(-1) ?? (cards.some((card) => card.isInForce) ? undefined : cards.at(-1));
  const counted = (of: 'commissions' | 'payments' | 'routes'): Column<ShopRateCards> => ({
    key: of,
    title: t(`finance.cards.${of}`),
    isNumber: true,
    render: (row) => {
      const count = inForce(row)?.card[of].length ?? 0;
      return count > 0 ? formatCount(count, i18n.language) : <span className="muted">–</span>;
    },
  });
  return [
    { key: 'shop', title: t('finance.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    {
      key: 'since',
      title: t('finance.cards.since'),
      render: (row) => {
        const card = inForce(row);
        return card ? dayWords(card.validFrom, i18n.language) : <span className="muted">{t('finance.cards.none')}</span>;
      },
    },
    counted('commissions'),
    counted('payments'),
    counted('routes'),
    {
      key: 'next',
      title: t('finance.cards.next'),
      render: (row) => {
        const card = next(row);
        return card ? dayWords(card.validFrom, i18n.language) : <span className="muted">–</span>;
      },
    },
    { key: 'by', title: t('finance.cards.savedBy'), render: (row) => inForce(row)?.savedBy ?? <span className="muted">–</span> },
  ];
}

type Imported = Answer<'rate-card-imports.create'>;

function CardImport({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <TableImport<Imported>
      title={t('finance.import.title')}
      text={t('finance.import.text')}
      send={(file, isPreview) => call('rate-card-imports.create', { file, query: { isPreview: isPreview ? 'true' : 'false' } })}
      hasChanges={({ cards }) => cards.some(({ change }) => change !== 'unchanged')}
      outcome={(result) => <ImportOutcome result={result} />}
      onApplied={() =>
        client.invalidateQueries({ predicate: ({ queryKey }) => /^(rate-cards|fee-calculations)\./.test(String(queryKey[0])) })
      }
      close={close}
    />
  );
}

function ImportOutcome({ result: { isApplied, cards } }: { result: Imported }) {
  const { t, i18n } = useTranslation();
  const of = (change: Imported['cards'][number]['change']) =>
    formatCount(cards.filter((card) => card.change === change).length, i18n.language);
  const counts = { added: of('added'), changed: of('changed'), unchanged: of('unchanged') };
  return (
    <>
      <p>
        <strong>{t(isApplied ? 'finance.import.applied' : 'finance.import.preview', counts)}</strong>
      </p>
      <ul className="card-history">
        {cards.slice(0, 12).map(({ shop, validFrom, change, rates }) => (
          <li key={`${shop.id} ${validFrom}`}>
            <span>
              <ShopChip shop={shop} /> {dayWords(validFrom, i18n.language)}
            </span>
            <span className="muted">
              {t(`finance.import.${change}`)} · {t('finance.cards.rates', { count: rates })}
            </span>
          </li>
        ))}
        {cards.length > 12 && <li className="muted">+ {formatCount(cards.length - 12, i18n.language)}</li>}
      </ul>
    </>
  );
}
