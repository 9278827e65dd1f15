/**
 * The table of violations as a seller exports it from the seller centre, in English or Chinese: one row a violation, instants with their
 * offset, measures as `Order limit 35 (from – until); …`, orders apart by spaces. Its words are the platform's, so they end here. What
 * cannot be read is an error of its row with the column's own title, so that a person finds it in their file.
 */
import type { ChannelMeasure, ChannelViolation, SheetError, SheetRow, ViolationSheet } from '../port.ts';
import { idOf, instantOf, titlesOf } from './export-cells.ts';
import { ourCode } from './penalty-codes.ts';

const HEADERS = [
  [
    ...['Violation ID', 'Shop ID', 'Shop name', 'Violation time', 'Area', 'Reason', 'Reason code', 'Points'],
    ...['Numerator', 'Denominator', 'Measures', 'Appeal status', 'Overturned time', 'Order IDs'],
  ],
  [
    ...['违规单号', '店铺ID', '店铺名称', '违规时间', '违规类型', '违规原因', '原因代码', '扣分'],
    ...['分子', '分母', '处罚措施', '申诉状态', '撤销时间', '关联订单号'],
  ],
] as const;

const AREAS: ReadonlyMap<string, string> = new Map([
  ['Order fulfilment', 'order-fulfilment'],
  ['订单履约', 'order-fulfilment'],
  ['Service', 'service'],
  ['服务体验', 'service'],
  ['Policy compliance', 'policy-compliance'],
  ['政策合规', 'policy-compliance'],
  ['Fraud risk', 'fraud-risk'],
  ['欺诈风险', 'fraud-risk'],
]);
const MEASURES: ReadonlyMap<string, string> = new Map([
  ['Formal warning', 'formal-warning'],
  ['正式警告', 'formal-warning'],
  ['Order limit', 'order-limit'],
  ['限制单量', 'order-limit'],
  ['Product removed', 'product-removed'],
  ['商品下架', 'product-removed'],
  ['No publishing', 'no-publishing'],
  ['禁止上新', 'no-publishing'],
  ['Transactions cancelled', 'transactions-cancelled'],
  ['取消交易', 'transactions-cancelled'],
  ['Balance held', 'balance-held'],
  ['冻结余额', 'balance-held'],
]);

const LARGEST_INT = 2_147_483_647;

export function violationsOfExport([head, ...rows]: readonly SheetRow[]): ViolationSheet {
  const titles = titlesOf(HEADERS, head);
  if ('code' in titles) return { violations: [], errors: [titles] };
  const sheet: ViolationSheet = { violations: [], errors: [] };
  const lineOf = new Map<string, number>();
  for (const row of rows) {
    const { entry, errors } = readRow(row, titles);
    const id = entry?.violation.channelViolationId ?? '';
    const earlier = lineOf.get(id);
    if (entry && earlier !== undefined)
      errors.push({
        line: row.line,
        column: titles[0] ?? null,
        code: 'repeated',
        message: `the violation stands on line ${earlier} already`,
      });
    sheet.errors.push(...errors);
    if (!entry || errors.length > 0) continue;
    lineOf.set(id, row.line);
    sheet.violations.push(entry);
  }
  return sheet;
}

type Entry = ViolationSheet['violations'][number];

function readRow({ line, cells }: SheetRow, titles: readonly string[]): { entry: Entry | null; errors: SheetError[] } {
  const errors: SheetError[] = [];
  const bad = (at: number, code: SheetError['code'], message: string) =>
    void errors.push({ line, column: titles[at] ?? null, code, message });
  if (cells.length !== titles.length) {
    errors.push({ line, column: null, code: 'wrong-columns', message: `${titles.length} cells are wanted, ${cells.length} are there` });
    return { entry: null, errors };
  }
  const text = (at: number) => (cells[at] ?? '').trim();
  // A spreadsheet would calculate them; an export of the platform's has none.
  for (const [at, cell] of cells.entries()) if (/^\s*[=+\-@]/.test(cell)) bad(at, 'formula', 'must not be a formula');
  const read = <T>(at: number, parse: (text: string) => T | null, wanted: string): T | null => {
    const value = parse(text(at));
    if (value === null && !errors.some(({ column }) => column === titles[at])) bad(at, 'not-readable', wanted);
    return value;
  };
  const facts = {
    id: read(0, idOf, 'a number of up to 32 digits'),
    shopId: read(1, idOf, 'a number of up to 32 digits'),
    at: read(3, instantOf, 'an instant with its offset, such as 2026-11-11T10:00:00+08:00'),
    area: read(4, (word) => AREAS.get(word) ?? null, 'an area as the seller centre writes it'),
    reason: read(6, codeOf, 'a code such as LATE_DISPATCH'),
    points: read(7, countOf, 'a whole number'),
    numerator: read(8, (word) => optional(word, countOf), 'a whole number, or nothing'),
    denominator: read(9, (word) => optional(word, countOf), 'a whole number, or nothing'),
    measures: read(10, measuresOf, 'measures such as Order limit 35 (from – until), apart by semicolons'),
    overturnedAt: read(12, (word) => optional(word, instantOf), 'an instant with its offset, or nothing'),
    orderIds: read(13, orderIdsOf, 'order numbers, apart by spaces'),
  };
  return { entry: errors.length > 0 ? null : entryOf(line, facts), errors };
}

type Absent = { absent: true };
const absent: Absent = { absent: true };
const optional = <T>(text: string, parse: (text: string) => T | null): T | Absent | null => (text === '' ? absent : parse(text));
const present = <T>(value: T | Absent | null): T | null => (value === null || value === absent ? null : (value as T)); // only `absent` is Absent

type Facts = {
  id: string | null;
  shopId: string | null;
  at: number | null;
  area: string | null;
  reason: string | null;
  points: number | null;
  numerator: number | Absent | null;
  denominator: number | Absent | null;
  measures: ChannelMeasure[] | null;
  overturnedAt: number | Absent | null;
  orderIds: string[] | null;
};

/** Called without errors: what a row must have is there. */
function entryOf(line: number, facts: Facts): Entry {
  const violatedAt = facts.at ?? 0;
  const overturnedAt = present(facts.overturnedAt);
  const violation: ChannelViolation = {
    channelViolationId: facts.id ?? '',
    reason: ourCode(facts.reason ?? ''),
    area: facts.area ?? '',
    points: facts.points ?? 0,
    numerator: present(facts.numerator),
    denominator: present(facts.denominator),
    windowFrom: null,
    windowUntil: null,
    channelOrderIds: facts.orderIds ?? [],
    measures: facts.measures ?? [],
    violatedAt,
    updatedAt: Math.max(violatedAt, overturnedAt ?? 0),
    overturnedAt,
    appealDeadline: null,
  };
  return { line, channelShopId: facts.shopId ?? '', violation };
}

const codeOf = (text: string): string | null => (/^[A-Z0-9_]{1,60}$/.test(text) ? text : null);
const countOf = (text: string): number | null => (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST_INT ? Number(text) : null);

function orderIdsOf(text: string): string[] | null {
  const ids = text.split(' ').filter(Boolean);
  return ids.every((id) => idOf(id) !== null) ? ids : null;
}

function measuresOf(text: string): ChannelMeasure[] | null {
  const measures = text.split('; ').filter(Boolean).map(measureOf);
  return measures.every((measure) => measure !== null) ? measures : null;
}

function measureOf(text: string): ChannelMeasure | null {
  const found = /^(?<name>.+?)(?: (?<limit>\d+))? \((?<from>\S+) – (?<until>\S*)\)$/.exec(text)?.groups;
  const code = MEASURES.get(found?.name ?? '');
  const from = instantOf(found?.from ?? '');
  const until = found?.until ? instantOf(found.until) : null;
  if (!found || !code || from === null || (found.until && until === null)) return null;
  const ordersPerDay = found.limit === undefined ? null : countOf(found.limit);
  return found.limit !== undefined && ordersPerDay === null ? null : { code, from, until, ordersPerDay };
}
