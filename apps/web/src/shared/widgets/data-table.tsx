import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '../use-media.ts';

/**
 * A plain, fast table: a real <table> with sticky head and first column at a desk, a list of cards on a phone (the
 * first column is the card's title, the others its lines). Sorting is the page's business: it holds `sort`, this
 * only shows it and asks for another.
 */
export type Column<T> = {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  /** Numbers stand right-aligned in tabular figures. */
  isNumber?: boolean;
  isSortable?: boolean;
  /** Left out on a phone's card. */
  isDeskOnly?: boolean;
  widthPx?: number;
};
export type Sort = { key: string; isDescending: boolean };

type Props<T> = {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  onOpen?: (row: T) => void;
  /** Class of one row, for "new" or "selected". */
  rowClass?: (row: T) => string | undefined;
  /** Marks of one row for browser journeys and style sheets. */
  rowData?: (row: T) => RowData;
  foot?: ReactNode;
};
export type RowData = Record<`data-${string}`, string>;

export function DataTable<T>(props: Props<T>) {
  return useIsPhone() ? <Cards {...props} /> : <Desk {...props} />;
}

const opens =
  <T,>(row: T, onOpen: (row: T) => void) =>
  (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    event.preventDefault();
    onOpen(row);
  };

function Desk<T>({ caption, columns, rows, rowKey, sort, onSort, onOpen, rowClass, rowData, foot }: Props<T>) {
  return (
    // Where no row takes the focus, the frame does: otherwise a table wider than the screen could not be scrolled by keys.
    <section className="table-wrap" aria-label={caption} tabIndex={onOpen ? undefined : 0}>
      <table className="table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} {...(sort ? { sort } : {})} {...(onSort ? { onSort } : {})} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={[onOpen ? 'row-opens' : '', rowClass?.(row) ?? ''].join(' ').trim() || undefined}
              tabIndex={onOpen ? 0 : undefined}
              onKeyDown={onOpen && opens(row, onOpen)}
              onClick={onOpen && (() => onOpen(row))}
              {...rowData?.(row)}
            >
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row">
                    {column.render(row)}
                  </th>
                ) : (
                  <td key={column.key} className={column.isNumber ? 'num' : undefined}>
                    {column.render(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </section>
  );
}

function Head<T>({ column, sort, onSort }: { column: Column<T>; sort?: Sort; onSort?: (sort: Sort) => void }) {
  const isSorted = sort?.key === column.key;
  const direction = sort?.isDescending ? 'descending' : 'ascending';
  const mark = <span className="sort-mark">{isSorted && (sort.isDescending ? <ArrowDownOutlined /> : <ArrowUpOutlined />)}</span>;
  const style = useMemo(() => (column.widthPx ? { width: column.widthPx } : undefined), [column.widthPx]);
  return (
    <th scope="col" className={column.isNumber ? 'num' : undefined} style={style} aria-sort={isSorted ? direction : undefined}>
      {column.isSortable && onSort ? (
        <button
          type="button"
          className="sort-button"
          // Numbers are first wanted from the top, words from A.
          onClick={() => onSort({ key: column.key, isDescending: isSorted ? !sort.isDescending : Boolean(column.isNumber) })}
        >
          {column.isNumber && mark}
          {column.title}
          {!column.isNumber && mark}
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

function Cards<T>({ caption, columns, rows, rowKey, onOpen, rowClass, rowData }: Props<T>) {
  const { t } = useTranslation();
  const [first, ...others] = columns;
  return (
    <ul className="cards" aria-label={caption}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={`card ${rowClass?.(row) ?? ''}`} {...rowData?.(row)}>
          <div className="card-title">{first?.render(row)}</div>
          <dl>
            {others
              .filter((column) => !column.isDeskOnly)
              .map((column) => (
                <div key={column.key}>
                  <dt>{column.title}</dt>
                  <dd className={column.isNumber ? 'num' : undefined}>{column.render(row)}</dd>
                </div>
              ))}
          </dl>
          {onOpen && (
            <button type="button" className="card-open" onClick={() => onOpen(row)}>
              {t('common.open')}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
