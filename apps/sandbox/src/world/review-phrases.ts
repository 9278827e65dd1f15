import type { Language } from './markets.ts';

/** What buyers write about what they got. Machine-drafted for the languages nobody here speaks; only a simulation reads them. */
type ReviewPhrases = { good: string[]; fair: string[]; bad: string[] };

export const REVIEW_PHRASES: Record<Language, ReviewPhrases> = {
  en: {
    good: ['Exactly as shown, very happy.', 'Good quality for the price and quick delivery.'],
    fair: ['It is all right, nothing special.'],
    bad: ['Broke after two days.', 'Arrived late and the box was crushed.'],
  },
  de: {
    good: ['Genau wie auf den Bildern, sehr zufrieden.', 'Gute Qualität für den Preis, schnell geliefert.'],
    fair: ['Ganz in Ordnung, nichts Besonderes.'],
    bad: ['Nach zwei Tagen kaputt.', 'Kam zu spät, und der Karton war zerdrückt.'],
  },
  fr: {
    good: ['Conforme aux photos, très contente.', 'Bon rapport qualité-prix, livraison rapide.'],
    fair: ['Correct, sans plus.'],
    bad: ['Cassé au bout de deux jours.', 'Arrivé en retard, carton écrasé.'],
  },
  it: {
    good: ['Proprio come in foto, molto soddisfatta.', 'Buona qualità e consegna veloce.'],
    fair: ['Nella media, niente di speciale.'],
    bad: ['Rotto dopo due giorni.', 'Arrivato tardi e con la scatola schiacciata.'],
  },
  es: {
    good: ['Tal como en las fotos, muy contenta.', 'Buena calidad por el precio y llegó rápido.'],
    fair: ['Está bien, nada especial.'],
    bad: ['Se rompió a los dos días.', 'Llegó tarde y con la caja aplastada.'],
  },
  ja: {
    good: ['写真どおりで満足です。', '値段のわりに品質が良く、届くのも早かったです。'],
    fair: ['普通です。'],
    bad: ['二日で壊れました。', '到着が遅く、箱がつぶれていました。'],
  },
  th: { good: ['ตรงปก ชอบมากค่ะ', 'คุณภาพดีเกินราคา ส่งไวมาก'], fair: ['พอใช้ได้ค่ะ'], bad: ['ใช้ได้สองวันก็พังแล้ว', 'ส่งช้า กล่องบุบมาด้วย'] },
  vi: {
    good: ['Giống hình, rất ưng ạ.', 'Chất lượng tốt so với giá, giao nhanh.'],
    fair: ['Tạm ổn.'],
    bad: ['Dùng hai ngày là hỏng.', 'Giao chậm, hộp bị móp.'],
  },
  ms: {
    good: ['Sama seperti gambar, puas hati.', 'Kualiti berbaloi dan sampai cepat.'],
    fair: ['Boleh tahan.'],
    bad: ['Rosak selepas dua hari.', 'Lambat sampai dan kotak kemek.'],
  },
  id: {
    good: ['Sesuai foto, puas sekali.', 'Kualitas bagus untuk harganya, cepat sampai.'],
    fair: ['Lumayan.'],
    bad: ['Dua hari langsung rusak.', 'Datang terlambat dan kardusnya penyok.'],
  },
};
