/** The script that shows reviews in a merchant's own page: no cookies, no tracking, words of others only ever as text. */
const WORDS: Record<string, readonly [elsewhere: string, verified: string, reward: string, ratings: string, translated: string]> = {
  en: ['sold in other countries', 'Verified purchase', 'Written for a reward', 'ratings', 'Translated by machine'],
  zh: ['在其他国家售出', '已验证购买', '有奖评价', '条评分', '机器翻译'],
  ja: ['他の国での販売数', '購入確認済み', '報酬を受けたレビュー', '件の評価', '機械翻訳'],
  de: ['in anderen Ländern verkauft', 'Kauf bestätigt', 'Gegen eine Belohnung geschrieben', 'Bewertungen', 'Maschinell übersetzt'],
  fr: ['vendus dans d’autres pays', 'Achat vérifié', 'Rédigé contre récompense', 'avis', 'Traduit par une machine'],
  es: ['vendidos en otros países', 'Compra verificada', 'Escrito a cambio de una recompensa', 'valoraciones', 'Traducido por una máquina'],
  it: ['venduti in altri paesi', 'Acquisto verificato', 'Scritta in cambio di un premio', 'valutazioni', 'Tradotto da una macchina'],
  th: ['ขายในประเทศอื่น', 'ยืนยันการซื้อแล้ว', 'รีวิวที่ได้รับรางวัล', 'คะแนน', 'แปลโดยเครื่อง'],
  vi: ['đã bán ở nước khác', 'Đã xác minh mua hàng', 'Viết để nhận thưởng', 'đánh giá', 'Dịch bằng máy'],
  ms: ['terjual di negara lain', 'Pembelian disahkan', 'Ditulis untuk ganjaran', 'penilaian', 'Diterjemah oleh mesin'],
  id: ['terjual di negara lain', 'Pembelian terverifikasi', 'Ditulis untuk imbalan', 'penilaian', 'Diterjemahkan mesin'],
};

export const WIDGET = `(() => {
  const words = ${JSON.stringify(WORDS)};
  const lang = (document.documentElement.lang || 'en').toLowerCase().split('-')[0];
  const [elsewhere, verified, reward, ratings, translated] = words[lang] || words.en;
  const add = (parent, name, text, kind) => {
    const one = document.createElement(name);
    if (text) one.textContent = text;
    if (kind) one.className = 'tradewind-' + kind;
    parent.append(one);
    return one;
  };
  const show = (place, { rating, ratings: count, soldElsewhere, reviews }) => {
    place.replaceChildren();
    const head = add(place, 'p', '', 'head');
    if (rating !== null) add(head, 'strong', '★ ' + rating.toFixed(1));
    add(head, 'span', ' ' + count + ' ' + ratings);
    for (const { market, units } of soldElsewhere) add(head, 'span', ' · ' + market + ': ' + units + ' ' + elsewhere);
    const list = add(place, 'ul', '', 'list');
    for (const each of reviews) {
      const item = add(list, 'li');
      add(item, 'span', '★'.repeat(each.rating) + '☆'.repeat(5 - each.rating), 'stars').setAttribute('aria-label', each.rating + '/5');
      add(item, 'span', ' ' + [each.market, each.writtenAt.slice(0, 10)].join(' · '), 'origin');
      if (each.isVerified) add(item, 'span', ' · ' + verified, 'verified');
      if (each.isIncentivised) add(item, 'span', ' · ' + reward, 'reward');
      if (each.translation) {
        const own = add(item, 'p', each.translation.body, 'translation');
        own.dir = 'auto';
        own.lang = each.translation.language;
        add(item, 'small', translated, 'translated');
      }
      if (each.body) {
        const text = add(item, 'p', each.body, 'text');
        text.dir = 'auto';
        if (each.language) text.lang = each.language;
      }
    }
  };
  for (const place of document.querySelectorAll('[data-tradewind-reviews]'))
    fetch(place.dataset.tradewindReviews, { credentials: 'omit' })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((signed) => (signed ? show(place, JSON.parse(signed.payload)) : place.replaceChildren()))
      .catch(() => undefined);
})();
`;
