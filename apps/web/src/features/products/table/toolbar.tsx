import { RedoOutlined, UndoOutlined, VerticalAlignBottomOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import type { Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../shared/money.ts';
import { useColumnWords, useFaultWords } from '../use-faults.ts';
import { type Action, keyOf, ownerOf, type Place, type Table } from './table-state.ts';
import type { SaveTable } from './use-save-table.ts';

type Props = { table: Table; dispatch: Dispatch<Action>; save: SaveTable };

export function Toolbar({ table, dispatch, save }: Props) {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  const { changed, past, future, faults, clipped } = table;
  const newer = table.rows.flatMap(({ productId, isFirst }) => (isFirst && faults.has(productId) ? [productId] : []));
  return (
    <>
      <div className="table-tools">
        <span role="status" data-testid="table-changes">
          {changed.size === 0
            ? t('products.table.unchanged', { rows: count(table.rows.length) })
            : t('products.table.changed', { count: changed.size, cells: count(changed.size) })}
          {clipped > 0 && ` ${t('products.table.clipped', { count: clipped, cells: count(clipped) })}`}
        </span>
        <Space wrap>
          <Button
            icon={<UndoOutlined />}
            disabled={past.length === 0}
            onClick={() => dispatch({ kind: 'undo' })}
            aria-label={t('products.table.undo')}
            title={`${t('products.table.undo')} (Ctrl+Z)`}
            data-testid="table-undo"
          />
          <Button
            icon={<RedoOutlined />}
            disabled={future.length === 0}
            onClick={() => dispatch({ kind: 'redo' })}
            aria-label={t('products.table.redo')}
            title={`${t('products.table.redo')} (Ctrl+Y)`}
          />
          <Button
            icon={<VerticalAlignBottomOutlined />}
            onClick={() => dispatch({ kind: 'fill-down' })}
            title="Ctrl+D"
            data-testid="table-fill-down"
          >
            {t('products.table.fillDown')}
          </Button>
          {newer.length > 0 && (
            <Button onClick={() => save.takeNewer(newer)} data-testid="table-take-newer">
              {t('products.table.takeNewer')}
            </Button>
          )}
          <Button type="primary" disabled={changed.size === 0} loading={save.isRunning} onClick={save.run} data-testid="table-save">
            {t('products.save')}
          </Button>
        </Space>
      </div>
      {faults.size > 0 && <Faults table={table} dispatch={dispatch} />}
    </>
  );
}

const FAULTS_SHOWN = 5;
type Fault = { place: Place; name: string; code: string };

/** The first of them by name, each the way to its cell. */
function Faults({ table, dispatch }: Pick<Props, 'table' | 'dispatch'>) {
  const { t, i18n } = useTranslation();
  const faultWords = useFaultWords();
  const columnWords = useColumnWords();
  const found = faultsOf(table, columnWords);
  return (
    <section className="table-faults" aria-label={t('products.notSaved')} data-testid="table-faults">
      <strong role="alert">{t('products.table.faults', { count: found.length, cells: formatCount(found.length, i18n.language) })}</strong>
      <ul>
        {found.slice(0, FAULTS_SHOWN).map(({ place, name, code }) => (
          <li key={`${place.row} ${place.column} ${code}`}>
            <Button type="link" size="small" onClick={() => dispatch({ kind: 'go', to: place, isExtending: false })}>
              {name}
            </Button>{' '}
            {faultWords(code)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function faultsOf({ rows, columns, faults }: Table, columnWords: (column: string) => string): Fault[] {
  return rows.flatMap((row, at) => {
    const whole = row.isFirst ? faults.get(row.productId) : undefined;
    const own = columns.flatMap((column, place): Fault[] => {
      const owner = ownerOf(row, column);
      const code = row.isFirst || owner === row.variantId ? faults.get(keyOf(owner, column)) : undefined;
      return code ? [{ place: { row: at, column: place }, name: `${row.code} · ${columnWords(column)}`, code }] : [];
    });
    return whole ? [{ place: { row: at, column: 0 }, name: row.code, code: whole }, ...own] : own;
  });
}
