import { Button, Drawer, Input } from 'antd';
import { type Dispatch, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useColumnWords, useFaultWords } from '../use-faults.ts';
import { type Action, faultAt, type Table, textAt } from './table-state.ts';

type Props = { table: Table; dispatch: Dispatch<Action>; close: () => void };

/** A cell by itself, where the screen is too narrow to write in the table. */
export function CellSheet({ table, dispatch, close }: Props) {
  const { t } = useTranslation();
  const columnWords = useColumnWords();
  const faultWords = useFaultWords();
  const [text, setText] = useState(textAt(table, table.active));
  const [row, column] = [table.rows[table.active.row], table.columns[table.active.column]];
  const fault = faultAt(table, table.active);
  if (!row || !column) return null;
  const name = columnWords(column);
  return (
    <Drawer open onClose={close} placement="bottom" size={260} title={`${row.code} ${row.options}`}>
      <div className="cell-sheet">
        <span aria-hidden>{name}</span>
        <Input.TextArea
          aria-label={name}
          autoFocus
          rows={2}
          value={text}
          onChange={({ target }) => setText(target.value)}
          {...(fault ? { status: 'error' as const } : {})}
          data-testid="cell-sheet-text"
        />
        {fault && <span className="cell-reason">{faultWords(fault)}</span>}
        <Button
          type="primary"
          onClick={() => {
            dispatch({ kind: 'write', text });
            close();
          }}
          data-testid="cell-sheet-done"
        >
          {t('products.table.done')}
        </Button>
      </div>
    </Drawer>
  );
}
