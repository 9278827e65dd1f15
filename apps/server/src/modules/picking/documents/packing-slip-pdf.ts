import { languageOf } from '@tradewind/rules/localisation';
import { type PageSize, Sheet } from './sheet.ts';
import { slipWordsOf } from './words.ts';

export type Slip = {
  channelOrderId: string;
  shopName: string;
  market: string;
  timeZone: string;
  createdAt: number;
  /** null: not to be read by whoever prints it, or deleted. */
  recipient: string | null;
  lines: readonly { name: string; option: string; sku: string; quantity: number; price: string }[];
  shipping: string;
  total: string;
};
/** `rest`: awaited after each order, so that other requests are answered while hundreds are drawn. */
type Wish = { size: PageSize; withPrices: boolean; rest: () => Promise<void> };

/** One order after the other, each from a page of its own. */
export async function packingSlipsPdf(slips: readonly Slip[], { size, withPrices, rest }: Wish): Promise<Uint8Array> {
  const sheet = await Sheet.open(size);
  for (const [index, slip] of slips.entries()) {
    if (index > 0) sheet.addPage();
    await drawSlip(sheet, slip, withPrices);
    await rest();
  }
  return sheet.bytes();
}

async function drawSlip(sheet: Sheet, slip: Slip, withPrices: boolean): Promise<void> {
  const { language, words } = slipWordsOf(languageOf(slip.market));
  const font = sheet.size === 'a4' ? 10 : 8;
  const columns = columnsOf(sheet, withPrices);
  await drawHead(sheet, slip, { font, words, language });
  await sheet.text(words.goods, { ...columns.goods, size: font - 1 });
  if (withPrices) await sheet.text(words.price, { ...columns.price, size: font - 1, align: 'right' });
  sheet.y += await sheet.text(words.quantity, { ...columns.quantity, size: font - 1, align: 'right' });
  sheet.line();
  sheet.y += 1.5;
  for (const line of slip.lines) {
    if (!sheet.fits(font * 1.4)) sheet.addPage();
    if (withPrices) await sheet.text(line.price, { ...columns.price, size: font, align: 'right' });
    await sheet.text(String(line.quantity), { ...columns.quantity, size: font + 1, align: 'right' });
    const option = line.option === '' ? '' : ` · ${line.option}`;
    sheet.y += await sheet.text(`${line.name}${option}`, { ...columns.goods, size: font, linesMax: 3 });
    sheet.y += (await sheet.text(line.sku, { ...columns.goods, size: font - 2 })) + 1;
  }
  sheet.line();
  sheet.y += 1.5;
  for (const [word, amount] of withPrices ? [[words.shipping, slip.shipping] as const, [words.total, slip.total] as const] : []) {
    await sheet.text(word, { ...columns.goods, size: font });
    sheet.y += await sheet.text(amount, { ...columns.price, size: font, align: 'right' });
  }
  if (sheet.fits(8)) await sheet.text(words.thanks, { x: sheet.margin, width: sheet.inner, size: font });
}

type Style = { font: number; words: ReturnType<typeof slipWordsOf>['words']; language: string };

async function drawHead(sheet: Sheet, slip: Slip, { font, words, language }: Style): Promise<void> {
  const whole = { x: sheet.margin, width: sheet.inner };
  sheet.y += await sheet.text(`${words.slip} · ${slip.shopName}`, { ...whole, size: font + 4, linesMax: 2 });
  sheet.y += await sheet.text(`${words.order} ${slip.channelOrderId}`, { ...whole, size: font + 1 });
  const on = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: slip.timeZone }).format(slip.createdAt);
  sheet.y += await sheet.text(`${words.placed} ${on}`, { ...whole, size: font });
  if (slip.recipient) sheet.y += await sheet.text(`${words.recipient}: ${slip.recipient}`, { ...whole, size: font, linesMax: 2 });
  sheet.y += 1.5;
  sheet.barcode(slip.channelOrderId, { ...whole, height: 10 });
  sheet.y += 14;
}

function columnsOf({ margin, inner }: Sheet, withPrices: boolean) {
  const [quantity, price] = [inner * 0.14, withPrices ? inner * 0.28 : 0];
  return {
    goods: { x: margin, width: inner - quantity - price - 2 },
    quantity: { x: margin + inner - quantity - price, width: quantity - 2 },
    price: { x: margin + inner - price, width: price },
  };
}
