import type { WordList } from './word-list.ts';

export const idWords: WordList = {
  language: 'id',
  whole: true,
  negations: ['jangan', 'tidak', 'tak', 'bukan', 'nggak'],
  words: {
    'asks-to-cancel': [
      '(?:tolong|mohon|silakan|silahkan|harap|minta|bantu|bisa (?:kakak|kak|anda|tolong|minta|bantu)|bisakah (?:anda|kakak))…(?:batalkan|membatalkan|cancel)',
      '(?:anda|kakak|kak) (?:perlu|harus|bisa)…(?:batalkan|membatalkan|cancel)',
      'ajukan pembatalan',
    ],
    'offers-substitute': [
      '(?:terima|tukar|ganti|kirim|menerima|mengganti|diganti|mau)…(?:serupa|sejenis|yang mirip|warna lain|model lain|produk lain|pengganti|alternatif)',
    ],
    'external-contact': ['di luar (?:platform|aplikasi|tiktok)', '(?:chat|hubungi|kontak)…(?:wa|whatsapp)', 'nomor wa', 'via wa'],
    'unsolicited-advertising': [
      'promo',
      'diskon',
      'voucher',
      'kupon',
      'potongan harga',
      'produk terbaru',
      'beli sekarang',
      'gratis ongkir',
      'harga spesial',
      'cuci gudang',
      'ikuti toko',
      'penawaran',
    ],
    abuse: [
      'bodoh',
      'goblok',
      'goblog',
      'tolol',
      'anjing',
      'bangsat',
      'babi',
      'brengsek',
      'kampret',
      'bajingan',
      'monyet',
      'kontol',
      'idiot',
      'sialan',
      'dungu',
    ],
  },
};
