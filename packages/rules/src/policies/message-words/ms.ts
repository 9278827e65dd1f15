import type { WordList } from './word-list.ts';

export const msWords: WordList = {
  language: 'ms',
  whole: true,
  negations: ['jangan', 'tidak', 'tak', 'bukan'],
  words: {
    'asks-to-cancel': [
      '(?:tolong|mohon|sila|harap|minta|boleh (?:anda|awak|tuan|puan|sis|bos)|bolehkah (?:anda|awak|tuan|puan))…(?:batalkan|membatalkan|cancel)',
      '(?:anda|awak) (?:perlu|mesti|harus|kena)…(?:batalkan|membatalkan|cancel)',
    ],
    'offers-substitute': [
      '(?:terima|tukar|ganti|hantar|menerima|menukar)…(?:serupa|sejenis|warna lain|model lain|produk lain|pengganti|gantian|alternatif)',
    ],
    'external-contact': ['di luar (?:platform|aplikasi|tiktok)', 'hubungi (?:kami|saya) (?:terus )?di luar'],
    'unsolicited-advertising': [
      'jualan murah',
      'promosi',
      'diskaun',
      'baucar',
      'tawaran (?:hebat|istimewa|terhad)',
      'produk baharu',
      'produk baru',
      'beli sekarang',
      'penghantaran percuma',
      'harga (?:istimewa|runtuh)',
      'ikuti kedai',
      'hadiah percuma',
    ],
    abuse: [
      'bodoh',
      'bangang',
      'babi',
      'sial(?:an)?',
      'celaka',
      'bangsat',
      'haram jadah',
      'pukimak',
      'mampus',
      'otak udang',
      'tolol',
      'diam lah',
    ],
  },
};
