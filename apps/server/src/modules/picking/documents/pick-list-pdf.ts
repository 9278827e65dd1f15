import type { Pick } from '../pick-list.ts';
import { type PageSize, Sheet } from './sheet.ts';
import { type ListLanguage, listWords } from './words.ts';

type Listed = { number: number; warehouse: string; picks: readonly Pick[]; orders: number };
type Wish = { size: PageSize; language: ListLanguage };

export async function pickListPdf(list: Listed, { size, language }: Wish): Promise<Uint8Array> {
  const sheet = await Sheet.open(size);
  const words = listWords[language];
  const font = size === 'a4' ? 10 : 8;
  const gap = size === 'a4' ? 2 : 1.2;
  const columns = columnsOf(sheet);
  const head = async () => {
    sheet.y += await sheet.text(`${words.pickList} · ${words.wave} ${list.number}`, { ...columns.whole, size: font + 4 });
    sheet.y += await sheet.text(`${words.warehouse}: ${list.warehouse} · ${words.orders}: ${list.orders}`, {
      ...columns.whole,
      size: font,
    });
    sheet.y += gap;
    await sheet.text(words.place, { ...columns.place, size: font - 1 });
    await sheet.text(words.goods, { ...columns.goods, size: font - 1 });
    sheet.y += await sheet.text(words.units, { ...columns.units, size: font - 1, align: 'right' });
    sheet.line();
    sheet.y += gap;
  };
  await head();
  for (const pick of list.picks) {
    if (!sheet.fits(5 * font * 0.5)) {
      sheet.addPage();
      await head();
    }
    const place = [pick.zone, pick.bin].filter(Boolean).join(' / ') || words.unplaced;
    sheet.box(columns.box, size === 'a4' ? 4 : 3);
    const heights = [
      await sheet.text(place, { ...columns.place, size: font, linesMax: 2 }),
      await sheet.text(`${pick.sku}  ${pick.title}`, { ...columns.goods, size: font, linesMax: 2 }),
      await sheet.text(String(pick.units), { ...columns.units, size: font + 2, align: 'right' }),
    ];
    sheet.y += Math.max(...heights) + gap;
  }
  sheet.line();
  sheet.y += gap;
  const units = list.picks.reduce((sum, pick) => sum + pick.units, 0);
  await sheet.text(words.total, { ...columns.goods, size: font + 1 });
  await sheet.text(String(units), { ...columns.units, size: font + 2, align: 'right' });
  return sheet.bytes();
}

function columnsOf({ margin, inner }: Sheet) {
  const [box, place, units] = [6, inner * 0.22, inner * 0.12];
  return {
    box: margin,
    whole: { x: margin, width: inner },
    place: { x: margin + box, width: place - 2 },
    goods: { x: margin + box + place, width: inner - box - place - units - 2 },
    units: { x: margin + inner - units, width: units },
  };
}
