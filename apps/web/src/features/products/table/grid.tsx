import { useVirtualizer } from '@tanstack/react-virtual';
import { type Dispatch, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '../../../shared/use-media.ts';
import { useColumnWords } from '../use-faults.ts';
import { widthOf } from './columns.ts';
import { GridRow } from './grid-row.tsx';
import { type Action, type Table, textAt } from './table-state.ts';
import { useTableKeys } from './use-table-keys.ts';

const ROW_PX = 36;
const HEAD_PX = 170;
const HEAD_PHONE_PX = 110;

type Props = {
  table: Table;
  dispatch: Dispatch<Action>;
  opened: string | null;
  open: (text: string) => void;
  close: () => void;
  gridRef: RefObject<HTMLTableElement | null>;
};

/** The grid itself has the focus and names its active cell: cells come and go as the rows are scrolled. */
export function Grid({ table, dispatch, opened, open, close, gridRef }: Props) {
  const { t } = useTranslation();
  const columnWords = useColumnWords();
  const { rows, columns, active } = table;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useIsPhone() ? HEAD_PHONE_PX : HEAD_PX;
  const virtual = useVirtualizer({
    ...{ count: rows.length, estimateSize: () => ROW_PX, overscan: 12 },
    getScrollElement: () => scroller.current,
    scrollPaddingStart: ROW_PX,
  });
  useEffect(() => virtual.scrollToIndex(active.row), [virtual, active.row]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const left = columns.slice(0, active.column).reduce((sum, column) => sum + widthOf(column), 0);
    const right = left + widthOf(columns[active.column] ?? 'sku');
    if (left < element.scrollLeft) element.scrollLeft = left;
    else if (head + right > element.scrollLeft + element.clientWidth) element.scrollLeft = head + right - element.clientWidth;
  }, [head, columns, active.column]);
  const keys = useTableKeys({ table, dispatch, open });
  const shown = virtual.getVirtualItems();
  const [first, last] = [shown[0], shown.at(-1)];
  return (
    <div ref={scroller} className="grid-scroll">
      <table
        ref={gridRef}
        className="grid"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells of a grid are chosen and written in.
        role="grid"
        tabIndex={0}
        aria-label={t('products.table.title')}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-activedescendant={`cell-${active.row}-${active.column}`}
        style={{ width: columns.reduce((sum, column) => sum + widthOf(column), head) }}
        onMouseDownCapture={({ target }) => {
          // A cell that goes away with its text still in it would take the text along.
          const held = document.activeElement;
          if (held instanceof HTMLTextAreaElement && held !== target) held.blur();
        }}
        data-testid="product-grid"
        {...keys}
      >
        <colgroup>
          <col style={{ width: head }} />
          {columns.map((column) => (
            <col key={column} style={{ width: widthOf(column) }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {['product', ...columns].map((column, at) => (
              <th key={column} scope="col" aria-colindex={at + 1} className={at === 0 ? 'grid-name' : undefined}>
                {at === 0 ? t('products.columns.product') : columnWords(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap px={first?.start ?? 0} />
          {shown.map(({ index }) => (
            <GridRow
              key={index}
              table={table}
              dispatch={dispatch}
              at={index}
              opened={index === active.row ? opened : null}
              open={(place) => {
                dispatch({ kind: 'go', to: place, isExtending: false });
                open(textAt(table, place));
              }}
              close={close}
            />
          ))}
          <Gap px={virtual.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

/** As high as the rows that are not drawn. */
function Gap({ px }: { px: number }) {
  return px > 0 ? (
    <tr aria-hidden style={{ height: px }}>
      <td />
    </tr>
  ) : null;
}
