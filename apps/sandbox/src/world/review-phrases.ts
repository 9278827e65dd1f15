import type { Language } from './markets.ts';

/** What buyers write about what they got. Machine-drafted for the languages nobody here speaks; only a simulation reads them. */
type ReviewPhrases = { good: string[]; fair: string[]; bad: string[] };

export const REVIEW_PHRASES: Record<Language, ReviewPhrases> = {
  en: {
    good: ['Exactly as shown, very happy.', 'Good quality for the price and quick delivery.'],
    fair: ['It is all right, nothing special.'],
    bad: [
      'Broke after two days.',
      'Arrived late and the box was crushed.',
      'Much too small, runs two sizes down.',
      'Not as described, the colour is different.',
      'Feels cheap and smells like plastic.',
      'A part is missing and nobody answers.',
    ],
  },
  de: {
    good: ['Genau wie auf den Bildern, sehr zufrieden.', 'Gute Qualität für den Preis, schnell geliefert.'],
    fair: ['Ganz in Ordnung, nichts Besonderes.'],
    bad: [
      'Nach zwei Tagen kaputt.',
      'Kam zu spät, und der Karton war zerdrückt.',
      'Fällt viel zu klein aus.',
      'Nicht wie beschrieben, die Farbe ist anders.',
      'Schlechte Qualität und riecht stark.',
      'Es fehlt ein Teil, und niemand meldet sich.',
    ],
  },
  fr: {
    good: ['Conforme aux photos, très contente.', 'Bon rapport qualité-prix, livraison rapide.'],
    fair: ['Correct, sans plus.'],
    bad: [
      'Cassé au bout de deux jours.',
      'Arrivé en retard, carton écrasé.',
      'Beaucoup trop petit.',
      'Pas conforme à la description.',
      'Mauvaise qualité et mauvaise odeur.',
      'Il manque une pièce.',
    ],
  },
  it: {
    good: ['Proprio come in foto, molto soddisfatta.', 'Buona qualità e consegna veloce.'],
    fair: ['Nella media, niente di speciale.'],
    bad: [
      'Rotto dopo due giorni.',
      'Arrivato tardi e con la scatola schiacciata.',
      'Troppo piccolo, veste stretto.',
      'Non corrisponde alla descrizione.',
      'Pessima qualità e cattivo odore.',
      'Manca un pezzo.',
    ],
  },
  es: {
    good: ['Tal como en las fotos, muy contenta.', 'Buena calidad por el precio y llegó rápido.'],
    fair: ['Está bien, nada especial.'],
    bad: [
      'Se rompió a los dos días.',
      'Llegó tarde y con la caja aplastada.',
      'Demasiado pequeño.',
      'No se parece a la foto.',
      'Mala calidad y huele a plástico.',
      'Falta una pieza.',
    ],
  },
  ja: {
    good: ['写真どおりで満足です。', '値段のわりに品質が良く、届くのも早かったです。'],
    fair: ['普通です。'],
    bad: [
      '二日で壊れました。',
      '到着が遅く、箱がつぶれていました。',
      'サイズが小さいです。',
      '写真と色が違います。',
      '品質が悪く、安っぽいです。',
      '部品が足りません。',
    ],
  },
  th: {
    good: ['ตรงปก ชอบมากค่ะ', 'คุณภาพดีเกินราคา ส่งไวมาก'],
    fair: ['พอใช้ได้ค่ะ'],
    bad: ['ใช้ได้สองวันก็พังแล้ว', 'ส่งช้า กล่องบุบมาด้วย', 'ไซส์เล็กไป ใส่ไม่ได้', 'ของไม่ตรงปก สีเพี้ยน', 'คุณภาพแย่ มีกลิ่นแรง', 'ของมาไม่ครบ'],
  },
  vi: {
    good: ['Giống hình, rất ưng ạ.', 'Chất lượng tốt so với giá, giao nhanh.'],
    fair: ['Tạm ổn.'],
    bad: [
      'Dùng hai ngày là hỏng.',
      'Giao chậm, hộp bị móp.',
      'Nhỏ quá, mặc không vừa.',
      'Không giống hình, sai màu.',
      'Chất lượng kém, mùi nhựa.',
      'Thiếu phụ kiện.',
    ],
  },
  ms: {
    good: ['Sama seperti gambar, puas hati.', 'Kualiti berbaloi dan sampai cepat.'],
    fair: ['Boleh tahan.'],
    bad: [
      'Rosak selepas dua hari.',
      'Lambat sampai dan kotak kemek.',
      'Terlalu kecil, tak muat.',
      'Tak sama dengan gambar.',
      'Kualiti teruk dan berbau.',
      'Barang tak lengkap.',
    ],
  },
  id: {
    good: ['Sesuai foto, puas sekali.', 'Kualitas bagus untuk harganya, cepat sampai.'],
    fair: ['Lumayan.'],
    bad: [
      'Dua hari langsung rusak.',
      'Datang terlambat dan kardusnya penyok.',
      'Kekecilan, tidak muat.',
      'Tidak sesuai foto.',
      'Kualitas jelek dan bau menyengat.',
      'Barang kurang satu.',
    ],
  },
};
