import { useBlocker } from '@tanstack/react-router';
import { Button } from 'antd';
import { useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '../../../shared/use-media.ts';
import { Dialog } from '../../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { CellSheet } from './cell-sheet.tsx';
import type { Column } from './columns.ts';
import { Grid } from './grid.tsx';
import { type ProductRows, startTable, tableReducer } from './table-state.ts';
import { Toolbar } from './toolbar.tsx';
import { useSaveTable } from './use-save-table.ts';

type Props = { products: readonly ProductRows[]; columns: readonly Column[] };

export function TableEditor({ products, columns }: Props) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [table, dispatch] = useReducer(tableReducer, null, () => startTable(products, columns));
  /** What the open cell began with; null: none is open. */
  const [opened, setOpened] = useState<string | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const save = useSaveTable(table, dispatch);
  const isChanged = table.changed.size > 0;
  const leaving = useBlocker({ shouldBlockFn: () => isChanged, enableBeforeUnload: () => isChanged, withResolver: true });
  const close = () => {
    setOpened(null);
    grid.current?.focus({ preventScroll: true });
  };
  return (
    <section className="panel product-table" aria-label={t('products.table.title')}>
      <Toolbar table={table} dispatch={dispatch} save={save} />
      {save.error !== null && <ErrorPanel error={save.error} retry={save.run} />}
      <Grid table={table} dispatch={dispatch} opened={isPhone ? null : opened} open={setOpened} close={close} gridRef={grid} />
      {isPhone && opened !== null && <CellSheet table={table} dispatch={dispatch} close={close} />}
      {leaving.status === 'blocked' && (
        <Dialog
          open
          title={t('products.table.leave')}
          onCancel={leaving.reset}
          footer={[
            <Button key="stay" type="primary" onClick={leaving.reset}>
              {t('products.table.stay')}
            </Button>,
            <Button key="leave" danger onClick={leaving.proceed} data-testid="table-leave">
              {t('products.discard')}
            </Button>,
          ]}
        >
          {t('products.table.leaveText', { count: table.changed.size })}
        </Dialog>
      )}
    </section>
  );
}
