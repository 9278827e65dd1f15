import { html, raw } from 'hono/html';
import { MARKETS } from '../world/markets.ts';
import type { Product, Review, ReviewDisplay, Shop, Sku } from '../world/types.ts';
import { reviewList, soldLine } from './review-list.ts';

/** One product for one market, in its language and money. Text comes from the world and is escaped by the template. */
type Page = {
  shop: Shop;
  product: Product;
  sold: number;
  hue: number;
  reviews: readonly Review[];
  display: ReviewDisplay | undefined;
};
type Words = {
  sold: string;
  stock: string;
  none: string;
  reviews: string;
  noReviews: string;
  choose: string;
  by: string;
  simulated: string;
};

const ENGLISH: Words = {
  sold: 'sold',
  stock: 'In stock',
  none: 'Sold out',
  reviews: 'Reviews',
  noReviews: 'No reviews yet.',
  choose: 'Options',
  by: 'Sold by',
  simulated: 'Simulated shop of the Tradewind sandbox. Nothing here can be bought.',
};
const WORDS: Record<string, Words> = {
  en: ENGLISH,
  de: {
    ...ENGLISH,
    sold: 'verkauft',
    stock: 'Auf Lager',
    none: 'Ausverkauft',
    reviews: 'Bewertungen',
    noReviews: 'Noch keine Bewertungen.',
    choose: 'Varianten',
    by: 'Verkauf durch',
  },
  fr: {
    ...ENGLISH,
    sold: 'vendus',
    stock: 'En stock',
    none: 'Épuisé',
    reviews: 'Avis',
    noReviews: 'Aucun avis pour le moment.',
    choose: 'Options',
    by: 'Vendu par',
  },
  it: {
    ...ENGLISH,
    sold: 'venduti',
    stock: 'Disponibile',
    none: 'Esaurito',
    reviews: 'Recensioni',
    noReviews: 'Ancora nessuna recensione.',
    choose: 'Opzioni',
    by: 'Venduto da',
  },
  es: {
    ...ENGLISH,
    sold: 'vendidos',
    stock: 'Disponible',
    none: 'Agotado',
    reviews: 'Opiniones',
    noReviews: 'Aún no hay opiniones.',
    choose: 'Opciones',
    by: 'Vendido por',
  },
  ja: {
    ...ENGLISH,
    sold: '点販売',
    stock: '在庫あり',
    none: '売り切れ',
    reviews: 'レビュー',
    noReviews: 'まだレビューはありません。',
    choose: 'バリエーション',
    by: '販売元',
  },
  th: {
    ...ENGLISH,
    sold: 'ขายแล้ว',
    stock: 'มีสินค้า',
    none: 'สินค้าหมด',
    reviews: 'รีวิว',
    noReviews: 'ยังไม่มีรีวิว',
    choose: 'ตัวเลือก',
    by: 'ขายโดย',
  },
  vi: {
    ...ENGLISH,
    sold: 'đã bán',
    stock: 'Còn hàng',
    none: 'Hết hàng',
    reviews: 'Đánh giá',
    noReviews: 'Chưa có đánh giá.',
    choose: 'Phân loại',
    by: 'Bán bởi',
  },
  ms: {
    ...ENGLISH,
    sold: 'terjual',
    stock: 'Ada stok',
    none: 'Habis dijual',
    reviews: 'Ulasan',
    noReviews: 'Belum ada ulasan.',
    choose: 'Pilihan',
    by: 'Dijual oleh',
  },
  id: {
    ...ENGLISH,
    sold: 'terjual',
    stock: 'Stok tersedia',
    none: 'Habis',
    reviews: 'Ulasan',
    noReviews: 'Belum ada ulasan.',
    choose: 'Pilihan',
    by: 'Dijual oleh',
  },
};

export function productPage({ shop, product, sold, hue, reviews, display }: Page) {
  const facts = MARKETS[shop.market];
  const words = WORDS[facts.language] ?? ENGLISH;
  const money = moneyOf(shop);
  const said = { language: facts.language, sold, own: reviews, display };
  const prices = product.skus.map((sku) => sku.salePrice);
  const cheapest = product.skus.reduce((low, sku) => (sku.salePrice < low.salePrice ? sku : low));
  const range =
    Math.min(...prices) === Math.max(...prices)
      ? money(cheapest.salePrice)
      : `${money(Math.min(...prices))} – ${money(Math.max(...prices))}`;
  return html`<!doctype html>
<html lang="${facts.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${product.title} · ${shop.name}</title><style>${raw(STYLE)}</style></head>
<body><main>
<div class="picture">${raw(picture(hue, product.skus.length))}</div>
<section>
<h1>${product.title}</h1>
<p class="price"><strong>${range}</strong>${cheapest.listPrice > cheapest.salePrice ? html` <s>${money(cheapest.listPrice)}</s>` : ''}</p>
<p class="meta">${soldLine(said, words.sold)} · ${words.by} <b>${shop.name}</b> · ${shop.market}</p>
<h2>${words.choose}</h2>
<ul>${product.skus.map((sku) => html`<li${raw(available(sku) > 0 ? '' : ' class="none"')}><span>${sku.name}</span><span>${money(sku.salePrice)} · ${available(sku) > 0 ? words.stock : words.none}</span></li>`)}</ul>
<h2>${words.reviews}</h2>${reviewList(said, words.noReviews)}
<p class="note">${words.simulated}</p>
</section>
</main></body></html>`;
}

const available = (sku: Sku): number => sku.stock.reduce((sum, level) => sum + level.available, 0);

function moneyOf(shop: Shop): (minor: number) => string {
  const { decimals, language } = MARKETS[shop.market];
  const format = new Intl.NumberFormat(`${language}-${shop.market}`, {
    style: 'currency',
    currency: shop.currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (minor) => format.format(minor / 10 ** decimals);
}

/** No photographs in a made-up world: two circles on a gradient, their colours from the product's id. Numbers only, so nothing to escape. */
function picture(hue: number, count: number): string {
  const second = (hue + 55) % 360;
  return `<svg viewBox="0 0 400 400" role="img" aria-hidden="true"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 60% 88%)"/><stop offset="1" stop-color="hsl(${second} 55% 68%)"/></linearGradient></defs><rect width="400" height="400" fill="url(#g)"/><circle cx="${140 + (hue % 90)}" cy="190" r="${70 + count * 4}" fill="hsl(${second} 50% 45%)" opacity=".75"/><circle cx="${240 - (hue % 60)}" cy="240" r="58" fill="hsl(${hue} 70% 96%)" opacity=".8"/></svg>`;
}

const STYLE = `*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#f5f5f7}main{max-width:960px;margin:0 auto;background:#fff;display:grid;grid-template-columns:1fr}
.picture svg{display:block;width:100%;height:auto}section{padding:16px}h1{font-size:1.25rem;margin:0 0 8px}h2{font-size:1rem;margin:20px 0 6px}.price strong{font-size:1.5rem;color:#b3122d}.price s{color:#6b6b70}.meta,.note{color:#5a5a60;font-size:.875rem}
ul{list-style:none;padding:0;margin:0}li{display:flex;justify-content:space-between;gap:12px;padding:8px 0;border-bottom:1px solid #ececf0}.none{color:#8a8a90}.note{margin-top:28px}@media(min-width:720px){main{grid-template-columns:1fr 1fr;margin:32px auto}}`;
