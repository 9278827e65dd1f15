/** Reviews of a product and of the seller's other shops, each of these with where, when and in which language it was written. */
import { html } from 'hono/html';
import type { Review, ReviewDisplay } from '../world/types.ts';

type Words = { here: string; elsewhere: string; verified: string; reward: string; translated: string };
const ENGLISH: Words = {
  here: 'here',
  elsewhere: 'in other countries',
  verified: 'Verified purchase',
  reward: 'Written for a reward',
  translated: 'Translated by machine',
};
const WORDS: Record<string, Words> = {
  en: ENGLISH,
  de: {
    here: 'hier',
    elsewhere: 'in anderen Ländern',
    verified: 'Kauf bestätigt',
    reward: 'Gegen Belohnung',
    translated: 'Maschinell übersetzt',
  },
  fr: {
    here: 'ici',
    elsewhere: 'dans d’autres pays',
    verified: 'Achat vérifié',
    reward: 'Contre récompense',
    translated: 'Traduit par une machine',
  },
  it: {
    here: 'qui',
    elsewhere: 'in altri paesi',
    verified: 'Acquisto verificato',
    reward: 'In cambio di un premio',
    translated: 'Tradotto da una macchina',
  },
  es: {
    here: 'aquí',
    elsewhere: 'en otros países',
    verified: 'Compra verificada',
    reward: 'A cambio de una recompensa',
    translated: 'Traducido por una máquina',
  },
  ja: { here: '国内', elsewhere: '他の国', verified: '購入確認済み', reward: '報酬あり', translated: '機械翻訳' },
  th: { here: 'ที่นี่', elsewhere: 'ในประเทศอื่น', verified: 'ยืนยันการซื้อ', reward: 'ได้รับรางวัล', translated: 'แปลโดยเครื่อง' },
  vi: { here: 'tại đây', elsewhere: 'ở nước khác', verified: 'Đã xác minh', reward: 'Nhận thưởng', translated: 'Dịch bằng máy' },
  ms: {
    here: 'di sini',
    elsewhere: 'di negara lain',
    verified: 'Pembelian disahkan',
    reward: 'Untuk ganjaran',
    translated: 'Diterjemah oleh mesin',
  },
  id: {
    here: 'di sini',
    elsewhere: 'di negara lain',
    verified: 'Pembelian terverifikasi',
    reward: 'Untuk imbalan',
    translated: 'Diterjemahkan mesin',
  },
};

const SHOWN = 200;
type Facts = { language: string; sold: number; own: readonly Review[]; display: ReviewDisplay | undefined };

/** What stands beside the own number of units sold. */
export function soldLine({ language, sold, display }: Facts, soldWord: string): string {
  const words = WORDS[language] ?? ENGLISH;
  const units = display?.soldElsewhere.reduce((sum, each) => sum + each.units, 0) ?? 0;
  return units === 0 ? `${sold} ${soldWord}` : `${sold} ${soldWord} ${words.here} · ${units} ${words.elsewhere}`;
}

export function reviewList({ language, own, display }: Facts, none: string) {
  const words = WORDS[language] ?? ENGLISH;
  const standing = own.filter(({ withdrawnAt }) => withdrawnAt === null);
  const foreign = display?.reviews ?? [];
  const stars = [...standing.map((each) => each.stars), ...foreign.map((each) => each.rating)];
  if (stars.length === 0) return html`<p>${none}</p>`;
  const mean = stars.reduce((sum: number, each) => sum + each, 0) / stars.length;
  return html`<p class="rating" data-ratings="${stars.length}">★ ${mean.toFixed(2)} (${stars.length})</p>
<ul class="reviews">${standing.slice(-SHOWN).map((each) => html`<li data-review="${each.id}"><span>${'★'.repeat(each.stars)}</span><span lang="${each.language}" dir="auto">${each.text}</span></li>`)}${foreign
    .slice(0, SHOWN)
    .map(
      (each) =>
        html`<li data-review="${each.id}" data-market="${each.market}"><span>${'★'.repeat(each.rating)} ${each.market} · ${new Date(each.writtenAt).toISOString().slice(0, 10)}${each.verified ? ` · ${words.verified}` : ''}${each.incentivised ? ` · ${words.reward}` : ''}</span>${each.translation ? html`<span class="translated" lang="${each.translation.language}" dir="auto">${each.translation.body}</span><small>${words.translated}</small>` : ''}<span lang="${each.language}" dir="auto">${each.body}</span></li>`,
    )}</ul>`;
}
