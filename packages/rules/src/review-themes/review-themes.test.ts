import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixOf, productReasonOf, productReasons } from '../product-reasons.ts';
import { themesOf } from './index.ts';
import { type ReviewTheme, reviewThemes } from './names.ts';
import { themeWords } from './words.ts';

test.each<[text: string, language: string | null, themes: ReviewTheme[]]>([
  ['Broke after two days.', 'en', ['broken']],
  ['Arrived late and the box was crushed.', 'en', ['damaged', 'late']],
  ["Doesn't fit, it runs small", 'en', ['size']],
  ['Not as described, and nobody helps: no reply for weeks', 'en-GB', ['not-as-described', 'service']],
  ['Smells like plastic and feels cheap. Not worth the money', 'en', ['quality', 'smell', 'price']],
  ['Sent me the wrong colour, two screws missing', 'en', ['wrong-item', 'missing']],
  ['This is a fake', 'en', ['counterfeit']],
  ['Nach zwei Tagen kaputt.', 'de', ['broken']],
  ['Kam zu spät, und der Karton war zerdrückt.', 'de', ['damaged', 'late']],
  ['Fällt leider sehr klein aus', 'de', ['size']],
  ['Cassé au bout de deux jours.', 'fr', ['broken']],
  ['Arrivé en retard, carton écrasé.', 'fr', ['damaged', 'late']],
  ['Pas conforme à la photo, trop petite', 'fr', ['size', 'not-as-described']],
  ['Rotto dopo due giorni.', 'it', ['broken']],
  ['Arrivato tardi e con la scatola schiacciata.', 'it', ['damaged', 'late']],
  ['Se rompió a los dos días.', 'es', ['broken']],
  ['Llegó tarde y con la caja aplastada.', 'es', ['damaged', 'late']],
  ['La talla es pequeña y huele a plástico', 'es-MX', ['size', 'smell']],
  ['Quebrou no segundo dia, material muito fino', 'pt-BR', ['broken', 'quality']],
  ['Veio sem carregador e a embalagem amassada', 'pt', ['damaged', 'missing']],
  ['二日で壊れました。', 'ja', ['broken']],
  ['到着が遅く、箱がつぶれていました。', 'ja', ['damaged', 'late']],
  ['写真と全然違います。サイズが小さい', 'ja', ['size', 'not-as-described']],
  ['ใช้ได้สองวันก็พังแล้ว', 'th', ['broken']],
  ['ส่งช้า กล่องบุบมาด้วย', 'th', ['damaged', 'late']],
  ['สินค้าไม่ตรงปก คุณภาพแย่', 'th', ['not-as-described', 'quality']],
  ['Dùng hai ngày là hỏng.', 'vi', ['broken']],
  ['Giao chậm, hộp bị móp.', 'vi', ['damaged', 'late']],
  ['Áo chật quá, vải mỏng', 'vi', ['size', 'quality']],
  ['Rosak selepas dua hari.', 'ms', ['broken']],
  ['Lambat sampai dan kotak kemek.', 'ms', ['damaged', 'late']],
  ['Dua hari langsung rusak.', 'id', ['broken']],
  ['Datang terlambat dan kardusnya penyok.', 'id', ['damaged', 'late']],
  ['Tidak sesuai foto, kekecilan', 'id', ['size', 'not-as-described']],
  ['用了两天就坏了，客服态度差', 'zh-CN', ['broken', 'service']],
  ['尺码偏小，有色差', 'zh', ['size', 'not-as-described']],
  ['Much too small, runs two sizes down.', 'en', ['size']],
  ['Not as described, the colour is different.', 'en', ['not-as-described']],
  ['Feels cheap and smells like plastic.', 'en', ['quality', 'smell']],
  ['A part is missing and nobody answers.', 'en', ['missing']],
  ['Fällt viel zu klein aus.', 'de', ['size']],
  ['Nicht wie beschrieben, die Farbe ist anders.', 'de', ['not-as-described']],
  ['Schlechte Qualität und riecht stark.', 'de', ['quality', 'smell']],
  ['Es fehlt ein Teil, und niemand meldet sich.', 'de', ['missing', 'service']],
  ['Beaucoup trop petit.', 'fr', ['size']],
  ['Pas conforme à la description.', 'fr', ['not-as-described']],
  ['Mauvaise qualité et mauvaise odeur.', 'fr', ['quality', 'smell']],
  ['Il manque une pièce.', 'fr', ['missing']],
  ['Troppo piccolo, veste stretto.', 'it', ['size']],
  ['Non corrisponde alla descrizione.', 'it', ['not-as-described']],
  ['Pessima qualità e cattivo odore.', 'it', ['quality', 'smell']],
  ['Manca un pezzo.', 'it', ['missing']],
  ['Demasiado pequeño.', 'es', ['size']],
  ['No se parece a la foto.', 'es', ['not-as-described']],
  ['Mala calidad y huele a plástico.', 'es', ['quality', 'smell']],
  ['Falta una pieza.', 'es', ['missing']],
  ['サイズが小さいです。', 'ja', ['size']],
  ['写真と色が違います。', 'ja', ['not-as-described']],
  ['品質が悪く、安っぽいです。', 'ja', ['quality']],
  ['部品が足りません。', 'ja', ['missing']],
  ['ไซส์เล็กไป ใส่ไม่ได้', 'th', ['size']],
  ['ของไม่ตรงปก สีเพี้ยน', 'th', ['not-as-described']],
  ['คุณภาพแย่ มีกลิ่นแรง', 'th', ['quality', 'smell']],
  ['ของมาไม่ครบ', 'th', ['missing']],
  ['Nhỏ quá, mặc không vừa.', 'vi', ['size']],
  ['Không giống hình, sai màu.', 'vi', ['not-as-described']],
  ['Chất lượng kém, mùi nhựa.', 'vi', ['quality', 'smell']],
  ['Thiếu phụ kiện.', 'vi', ['missing']],
  ['Terlalu kecil, tak muat.', 'ms', ['size']],
  ['Tak sama dengan gambar.', 'ms', ['not-as-described']],
  ['Kualiti teruk dan berbau.', 'ms', ['quality', 'smell']],
  ['Barang tak lengkap.', 'ms', ['missing']],
  ['Kekecilan, tidak muat.', 'id', ['size']],
  ['Tidak sesuai foto.', 'id', ['not-as-described']],
  ['Kualitas jelek dan bau menyengat.', 'id', ['quality', 'smell']],
  ['Barang kurang satu.', 'id', ['missing']],
  ['B\u200broke\u00ad after a day', 'en', ['broken']],
  ['ＢＲＯＫＥＮ', 'en', ['broken']],
  ['Muy bueno pero arrived broken', 'es', ['broken']],
  ['Roto', null, ['broken']],
  ['壊れました', 'xx', ['broken']],
])('%s (%s)', (text, language, themes) => {
  expect(themesOf({ text, language })).toEqual(themes);
});

test.each<[text: string, language: string]>([
  ['Exactly as shown, very happy.', 'en'],
  ['Good quality for the price and quick delivery.', 'en'],
  ['It is all right, nothing special.', 'en'],
  ['Not broken, never late', 'en'],
  ['It did not smell bad', 'en'],
  ['Genau wie auf den Bildern, sehr zufrieden.', 'de'],
  ['Gute Qualität für den Preis, schnell geliefert.', 'de'],
  ['Nicht kaputt und keine Kratzer', 'de'],
  ['Conforme aux photos, très contente.', 'fr'],
  ['Bon rapport qualité-prix, livraison rapide.', 'fr'],
  ['Pas cassé, sans odeur', 'fr'],
  ['Proprio come in foto, molto soddisfatta.', 'it'],
  ['Buona qualità e consegna veloce.', 'it'],
  ['Non è rotto', 'it'],
  ['Tal como en las fotos, muy contenta.', 'es'],
  ['Buena calidad por el precio y llegó rápido.', 'es'],
  ['No llegó dañado', 'es'],
  ['Chegou rápido e sem defeito', 'pt'],
  ['写真どおりで満足です。', 'ja'],
  ['値段のわりに品質が良く、届くのも早かったです。', 'ja'],
  ['壊れにくい。臭いはない', 'ja'],
  ['ตรงปก ชอบมากค่ะ', 'th'],
  ['คุณภาพดีเกินราคา ส่งไวมาก', 'th'],
  ['ไม่พัง ไม่เหม็น', 'th'],
  ['Giống hình, rất ưng ạ.', 'vi'],
  ['Chất lượng tốt so với giá, giao nhanh.', 'vi'],
  ['Màu hồng rất đẹp, không bị hỏng', 'vi'],
  ['Sama seperti gambar, puas hati.', 'ms'],
  ['Kualiti berbaloi dan sampai cepat.', 'ms'],
  ['Sesuai foto, puas sekali.', 'id'],
  ['Kualitas bagus untuk harganya, cepat sampai.', 'id'],
  ['Tidak rusak, tidak berbau', 'id'],
  ['没有异味，没坏', 'zh'],
  ['', 'en'],
  ['👍👍', 'en'],
])('%s (%s) complains of nothing', (text, language) => {
  expect(themesOf({ text, language })).toEqual([]);
});

test('twelve languages, each with words for every theme', () => {
  expect(themeWords.map(({ language }) => language)).toEqual(['en', 'zh', 'ja', 'th', 'vi', 'ms', 'id', 'es', 'fr', 'de', 'it', 'pt']);
  for (const { words } of themeWords) for (const theme of reviewThemes) expect(words[theme].length).toBeGreaterThan(0);
});

test('whatever stands in a review: an answer in the order of the list, the same each time, soon', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.option(fc.constantFrom('en', 'ja', 'vi', 'xx', '')), (text, language) => {
      const themes = themesOf({ text, language });
      expect(themes).toEqual(reviewThemes.filter((theme) => themes.includes(theme)));
      expect(themesOf({ text, language })).toEqual(themes);
    }),
  );
  expect(themesOf({ text: 'box '.repeat(25_000), language: null })).toEqual([]);
});

test.each<[code: string, reason: string]>([
  ["ecom_order_delivered_refund_and_return_reason_doesn't_fit", 'size'],
  ['ecom_order_delivered_refund_reason_defective_uk', 'broken'],
  ['ecom_order_delivered_refund_reason_damaged', 'damaged'],
  ['ecom_order_delivered_refund_reason_not_match_description', 'not-as-described'],
  ['ecom_order_delivered_refund_reason_missing_parts', 'missing'],
  ['ecom_order_delivered_refund_reason_wrong_product', 'wrong-item'],
  ['ecom_order_delivered_refund_reason_arrived_too_late', 'late'],
  ['ecom_order_delivered_refund_reason_no_need', 'not-wanted'],
  ['something_new', 'other'],
])('%s stands beside the theme %s', (code, reason) => {
  expect(productReasonOf(code)).toBe(reason);
});

test('every theme has a fix, a change of mind has none', () => {
  expect(productReasons.filter((reason) => fixOf(reason) === null)).toEqual(['not-wanted', 'other']);
  expect(fixOf('size')).toBe('size-chart');
});
