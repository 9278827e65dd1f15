import type { Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../../shared/document-names.ts';
import { useIsPhone } from '../../../shared/use-media.ts';
import { useColumnWords, useFaultWords } from '../use-faults.ts';
import { CellInput } from './cell-input.tsx';
import type { Column } from './columns.ts';
import { type Action, faultAt, isChangedAt, type Place, selectionOf, type Table, textAt } from './table-state.ts';

type Props = {
  table: Table;
  dispatch: Dispatch<Action>;
  at: number;
  /** What is being written into the active cell of this row; null: nothing. */
  opened: string | null;
  open: (place: Place) => void;
  close: () => void;
};

export function GridRow({ table, dispatch, at, opened, open, close }: Props) {
  const faultWords = useFaultWords();
  const row = table.rows[at];
  if (!row) return null;
  const whole = table.faults.get(row.productId);
  return (
    <tr aria-rowindex={at + 2} data-testid="grid-row">
      <th
        scope="row"
        aria-colindex={1}
        className="grid-name"
        data-faulty={whole ? '' : undefined}
        title={whole ? faultWords(whole) : `${row.code} ${row.options}`}
      >
        {row.code}
        {row.options && <span className="muted"> {row.options}</span>}
        {whole && <span className="sr-only"> {faultWords(whole)}</span>}
      </th>
      {table.columns.map((column, place) => (
        <Cell
          key={column}
          table={table}
          dispatch={dispatch}
          place={{ row: at, column: place }}
          column={column}
          opened={place === table.active.column ? opened : null}
          open={open}
          close={close}
        />
      ))}
    </tr>
  );
}

type CellProps = Pick<Props, 'table' | 'dispatch' | 'opened' | 'open' | 'close'> & { place: Place; column: Column };

function Cell({ table, dispatch, place, column, opened, open, close }: CellProps) {
  const faultWords = useFaultWords();
  const columnWords = useColumnWords();
  const words = useCellWords(column);
  const isPhone = useIsPhone();
  const { top, left, bottom, right } = selectionOf(table);
  const isSelected = place.row >= top && place.row <= bottom && place.column >= left && place.column <= right;
  const isActive = place.row === table.active.row && place.column === table.active.column;
  const fault = faultAt(table, place);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: every key is the grid's, which has the focus and names its active cell.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: within a grid a td is a gridcell.
    <td
      id={`cell-${place.row}-${place.column}`}
      aria-colindex={place.column + 2}
      aria-selected={isSelected}
      aria-invalid={fault ? true : undefined}
      data-column={column}
      data-active={isActive ? '' : undefined}
      data-changed={isChangedAt(table, place) ? '' : undefined}
      data-faulty={fault ? '' : undefined}
      title={fault ? faultWords(fault) : undefined}
      onMouseDown={(event) => opened === null && dispatch({ kind: 'go', to: place, isExtending: event.shiftKey })}
      onMouseEnter={(event) => event.buttons === 1 && opened === null && dispatch({ kind: 'go', to: place, isExtending: true })}
      onClick={() => isPhone && open(place)}
      onDoubleClick={() => open(place)}
    >
      {opened !== null && isActive ? (
        <CellInput label={`${columnWords(column)} ${table.rows[place.row]?.code}`} start={opened} dispatch={dispatch} close={close} />
      ) : (
        <>
          {words(textAt(table, place))}
          {fault && <span className="sr-only"> {faultWords(fault)}</span>}
        </>
      )}
    </td>
  );
}

/** Codes are written and pasted; what is read are their words. */
function useCellWords(column: Column): (text: string) => string {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  if (column === 'category') return (text) => (text === '' ? '' : categoryName(text));
  if (column !== 'status' && column !== 'sku_status') return (text) => text;
  return (text) => (text === 'draft' || text === 'active' || text === 'archived' ? t(`products.statuses.${text}`) : text);
}
