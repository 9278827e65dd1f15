/**
 * What a listing must not say, or may only say with proof, by language and market: data with its source and the reason a reader is told.
 * An entry is a word or a phrase, found whole in scripts with spaces. The laws forbid claims, not words, so these lists find what to look
 * at: `forbidden` never passes, a `claim` is for a person to decide. The words are ours (decision), and the articles are named
 * from memory: a lawyer of the market has yet to read both.
 */
type WordReason =
  | 'disease' // says that goods treat or prevent a disease
  | 'superlative' // best, first, only
  | 'guarantee' // promises a result or freedom from risk
  | 'approval' // says that an authority stands behind it
  | 'green' // calls goods kind to the environment without saying how
  | 'elsewhere'; // leads buyers off the platform
export type ClaimList = {
  language: string;
  /** Null: wherever the language is read. */
  markets: readonly string[] | null;
  weight: 'forbidden' | 'claim';
  reason: WordReason;
  source: string;
  words: readonly string[];
};

const DISEASE_EU = 'Regulation (EU) No 1169/2011, article 7(3)';
const DISEASE_US = '21 CFR 101.93(g)';
const HONEST_EU = 'Directive 2005/29/EC, annex I and articles 6, 7';
const GREEN_EU = 'Directive (EU) 2024/825, annex';
const HONEST_US = 'FTC Act, section 5';
const PLATFORM = 'policies: misleading details';
const OFF_PLATFORM = 'policies: external contact';

type Short = [ClaimList['weight'], WordReason, string, readonly string[], (readonly string[])?];
const inLanguage = (language: string, rows: readonly Short[]): ClaimList[] =>
  rows.map(([weight, reason, source, words, markets]) => ({ language, weight, reason, source, words, markets: markets ?? null }));

export const claimWords: readonly ClaimList[] = [
  ...inLanguage('en', [
    [
      'forbidden',
      'disease',
      `${DISEASE_US}; ${DISEASE_EU}`,
      ['cures', 'cure for', 'treats cancer', 'treats diabetes', 'prevents disease', 'heals', 'anti-viral', 'kills viruses'],
    ],
    [
      'claim',
      'superlative',
      `${HONEST_US}; ${PLATFORM}`,
      ['best in the world', 'number one', 'no. 1', '#1', 'the best', 'world’s best', "world's best"],
    ],
    [
      'claim',
      'guarantee',
      `${HONEST_US}; ${PLATFORM}`,
      ['100% safe', 'risk-free', 'guaranteed results', 'miracle', 'no side effects', 'clinically proven'],
    ],
    ['claim', 'approval', '21 CFR 801; UK CAP Code 3.50', ['FDA approved', 'NHS approved', 'doctor recommended', 'government approved']],
    ['claim', 'green', GREEN_EU, ['eco-friendly', 'climate neutral', 'carbon neutral', 'environmentally friendly'], ['IE']],
    ['forbidden', 'elsewhere', OFF_PLATFORM, ['whatsapp', 'wechat', 'telegram', 'contact us at', 'visit our website']],
  ]),
  ...inLanguage('de', [
    [
      'forbidden',
      'disease',
      `${DISEASE_EU}; HWG § 3`,
      ['heilt', 'heilmittel', 'gegen krebs', 'beugt krankheiten vor', 'lindert schmerzen'],
    ],
    [
      'claim',
      'superlative',
      `UWG § 5; ${PLATFORM}`,
      ['das beste', 'die beste', 'der beste', 'nr. 1', 'nummer eins', 'weltbeste', 'testsieger'],
    ],
    [
      'claim',
      'guarantee',
      `UWG § 5; ${PLATFORM}`,
      ['100 % sicher', '100% sicher', 'ohne risiko', 'garantiert wirksam', 'wundermittel', 'klinisch getestet'],
    ],
    ['claim', 'approval', HONEST_EU, ['behördlich geprüft', 'staatlich anerkannt', 'tüv geprüft']],
    ['claim', 'green', GREEN_EU, ['klimaneutral', 'umweltfreundlich', 'co2-neutral', 'biologisch abbaubar']],
    ['forbidden', 'elsewhere', OFF_PLATFORM, ['whatsapp', 'telegram', 'besuchen sie unsere website']],
  ]),
  ...inLanguage('fr', [
    ['forbidden', 'disease', DISEASE_EU, ['guérit', 'soigne', 'contre le cancer', 'prévient les maladies']],
    ['claim', 'superlative', `${HONEST_EU}; ${PLATFORM}`, ['le meilleur', 'la meilleure', 'numéro un', 'n°1', 'n° 1']],
    [
      'claim',
      'guarantee',
      `${HONEST_EU}; ${PLATFORM}`,
      ['100 % sûr', '100% sûr', 'sans risque', 'miracle', 'cliniquement prouvé', 'résultats garantis'],
    ],
    ['claim', 'approval', HONEST_EU, ['approuvé par les autorités', 'recommandé par les médecins']],
    // The Code de l'environnement forbids these words outright on products and packing.
    [
      'forbidden',
      'green',
      'Code de l’environnement, article L541-9-1',
      ['biodégradable', 'respectueux de l’environnement', "respectueux de l'environnement"],
      ['FR'],
    ],
    ['claim', 'green', GREEN_EU, ['écologique', 'neutre en carbone']],
  ]),
  ...inLanguage('it', [
    ['forbidden', 'disease', DISEASE_EU, ['cura il', 'guarisce', 'previene le malattie', 'contro il cancro']],
    ['claim', 'superlative', `${HONEST_EU}; ${PLATFORM}`, ['il migliore', 'la migliore', 'numero uno', 'n. 1']],
    [
      'claim',
      'guarantee',
      `${HONEST_EU}; ${PLATFORM}`,
      ['100% sicuro', 'senza rischi', 'miracoloso', 'clinicamente testato', 'risultati garantiti'],
    ],
    ['claim', 'green', GREEN_EU, ['ecologico', 'a impatto zero', 'biodegradabile']],
  ]),
  ...inLanguage('es', [
    [
      'forbidden',
      'disease',
      `${DISEASE_EU}; LGS (Mexico) article 306`,
      ['cura el', 'cura la', 'sana enfermedades', 'previene enfermedades', 'contra el cáncer'],
    ],
    ['claim', 'superlative', `${HONEST_EU}; LFPC (Mexico) article 32`, ['el mejor', 'la mejor', 'número uno', 'n.º 1']],
    [
      'claim',
      'guarantee',
      `${HONEST_EU}; LFPC (Mexico) article 32`,
      ['100% seguro', 'sin riesgo', 'milagroso', 'clínicamente probado', 'resultados garantizados'],
    ],
    ['claim', 'approval', 'LGS (Mexico) article 301', ['aprobado por cofepris', 'recomendado por médicos']],
    ['claim', 'green', GREEN_EU, ['ecológico', 'biodegradable', 'respetuoso con el medio ambiente'], ['ES']],
    ['forbidden', 'elsewhere', OFF_PLATFORM, ['whatsapp', 'telegram', 'visita nuestra web']],
  ]),
  ...inLanguage('pt', [
    ['forbidden', 'disease', 'ANVISA RDC 96/2008', ['cura o', 'cura a', 'previne doenças', 'contra o câncer']],
    ['claim', 'superlative', 'CDC (Brazil) article 37', ['o melhor', 'a melhor', 'número um', 'nº 1']],
    ['claim', 'guarantee', 'CDC (Brazil) article 37', ['100% seguro', 'sem riscos', 'milagroso', 'clinicamente comprovado']],
    ['claim', 'approval', 'ANVISA RDC 96/2008', ['aprovado pela anvisa']],
  ]),
  ...inLanguage('ja', [
    ['forbidden', 'disease', '薬機法 (PMD Act) article 68', ['治る', '治療', '病気を予防', 'がんに効く']],
    ['claim', 'superlative', '景品表示法 article 5', ['世界一', '日本一', '最高級', 'No.1', '業界初']],
    ['claim', 'guarantee', '景品表示法 article 5', ['絶対に', '100%安全', '副作用なし', '奇跡の']],
  ]),
  ...inLanguage('zh', [
    ['forbidden', 'disease', '广告法 article 17', ['治疗', '治愈', '预防疾病', '抗癌']],
    ['forbidden', 'superlative', '广告法 article 9', ['国家级', '最高级', '最佳', '全网第一', '世界第一']],
    ['claim', 'guarantee', '广告法 article 28', ['100%安全', '无副作用', '零风险', '包治']],
    ['forbidden', 'elsewhere', OFF_PLATFORM, ['微信', '加微信', 'QQ群']],
  ]),
  ...inLanguage('th', [
    ['forbidden', 'disease', 'Food Act B.E. 2522, section 40', ['รักษาโรค', 'ป้องกันโรค', 'ต้านมะเร็ง', 'หายขาด']],
    ['claim', 'superlative', 'Consumer Protection Act B.E. 2522, section 22', ['ดีที่สุด', 'อันดับ 1', 'อันดับหนึ่ง', 'ที่สุดในโลก']],
    ['claim', 'guarantee', 'Consumer Protection Act B.E. 2522, section 22', ['ปลอดภัย 100%', 'เห็นผลทันที', 'ไม่มีผลข้างเคียง', 'มหัศจรรย์']],
    ['forbidden', 'elsewhere', OFF_PLATFORM, ['แอดไลน์', 'ไลน์ไอดี', 'line id']],
  ]),
  ...inLanguage('vi', [
    [
      'forbidden',
      'disease',
      'Law on Advertising 16/2012/QH13, article 7; Decree 15/2018, article 27',
      ['chữa bệnh', 'trị dứt điểm', 'phòng bệnh', 'chống ung thư'],
    ],
    // The law wants papers for exactly these words.
    ['forbidden', 'superlative', 'Law on Advertising 16/2012/QH13, article 8(11)', ['tốt nhất', 'duy nhất', 'số một', 'nhất thế giới']],
    [
      'claim',
      'guarantee',
      'Law on Advertising 16/2012/QH13, article 8(9)',
      ['an toàn 100%', 'không tác dụng phụ', 'thần kỳ', 'cam kết hiệu quả'],
    ],
    ['forbidden', 'elsewhere', OFF_PLATFORM, ['zalo', 'liên hệ qua']],
  ]),
  ...inLanguage('ms', [
    [
      'forbidden',
      'disease',
      'Medicines (Advertisement and Sale) Act 1956, section 3',
      ['menyembuhkan', 'merawat penyakit', 'mencegah penyakit', 'anti kanser'],
    ],
    ['claim', 'superlative', 'Consumer Protection Act 1999, section 10', ['terbaik di dunia', 'nombor satu', 'paling hebat']],
    [
      'claim',
      'guarantee',
      'Consumer Protection Act 1999, section 10',
      ['100% selamat', 'tanpa kesan sampingan', 'keajaiban', 'terbukti klinikal'],
    ],
    ['claim', 'approval', 'Trade Descriptions Act 2011, section 28', ['diluluskan kkm', 'disahkan halal']],
  ]),
  ...inLanguage('id', [
    ['forbidden', 'disease', 'BPOM Regulation 2/2016', ['menyembuhkan', 'mengobati penyakit', 'mencegah penyakit', 'anti kanker']],
    ['claim', 'superlative', 'Etika Pariwara Indonesia 1.2', ['terbaik', 'nomor satu', 'paling ampuh', 'satu-satunya']],
    ['claim', 'guarantee', 'UU 8/1999, articles 9 and 10', ['100% aman', 'tanpa efek samping', 'ajaib', 'terbukti klinis']],
    ['claim', 'approval', 'BPOM Regulation 2/2016', ['disetujui bpom']],
  ]),
];

export const listsFor = (language: string, market: string): ClaimList[] =>
  claimWords.filter((list) => list.language === language && (list.markets === null || list.markets.includes(market)));
