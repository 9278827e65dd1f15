/**
 * The table of reviews as a seller exports it from the seller centre, in English or Chinese: one row a review, instants with their offset. A
 * buyer's words may begin with anything, so only cells that are read as something are held to a form. What cannot be read is an error of its
 * row with the column's own title.
 */
import type { ChannelReview, ReviewSheet, SheetError, SheetRow } from '../port.ts';
import { idOf, instantOf, titlesOf } from './export-cells.ts';

const HEADERS = [
  [
    ...([
      'Review ID',
      'Shop ID',
      'Shop name',
      'Order ID',
      'Product ID',
      'Rating',
      'Language',
      'Review',
      'Nickname',
      'Incentivised',
    ] as const),
    ...(['Status', 'Review time', 'Last change', 'Reply', 'Reply time'] as const),
  ],
  [
    ...(['评价ID', '店铺ID', '店铺名称', '订单号', '商品ID', '评分', '语言', '评价内容', '买家昵称', '有奖评价'] as const),
    ...(['状态', '评价时间', '更新时间', '商家回复', '回复时间'] as const),
  ],
] as const;
const INCENTIVISED: ReadonlyMap<string, boolean> = new Map([
  ['Yes', true],
  ['是', true],
  ['No', false],
  ['否', false],
]);
const WITHDRAWN: ReadonlyMap<string, boolean> = new Map([
  ['Published', false],
  ['已发布', false],
  ['Withdrawn', true],
  ['已撤回', true],
]);
const LONGEST_BODY = 10_000;

export function reviewsOfExport([head, ...rows]: readonly SheetRow[]): ReviewSheet {
  const titles = titlesOf<readonly string[]>(HEADERS, head);
  if ('code' in titles) return { reviews: [], errors: [titles] };
  const sheet: ReviewSheet = { reviews: [], errors: [] };
  const lineOf = new Map<string, number>();
  for (const row of rows) {
    const { review, channelShopId, errors } = readRow(row, titles);
    const earlier = lineOf.get(review.channelReviewId);
    if (errors.length === 0 && earlier !== undefined)
      errors.push({
        ...{ line: row.line, column: titles[0] ?? null, code: 'repeated' },
        message: `the review stands on line ${earlier} already`,
      });
    sheet.errors.push(...errors);
    if (errors.length > 0) continue;
    lineOf.set(review.channelReviewId, row.line);
    sheet.reviews.push({ line: row.line, channelShopId, review });
  }
  return sheet;
}

type ReadRow = { review: ChannelReview; channelShopId: string; errors: SheetError[] };

function readRow({ line, cells }: SheetRow, titles: readonly string[]): ReadRow {
  const errors: SheetError[] = [];
  if (cells.length !== titles.length)
    errors.push({ line, column: null, code: 'wrong-columns', message: `${titles.length} cells are wanted, ${cells.length} are there` });
  const given = (at: number): string => (cells[at] ?? '').trim();
  const read = <T>(at: number, parse: (text: string) => T | null, [wanted, instead]: [wanted: string, instead: T]): T => {
    const value = parse(given(at));
    if (value === null && cells.length === titles.length)
      errors.push({ line, column: titles[at] ?? null, code: 'not-readable', message: wanted });
    return value ?? instead;
  };
  const number: [string, string] = ['a number of up to 32 digits', ''];
  const instant: [string, number] = ['an instant with its offset, such as 2026-11-11T10:00:00+08:00', 0];
  const isWithdrawn = read(10, (word) => WITHDRAWN.get(word) ?? null, ['Published or Withdrawn', false]);
  const productId = read(4, (text) => (text === '' ? '' : idOf(text)), ['a number of up to 32 digits, or nothing', '']);
  const repliedAt = read(14, (text) => (text === '' ? 0 : instantOf(text)), [`${instant[0]}, or nothing`, 0]);
  const channelShopId = read(1, idOf, number);
  const review: ChannelReview = {
    channelReviewId: read(0, idOf, number),
    channelOrderId: read(3, idOf, number),
    channelProductId: productId || null,
    rating: read(5, ratingOf, ['stars from 1 to 5', 1]),
    body: wordsOf(cells[7], LONGEST_BODY),
    language: read(6, (text) => (/^[A-Za-z-]{0,10}$/.test(text) ? text : null), ['a language such as en', '']),
    author: wordsOf(cells[8], 100),
    isIncentivised: read(9, (word) => INCENTIVISED.get(word) ?? null, ['Yes or No', false]),
    reply: repliedAt === 0 ? null : { body: wordsOf(cells[13], LONGEST_BODY), repliedAt },
    isWithdrawn,
    writtenAt: read(11, instantOf, instant),
    updatedAt: read(12, instantOf, instant),
  };
  return { review, channelShopId, errors };
}

const ratingOf = (text: string): number | null => (/^[1-5]$/.test(text) ? Number(text) : null);
const wordsOf = (cell: string | undefined, longest: number): string => (cell ?? '').replaceAll('\u0000', '').slice(0, longest);
