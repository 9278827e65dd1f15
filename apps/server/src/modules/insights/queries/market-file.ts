import { figureTexts, type TextLanguage } from '@tradewind/rules/figure-texts';
import { currencyExponent, type Money } from '@tradewind/rules/money';
import writeXlsxFile from 'write-excel-file/node';
import { csvFile } from '../../../platform/csv-file.ts';
import type { FileAnswer } from '../../../platform/http/handler.ts';
import type { MarketsAnswer } from './markets.ts';

/** A cell is text or a number; numbers stay numbers, so that a spreadsheet can add them up. */
type Cell = string | number | null;

const major = (money: Money | null): Cell => (money === null ? null : money.amount / 10 ** currencyExponent(money.currency));

function tableOf(answer: MarketsAnswer, language: TextLanguage): Cell[][] {
  const text = figureTexts[language];
  const inDisplay = (id: keyof typeof text.names) => `${text.names[id]} (${answer.currency})`;
  const head = [
    text.market,
    inDisplay('gmv'),
    inDisplay('netSales'),
    text.names.orders,
    text.names.units,
    inDisplay('averageOrderValue'),
    inDisplay('refunds'),
    text.names.refundRate,
    inDisplay('adSpend'),
    text.names.roas,
    text.nativeCurrency,
    `${text.names.gmv} (${text.native})`,
    `${text.names.refunds} (${text.native})`,
    `${text.names.adSpend} (${text.native})`,
  ];
  const rows = answer.items.map((item): Cell[] => [
    item.market,
    major(item.gmv),
    major(item.netSales),
    item.orders,
    item.units,
    major(item.averageOrderValue),
    major(item.refunds),
    item.refundRate,
    major(item.adSpend),
    item.roas,
    item.currency,
    major(item.native.gmv),
    major(item.native.refunds),
    major(item.native.adSpend),
  ]);
  return [head, ...rows];
}

type Input = { answer: MarketsAnswer; format: 'csv' | 'xlsx'; language: TextLanguage };

/** The market table as CSV or XLSX. */
export async function marketFile({ answer, format, language }: Input): Promise<FileAnswer> {
  const table = tableOf(answer, language);
  const name = `markets-${answer.from}-${answer.to}.${format}`;
  if (format === 'csv') return csvFile(name, table);
  const cells = table.map((row, line) =>
    row.map((cell) =>
      cell === null
        ? null
        : typeof cell === 'number'
          ? { value: cell, type: Number }
          : { value: cell, type: String, ...(line === 0 ? { fontWeight: 'bold' as const } : {}) },
    ),
  );
  const bytes = await writeXlsxFile(cells).toBuffer();
  return { file: { name, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes } };
}
