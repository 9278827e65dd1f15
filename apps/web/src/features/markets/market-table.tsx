import type { FxUsed, MarketFigures, Money as MoneyValue, Overview } from '@tradewind/contract/types';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetScope } from '../../app/scope.ts';
import type { Answer } from '../../shared/api/call.ts';
import { type FigureId, figureNumber, formatFigure } from '../../shared/figures.ts';
import { formatCount, formatPercent } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { Change } from '../../shared/widgets/change.tsx';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable, type Sort } from '../../shared/widgets/data-table.tsx';
import { FigureButton } from '../../shared/widgets/figure-button.tsx';
import { ConvertedMoney, Money } from '../../shared/widgets/money.tsx';
import { useMarketsView } from './use-markets-view.ts';

/** Rows without a value stand last whichever way the column is sorted. */
function inOrder(items: readonly MarketFigures[], sort: Sort): MarketFigures[] {
  const readValue = (row: MarketFigures): number | string | null => {
    if (sort.key === 'market') return row.market;
    if (sort.key === 'share') return row.gmvShare;
    // Keys come from our own columns; an address typed by hand finds no such figure and leaves rows as they are.
    return figureNumber(row, sort.key as FigureId) ?? null;
  };
  return [...items].sort((a, b) => {
    const [left, right] = [readValue(a), readValue(b)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return (left < right ? -1 : left > right ? 1 : 0) * (sort.isDescending ? -1 : 1);
  });
}

export function MarketTable({ answer, total }: { answer: Answer<'analytics.markets'>; total?: Overview }) {
  const { t } = useTranslation();
  const [view, setView] = useMarketsView();
  const setScope = useSetScope();
  const isPhone = useIsPhone();
  const columns = useColumns(answer.fx);
  const rows = useMemo(() => inOrder(answer.items, view.sort), [answer.items, view.sort]);
  return (
    <>
      {isPhone && total && (
        <div className="markets-total">
          <span>{t('markets.all')}</span> <Money value={total.gmv} />
        </div>
      )}
      <DataTable
        caption={t('markets.table')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.market}
        rowData={(row) => ({ 'data-testid': `market-row-${row.market}` })}
        sort={view.sort}
        onSort={(sort) => setView({ sort: `${sort.isDescending ? '-' : ''}${sort.key}` })}
        onOpen={(row) => setScope({ market: row.market })}
        foot={total && <TotalRow total={total} columns={columns} />}
      />
    </>
  );
}

function useColumns(fx: readonly FxUsed[]): Column<MarketFigures>[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const money = (id: 'gmv' | 'averageOrderValue' | 'adSpend' | 'refunds'): Column<MarketFigures> => ({
      key: id,
      title: t(`figures.${id}`),
      isNumber: true,
      isSortable: true,
      render: (row) => <TwoMoneys value={row[id]} native={row.native[id]} fx={fx} />,
    });
    const ratio = (id: 'roas' | 'refundRate'): Column<MarketFigures> => ({
      key: id,
      title: t(`figures.${id}`),
      isNumber: true,
      isSortable: true,
      render: (row) => formatFigure(row, id, i18n.language) ?? '–',
    });
    const share: Column<MarketFigures> = {
      key: 'share',
      title: t('figures.share'),
      isNumber: true,
      isSortable: true,
      render: (row) => (
        <>
          {row.gmvShare === null ? '–' : formatPercent(row.gmvShare, i18n.language)}
          <span className="cell-second">
            <Change now={figureNumber(row, 'gmv')} before={figureNumber(row.comparison, 'gmv')} title={t('markets.changeText')} />
          </span>
        </>
      ),
    };
    const orders: Column<MarketFigures> = {
      key: 'orders',
      title: t('figures.orders'),
      isNumber: true,
      isSortable: true,
      render: (row) => (
        <>
          {formatCount(row.orders, i18n.language)}
          <span className="cell-second">{t('home.feed.units', { count: row.units, units: formatCount(row.units, i18n.language) })}</span>
        </>
      ),
    };
    const market: Column<MarketFigures> = {
      key: 'market',
      title: t('figures.market'),
      isSortable: true,
      render: (row) => <MarketChip market={row.market} isNamed />,
    };
    return [
      market,
      money('gmv'),
      share,
      orders,
      money('averageOrderValue'),
      ratio('roas'),
      money('refunds'),
      ratio('refundRate'),
      money('adSpend'),
    ];
  }, [fx, t, i18n.language]);
}

/** The display currency above, what was really paid beneath; one line where they are the same. */
function TwoMoneys({ value, native, fx }: { value: MoneyValue | null; native: MoneyValue | null; fx: readonly FxUsed[] }) {
  if (!native) return '–';
  return (
    <>
      <ConvertedMoney value={value} fx={fx} nativeCurrency={native.currency} />
      {value?.currency !== native.currency && (
        <span className="cell-second">
          <Money value={native} />
        </span>
      )}
    </>
  );
}

function TotalRow({ total, columns }: { total: Overview; columns: readonly Column<MarketFigures>[] }) {
  const { t, i18n } = useTranslation();
  return (
    <tr>
      {columns.map(({ key }) => {
        if (key === 'market') {
          return (
            <th key={key} scope="row">
              {t('markets.all')}
            </th>
          );
        }
        // The other columns are figures, except the share, which is the whole here.
        const id = key === 'share' ? null : (key as FigureId);
        return (
          <td key={key} className="num">
            {id ? (
              <FigureButton overview={total} id={id}>
                {formatFigure(total, id, i18n.language) ?? '–'}
              </FigureButton>
            ) : (
              <Change now={figureNumber(total, 'gmv')} before={figureNumber(total.comparison, 'gmv')} title={t('markets.changeText')} />
            )}
          </td>
        );
      })}
    </tr>
  );
}
