import type { Caller, FileAnswer } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type SheetFormat, sheetType, writeSheet } from '../../../platform/sheets/write-sheet.ts';
import { protect } from '../imports/cell-texts.ts';
import type { ImportRecord } from '../imports/import-record.ts';
import type { RowFault } from '../imports/shapes.ts';

const ROWS_AT_ONCE = 1_000;
const REASON = 'reason';

/** A formula would be reckoned by the spreadsheet that opens the file; as a text it can be seen and mended. */
const asText = (cell: string): string => (cell.startsWith("'") ? cell : protect(cell));

type Input = { caller: Caller; record: ImportRecord; format: SheetFormat };

/** The rows that failed as they came, with a last column that says why. No column is called so, hence it is left out when the file comes back. */
export async function failedRowsFile(services: Services, { caller, record, format }: Input): Promise<FileAnswer> {
  const head = record.first_rows[record.head_row - 1] ?? [];
  const width = head.filter((title) => title !== REASON).length;
  const sameWidth = (cells: readonly string[]): string[] => Array.from({ length: width }, (_, at) => cells[at] ?? '');
  async function* rows(): AsyncGenerator<string[][]> {
    yield [[...sameWidth(head.filter((title) => title !== REASON)).map(asText), REASON]];
    let after = 0;
    while (true) {
      const found = await services.database.withMerchant(caller.merchantId, (tx) =>
        tx
          .selectFrom('product_import_row')
          .select(['line', 'cells', 'faults'])
          .where('import_id', '=', record.id)
          .where('verdict', '=', 'failed')
          .where('line', '>', after)
          .orderBy('line')
          .limit(ROWS_AT_ONCE)
          .execute(),
      );
      if (found.length === 0) return;
      yield found.map(({ cells, faults }) => [...sameWidth(cells).map(asText), faults.map(reasonOf).join('; ')]);
      after = found.at(-1)?.line ?? after;
    }
  }
  const name = `${record.file_name.replace(/\.(csv|xlsx)$/i, '')}-failed.${format}`;
  return { file: { name, mediaType: sheetType[format], bytes: await writeSheet(format, rows()) } };
}

const reasonOf = ({ column, code, line }: RowFault): string =>
  [column, code, line === null ? '' : `(row ${line})`].filter(Boolean).join(' ');
