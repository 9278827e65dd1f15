import type { ReviewTheme } from './names.ts';

/**
 * What buyers write when something is wrong, per language, as data. An entry is a regular expression in which a space is any short white space
 * and … a gap of at most 24 characters within one clause. A hit counts for nothing where one of the language's negations stands shortly before
 * it in the same clause ("not broken"), or, where the language negates afterwards, begins right behind it. Accents are folded away before
 * matching where `folds` (in Vietnamese they tell pink from broken). `whole` lists match whole words; scripts without spaces have none.
 * The words are ours, collected on 2026-11-23; nobody has said that they are all.
 */
export type ThemeWords = {
  language: string;
  whole: boolean;
  folds: boolean;
  negations: string[];
  negatedBehind?: string[];
  words: Record<ReviewTheme, string[]>;
};

const en: ThemeWords = {
  ...{ language: 'en', whole: true, folds: true },
  negations: ['not', 'no', 'never', 'without', 'nothing', 'isn.?t', 'wasn.?t', 'didn.?t', 'hasn.?t', 'doesn.?t'],
  words: {
    broken: [
      ...[
        'broken?',
        'stopped working',
        'does ?n.?t work',
        'did ?n.?t work',
        '(?:does|did|is|was) not work(?:ing)?',
        'not working',
        'defective',
      ],
      ...['faulty', 'fell apart', 'snapped', 'dead on arrival', 'won.?t (?:turn on|charge|work)', 'breaks?'],
    ],
    damaged: [
      ...[
        'damaged',
        'crushed',
        'dented',
        'scratched',
        'cracked',
        'leak(?:ed|ing|s)',
        'torn',
        'badly packed',
        'poor(?:ly)? pack(?:aging|aged|ed)',
      ],
      ...['(?:box|package|parcel|carton)…(?:open(?:ed)?|ripped|squashed)'],
    ],
    late: [
      ...[
        'late',
        'delayed',
        'took (?:too long|forever|ages|weeks|months|so long)',
        'slow (?:delivery|shipping)',
        '(?:delivery|shipping)…slow',
      ],
      ...['wait(?:ed|ing)…(?:weeks|months?)', 'never (?:arrived|came|received)', 'has ?n.?t arrived', 'still waiting'],
    ],
    size: [
      ...[
        'too (?:small|big|large|tight|loose|narrow|wide)',
        'runs (?:small|large|big)',
        'does ?n.?t fit',
        'did ?n.?t fit',
        '(?:does|did) not fit',
      ],
      ...['wrong size', 'siz(?:e|ing)…(?:off|wrong|inaccurate)', '(?:smaller|bigger|larger) than'],
    ],
    'not-as-described': [
      ...[
        'not (?:as|like) (?:described|shown|pictured|advertised|expected)',
        'not (?:as|like) (?:in )?the (?:picture|photo|image|description)s?',
      ],
      ...['different (?:from|than|to)…(?:picture|photo|image|description)s?', 'colou?r…(?:different|off)', 'misleading'],
      ...['false advertis(?:ing|ement)', 'nothing like the'],
    ],
    'wrong-item': ['wrong (?:item|product|colou?r|model|one|order)', 'sent…wrong', 'not what i ordered', 'received (?:a )?different'],
    missing: [
      ...['missing', 'incomplete', 'empty (?:box|package|parcel)', 'only (?:got|received) (?:one|half|1)', 'parts?…not included'],
      ...['without (?:the )?(?:charger|screws|manual|instructions|accessories)'],
    ],
    quality: [
      ...[
        '(?:poor|bad|low|terrible|awful) quality',
        'quality…(?:poor|bad|terrible|awful)',
        'cheaply made',
        'flimsy',
        '(?:feels|looks) cheap',
      ],
      ...[
        'thin (?:material|fabric)',
        '(?:material|fabric)…(?:thin|cheap)',
        'poorly made',
        'shoddy',
        'came off',
        'faded',
        'shrank',
        'shrunk',
        'fell off',
      ],
    ],
    smell: [
      ...['(?:bad|strong|chemical|horrible|awful|weird|strange|terrible) (?:smell|odou?r)', 'stinks?', 'stinky', 'stank'],
      ...['smells? (?:bad|awful|horrible|terrible|weird|strange|like (?:chemicals?|plastic|glue|petrol))'],
    ],
    counterfeit: ['fake', 'counterfeit', 'knock.?off', 'not (?:genuine|authentic|original|real)'],
    service: [
      ...[
        'no (?:reply|response|answer)',
        'rude',
        'unhelpful',
        'never (?:replied|answered|responded)',
        '(?:bad|terrible|awful|poor) (?:customer )?service',
      ],
      ...['(?:seller|shop)…ignored', 'refus(?:ed|es)…refund'],
    ],
    price: ['overpriced', 'too expensive', 'not worth', 'waste of money', 'rip.?off', 'cheaper elsewhere'],
  },
};

const zh: ThemeWords = {
  ...{ language: 'zh', whole: false, folds: true },
  negations: ['没有', '没', '不', '无', '并未', '毫无'],
  words: {
    broken: ['坏了', '坏的', '坏掉', '用不了', '不能用', '无法使用', '没法用', '开不了机', '充不进电', '失灵', '断了', '故障'],
    damaged: ['破损', '压坏', '压扁', '包装破', '[盒箱]子(?:都)?(?:烂|破|扁)', '碎了', '划痕', '漏液', '摔坏'],
    late: ['太慢', '很慢', '好慢', '延误', '晚到', '等了(?:很久|好久|半个月|一个月)', '迟迟', '还没到', '没收到货'],
    size: ['尺码(?:不对|偏|不准)', '偏小', '偏大', '太小', '太大', '太紧', '不合身', '不合脚', '穿不[下上了]'],
    'not-as-described': [
      '货不对板',
      '色差',
      '描述不符',
      '图片不符',
      '实物不符',
      '[与和跟](?:图片|描述|照片)…(?:不一样|不同|不符)',
      '虚假宣传',
    ],
    'wrong-item': ['发错', '寄错', '错发', '送错', '不是我[买订]的'],
    missing: ['少发', '漏发', '缺少', '缺件', '少了', '没有(?:配件|说明书|充电器)', '空[包盒]'],
    quality: ['质量(?:很|太)?(?:差|不好|不行)', '做工(?:很|太)?(?:差|粗糙|不好)', '粗糙', '掉色', '起球', '太薄', '劣质', '缩水'],
    smell: ['异味', '臭', '难闻', '刺鼻', '[味气]道?味?(?:很|太)(?:大|重)'],
    counterfeit: ['假货', '是假的', '山寨', '不是正品', '仿品', '盗版'],
    service: ['客服(?:态度)?(?:很|太)?差', '态度(?:差|不好|恶劣)', '不理人', '没人理', '不回(?:复|消息)', '不给退'],
    price: ['太贵', '不值', '性价比低', '坑钱', '浪费钱'],
  },
};

const ja: ThemeWords = {
  ...{ language: 'ja', whole: false, folds: true },
  negations: [],
  negatedBehind: [
    'ていませ',
    'ていな',
    'てな',
    'なかった',
    'ませんでした',
    'にく',
    'くな',
    'ずに',
    'はな',
    'もな',
    'がな',
    'はありませ',
    'もありませ',
    'ることな',
    'ることもな',
  ],
  words: {
    broken: ['壊れ', '故障', '動かな', '動きませ', '使えな', '使えませ', '不良品', '割れ', '電源が入ら', '充電でき(?:な|ませ)'],
    damaged: ['つぶれ', '潰れ', '破損', 'へこ[みんむ]', '凹', '傷(?:が|だらけ)', '破れ', '液漏れ', 'キズ'],
    late: ['遅', '届かな', '届きませ', '届いて(?:いな|いませ|な)', '待たされ'],
    size: [
      'サイズが(?:合わ|違|小さ|大き)',
      '小さ(?:すぎ|過ぎ)',
      '大き(?:すぎ|過ぎ)',
      'きつい',
      'きつすぎ',
      'ゆるい',
      'ゆるすぎ',
      'ぶかぶか',
      '短すぎ',
    ],
    'not-as-described': [
      '写真と…(?:違|異な)',
      '画像と…(?:違|異な)',
      '説明と…(?:違|異な)',
      'イメージと…(?:違|異な)',
      '色が(?:違|異な)',
      '思っていたのと違',
    ],
    'wrong-item': ['違う(?:商品|もの|物|色|サイズ)が', '間違(?:って|えた)(?:届|商品)', '誤配', '別の(?:商品|もの|物)が'],
    missing: ['足りな', '足りませ', '不足', '入って(?:いな|な|いませ)', '欠品', '付属品が[な無]', '空箱'],
    quality: [
      '品質が(?:悪|低|良くな)',
      '安っぽ',
      '粗悪',
      '作りが(?:雑|悪|粗)',
      '薄っぺら',
      '生地が薄',
      'ほつれ',
      '色落ち',
      '質が悪',
      'ペラペラ',
    ],
    smell: ['臭い', 'くさい', '異臭', '[匂にニ][いおオ]?[いイ]?がきつ', '嫌な[臭匂に]', '悪臭'],
    counterfeit: ['偽物', 'にせもの', 'ニセモノ', 'コピー品', '模造', '本物では', '正規品では'],
    service: [
      '返信が(?:な|来な|ありませ)',
      '対応が(?:悪|遅|ひど|最悪)',
      '無視され',
      '連絡が(?:な|つか|取れ)',
      '態度が悪',
      '返金(?:され|してくれ)(?:な|ませ)',
    ],
    price: ['高(?:すぎ|過ぎ)', '値段が高', '割高', 'お金の無駄', 'ぼったくり', '価値[がは]な'],
  },
};

const th: ThemeWords = {
  ...{ language: 'th', whole: false, folds: true },
  negations: ['ไม่', 'ไม่มี', 'ไม่ได้', 'ยังไม่', 'ไม่เคย'],
  words: {
    broken: ['พัง', 'เสียแล้ว', 'ใช้ไม่ได้', 'ใช้งานไม่ได้', 'ชำรุด', 'ไม่ทำงาน', 'เปิดไม่ติด', 'หัก', 'แตก(?!ต่าง)', 'ชาร์จไม่เข้า'],
    damaged: ['บุบ', 'ยับ', 'รอยขีดข่วน', 'เป็นรอย', 'รั่ว', 'แพ็?คไม่ดี', 'ฉีกขาด'],
    late: ['ส่งช้า', 'ช้ามาก', 'ล่าช้า', 'มาช้า', 'รอนาน', 'ยังไม่ได้(?:รับ)?ของ', 'ไม่ได้รับของ', 'ได้ของช้า'],
    size: ['เล็ก(?:เกิน)?ไป', 'ใหญ่(?:เกิน)?ไป', 'คับไป', 'คับแน่น', 'หลวม', 'ไซส์(?:ไม่ตรง|ไม่พอดี|เล็ก|ใหญ่)', 'ใส่ไม่(?:ได้|พอดี)', 'สั้นไป'],
    'not-as-described': ['ไม่ตรงปก', 'ไม่ตรงกับ', 'ไม่เหมือน(?:ใน)?(?:รูป|ภาพ)', 'ไม่ตรงรูป', 'สีไม่ตรง', 'สีเพี้ยน'],
    'wrong-item': ['ส่ง(?:ของ|สินค้า|สี|ไซส์)?ผิด', 'ผิดสี', 'ผิดรุ่น', 'ได้ของผิด'],
    missing: ['ขาด(?:หาย|ชิ้น|อุปกรณ์)', 'ไม่ครบ', 'ของหาย', 'กล่องเปล่า', 'ไม่มี(?:คู่มือ|สายชาร์จ|น็อต)'],
    quality: ['คุณภาพ(?:แย่|ไม่ดี|ต่ำ|ห่วย)', 'ห่วย', 'บางมาก', 'ผ้าบาง', 'งานหยาบ', 'งานไม่ดี', 'ไม่แข็งแรง', 'สีตก', 'ไม่ทน'],
    smell: ['เหม็น', 'กลิ่น(?:แรง|ฉุน|เคมี|แปลก|ไม่ดี)'],
    counterfeit: ['ของปลอม', 'ไม่ใช่ของแท้', 'ของก๊อป', 'ของเลียนแบบ'],
    service: ['ไม่ตอบ', 'ตอบช้า', 'พูดจาไม่ดี', 'บริการ(?:แย่|ไม่ดี|ห่วย)', 'ไม่รับผิดชอบ', 'ไม่คืนเงิน'],
    price: ['แพง(?:เกิน)?ไป', 'ไม่คุ้ม', 'ราคาแพง', 'เปลืองเงิน', 'เสียดายเงิน'],
  },
};

const vi: ThemeWords = {
  ...{ language: 'vi', whole: true, folds: false },
  negations: ['không', 'chưa', 'ko', 'chẳng', 'đâu'],
  words: {
    broken: ['hỏng', 'hư', 'gãy', 'vỡ', 'đứt', 'lỗi', 'không (?:hoạt động|dùng được|sử dụng được|lên nguồn|sạc được|chạy)'],
    damaged: ['móp', 'bẹp', 'rách', 'trầy', 'xước', 'bể', 'đóng gói (?:sơ sài|ẩu|kém|cẩu thả)'],
    late: ['giao (?:hàng )?(?:chậm|trễ|muộn|lâu)', 'chậm trễ', '(?:chờ|đợi) (?:rất |quá )?lâu', 'chưa nhận được', 'không nhận được hàng'],
    size: [
      ...['(?:nhỏ|rộng|chật|ngắn|bé) quá', 'quá (?:nhỏ|to|rộng|chật|ngắn|bé)', 'hơi (?:chật|rộng|nhỏ|bé)', 'không vừa'],
      ...['sai (?:size|kích thước|cỡ)', 'mặc không (?:vừa|được)'],
    ],
    'not-as-described': [
      ...['không (?:giống|đúng) (?:như |với )?(?:hình|ảnh|mô tả|mẫu|quảng cáo)', 'khác (?:với )?(?:hình|ảnh|mô tả)', 'khác xa', 'sai màu'],
      ...['màu (?:khác|không giống)'],
    ],
    'wrong-item': ['(?:giao|gửi) (?:nhầm|sai)', 'sai hàng', 'nhầm hàng', 'nhầm màu', 'không đúng (?:hàng|đơn)'],
    missing: ['thiếu', 'hộp (?:rỗng|trống)', 'không (?:có|đủ) (?:phụ kiện|sạc|hướng dẫn|số lượng)'],
    quality: [
      ...['(?:chất lượng|chất liệu|vải) (?:kém|tệ|xấu|mỏng|dở)', 'kém chất lượng', 'mỏng (?:quá|lắm)', 'ọp ẹp', 'phai màu', 'ra màu'],
      ...['chỉ thừa', 'bong (?:ra|tróc)'],
    ],
    smell: ['hôi', 'nặng mùi', 'mùi (?:khó chịu|nồng|nhựa|hóa chất|lạ)'],
    counterfeit: ['hàng (?:giả|nhái|fake)', 'không (?:phải )?chính hãng'],
    service: ['không (?:trả lời|phản hồi|rep)', '(?:thái độ|phục vụ|dịch vụ) (?:tệ|kém|tồi)', 'không (?:hoàn|trả) tiền', 'lừa đảo'],
    price: ['đắt quá', 'quá đắt', 'mắc quá', 'không đáng (?:tiền|giá)', 'phí tiền'],
  },
};

const ms: ThemeWords = {
  ...{ language: 'ms', whole: true, folds: true },
  negations: ['tidak', 'tak', 'tiada', 'bukan', 'tanpa', 'takda', 'belum'],
  words: {
    broken: ['rosak', 'pecah', 'patah', '(?:tidak|tak) (?:berfungsi|boleh (?:guna|pakai|digunakan|hidup))'],
    damaged: ['kemek', 'penyek', 'koyak', 'calar', 'bocor', 'remuk', 'pembungkusan (?:teruk|tidak elok)'],
    late: ['lambat', 'lewat', '(?:tunggu|menunggu) (?:sangat )?lama', 'belum (?:sampai|terima)', 'tak sampai'],
    size: [
      ...['terlalu (?:kecil|besar|ketat|longgar|pendek)', '(?:kecil|besar|ketat|longgar) sangat', 'saiz (?:salah|tidak|tak|lari)'],
      ...['(?:tidak|tak) muat'],
    ],
    'not-as-described': [
      ...['(?:tidak|tak) (?:sama|serupa|seperti|macam)…(?:gambar|iklan|deskripsi|diiklankan)', 'lain (?:dari|dengan|daripada) gambar'],
      ...['berbeza…(?:gambar|iklan)', 'warna (?:lain|tidak sama|tak sama|berbeza)'],
    ],
    'wrong-item': ['salah (?:barang|hantar|warna|item|produk)', 'hantar (?:barang )?salah'],
    missing: ['(?:tidak|tak) (?:cukup|lengkap)', 'kurang (?:satu|1)', 'kotak kosong', 'tiada (?:charger|manual|skru)'],
    quality: [
      ...['kualiti (?:teruk|rendah|tidak|tak|buruk|kurang)', 'nipis', 'murahan', 'mudah (?:rosak|koyak)', '(?:tidak|tak) tahan', 'luntur'],
      ...['jahitan (?:buruk|teruk|tak kemas)'],
    ],
    smell: ['busuk', 'berbau', 'bau (?:kuat|pelik|plastik)'],
    counterfeit: ['palsu', 'tiruan', 'fake', '(?:bukan|tidak|tak) (?:original|ori|asli)'],
    service: ['(?:tidak|tak) (?:balas|reply|layan|jawab)', '(?:servis|layanan|khidmat)…(?:teruk|buruk)', 'biadab', '(?:tidak|tak) refund'],
    price: ['mahal', '(?:tidak|tak) berbaloi', 'buang duit', 'membazir'],
  },
};

const id: ThemeWords = {
  ...{ language: 'id', whole: true, folds: true },
  negations: ['tidak', 'gak', 'ga', 'nggak', 'tdk', 'bukan', 'tanpa', 'belum', 'tak'],
  words: {
    broken: [
      'rusak',
      'patah',
      'pecah',
      '(?:tidak|gak|ga|nggak|tdk) (?:berfungsi|bisa (?:dipakai|digunakan|nyala|hidup|dicas))',
      'mati total',
      'cacat',
    ],
    damaged: ['penyok', 'sobek', 'robek', 'lecet', 'baret', 'bocor', 'ringsek', 'hancur', '(?:kemasan|packing)…asal'],
    late: ['terlambat', 'telat', 'lambat', 'lama (?:sekali|banget|sampai\\w*)', '(?:tunggu|menunggu|nunggu) lama', 'belum sampai'],
    size: [
      ...['kekecilan', 'kebesaran', 'kesempitan', 'kelonggaran', 'terlalu (?:kecil|besar|sempit|longgar|pendek)'],
      ...['ukuran\\w* (?:salah|tidak|gak|ga|beda)', '(?:tidak|gak|ga|nggak) muat'],
    ],
    'not-as-described': [
      ...['(?:tidak|gak|ga|nggak|tdk) sesuai', '(?:tidak|gak|ga|nggak) (?:sama|seperti|mirip)…(?:foto|gambar|deskripsi|iklan)'],
      ...['beda…(?:foto|gambar|deskripsi)', 'warna\\w* beda', 'penipuan'],
    ],
    'wrong-item': ['salah (?:kirim|barang|warna|produk)', 'dikirim (?:yang )?(?:beda|salah|lain)'],
    missing: [
      'kurang (?:satu|1|lengkap)',
      '(?:tidak|gak|ga|nggak) (?:lengkap|ada (?:charger|manual|baut))',
      'hilang',
      '(?:kotak|kardus|paket) kosong',
    ],
    quality: [
      ...['kualitas\\w* (?:jelek|buruk|rendah|kurang|tidak|gak)', 'bahan\\w* (?:tipis|jelek|kasar)', 'tipis', 'murahan', 'luntur', 'jelek'],
      ...['jahitan\\w* (?:rapuh|lepas|tidak rapi)', 'gampang (?:rusak|sobek|patah)'],
    ],
    smell: ['bau\\w* (?:menyengat|busuk|aneh|plastik|apek|tidak enak|gak enak)', 'menyengat', 'berbau'],
    counterfeit: ['palsu', 'kw', 'tiruan', '(?:bukan|tidak|gak) (?:ori|original|asli)'],
    service: [
      ...['(?:tidak|gak|ga|nggak) (?:dibalas|direspon|ditanggapi|respon|balas)', 'slow respon\\w*'],
      ...['(?:pelayanan|seller|penjual)\\w*…(?:buruk|jelek|jutek|kasar)', '(?:tidak|gak) mau refund'],
    ],
    price: ['mahal', 'kemahalan', '(?:tidak|gak|ga) (?:sebanding|worth|sepadan)', 'rugi', 'buang.buang uang'],
  },
};

const es: ThemeWords = {
  ...{ language: 'es', whole: true, folds: true },
  negations: ['no', 'nunca', 'sin', 'nada', 'ni', 'tampoco'],
  words: {
    broken: [
      ...[
        'se…(?:rompió|rompieron|rompe|estropeó|dañó)',
        'rot[oa]s?',
        'no funcion\\w*',
        'dejó de funcionar',
        'defectuos[oa]s?',
        'averiad[oa]',
      ],
      ...['no (?:carga|enciende|prende|sirve)'],
    ],
    damaged: [
      ...[
        'aplastad[oa]s?',
        'dañad[oa]s?',
        'golpead[oa]s?',
        'abollad[oa]s?',
        'rasgad[oa]',
        'arañad[oa]s?',
        'mal (?:embalad|empaquetad)[oa]',
        'derramad[oa]',
      ],
      ...['(?:caja|paquete)…abiert[oa]'],
    ],
    late: [
      ...['(?:lleg[oó]|llegaron|entrega|envío|entregad[oa])…tarde', 'tard(?:ó|aron|a|an) (?:mucho|demasiado|semanas|un mes|meses)'],
      ...[
        'retras(?:o|os|ó|ado|ada)',
        'demor(?:a|ó|aron|ado)',
        '(?:envío|entrega)…lent[oa]',
        'no (?:me )?lleg(?:ó|a) (?:nada|nunca|el|mi)',
        '(?:todavía|aún) no (?:me )?(?:ha )?lleg(?:a|ado)',
        'nunca llegó',
      ],
    ],
    size: [
      ...[
        '(?:muy|demasiado) (?:pequeñ[oa]|grande|ajustad[oa]|estrech[oa]|chic[oa]|apretad[oa])s?',
        'talla…(?:pequeña|grande|equivocada|mal)',
      ],
      ...[
        'no me (?:queda|entra|vale)',
        'queda…(?:pequeñ[oa]|grande|chic[oa]|apretad[oa])',
        'más (?:pequeñ[oa]|chic[oa]|grande) (?:de lo|que)',
      ],
    ],
    'not-as-described': [
      ...['no (?:es|se parece|coincide|corresponde|era)…(?:fotos?|descripción|imagen|anuncio|descrito|esperaba)'],
      ...[
        '(?:diferente|distint[oa])…(?:fotos?|descripción|imagen)',
        'color…(?:diferente|distinto)',
        'engañ(?:o|os[oa]|an|aron)',
        'publicidad falsa',
      ],
    ],
    'wrong-item': [
      ...['(?:producto|artículo|color|modelo|pedido) (?:equivocad[oa]|erróneo|incorrect[oa])', 'me (?:enviaron|mandaron|llegó) otr[oa]'],
      ...['no es lo que pedí', 'se equivocaron'],
    ],
    missing: ['falta(?:n|ba|ban)?', 'incomplet[oa]', 'caja vacía', 'vino sin', 'sin (?:cargador|instrucciones|tornillos|manual)'],
    quality: [
      ...[
        '(?:mala|pésima|baja|poca) calidad',
        'calidad…(?:mala|pésima|baja)',
        '(?:tela|material)…(?:fin[oa]|mal[oa]|barat[oa])',
        'mal hech[oa]',
      ],
      ...['se (?:despinta|destiñe|descose|decolora)', 'endeble'],
    ],
    smell: [
      'mal olor',
      'huele (?:mal|fatal|raro|horrible|a (?:plástico|químico))',
      'olor (?:fuerte|desagradable|químico|horrible|raro)',
      'apesta',
    ],
    counterfeit: ['(?:es|son|producto) fals[oa]s?', 'falsificad[oa]', 'falsificación', 'imitación', 'no es original', 'pirata'],
    service: [
      'no (?:responde\\w*|contesta\\w*|respondieron)',
      '(?:mala|pésima) atención',
      '(?:mal|pésimo) servicio',
      'groser[oa]s?',
      'no me devuelven',
    ],
    price: ['(?:muy|demasiado) car[oa]', 'no vale (?:la pena|lo que|su precio)', 'no merece la pena', 'tirar el dinero', 'estafa', 'timo'],
  },
};

const fr: ThemeWords = {
  ...{ language: 'fr', whole: true, folds: true },
  negations: ['pas', 'jamais', 'sans', 'aucun', 'aucune', 'rien', 'ni'],
  words: {
    broken: ['cassée?s?', '(?:fonctionne|marche|charge|allume)(?:nt)? (?:pas|plus)', 'défectueu(?:x|se)', 'en panne', 'hors service'],
    damaged: [
      'écrasée?s?',
      'abîmée?s?',
      'endommagée?s?',
      'déchirée?s?',
      'mal emballée?s?',
      '(?:colis|carton|boîte)…(?:ouvert|troué|enfoncé)e?',
      'fissurée?s?',
    ],
    late: [
      ...[
        '(?:en )?retard',
        '(?:livraison|envoi)…(?:lente?|longue|tard)',
        '(?:jamais|pas) (?:reçue?|arrivée?)',
        'délais?…(?:long|dépassé|pas respecté)s?',
      ],
    ],
    size: [
      ...[
        'trop (?:petit|grand|large|serré|court|étroit)e?s?',
        'taille (?:petit|grand|mal|trop)',
        'mauvaise taille',
        'plus (?:petit|grand)e? que',
      ],
    ],
    'not-as-described': [
      ...[
        '(?:pas|non) conforme',
        'ne (?:correspond|ressemble)…pas',
        'différente?s?…(?:photos?|description|image)',
        'couleur…(?:différente|pas la même)',
      ],
      ...['rien à voir', 'trompeu(?:r|se)', 'mensong(?:e|er|ère)'],
    ],
    'wrong-item': [
      ...['mauvaise? (?:produit|article|couleur|modèle|commande)', 'erreur (?:de|dans)…(?:commande|produit|article|couleur|envoi|colis)'],
      ...['pas (?:ce que|celui que|celle que) j.?(?:ai|avais) commandée?'],
    ],
    missing: ['manque(?:nt)?', 'manquante?s?', 'incompl(?:et|ète)', '(?:boîte|carton|colis) vide', 'sans (?:chargeur|notice|vis|mode d)'],
    quality: [
      ...[
        '(?:mauvaise|piètre|faible) qualité',
        'qualité…(?:médiocre|mauvaise|décevante)',
        'bas de gamme',
        'mal (?:fini|cousu|fait)e?',
        'déteint',
      ],
      ...['camelote', 'se découd', 'tissu…(?:fin|mauvais)'],
    ],
    smell: [
      'sent (?:mauvais|le plastique|fort|très fort|le chimique)',
      'mauvaise odeur',
      'odeur (?:forte|chimique|désagréable|horrible|de plastique)',
      'pue',
    ],
    counterfeit: ['contrefaçons?', 'un faux', 'imitation', 'pas (?:un )?(?:original|authentique|vrai)e?'],
    service: [
      ...['(?:aucune|pas de|jamais de) réponse', 'répond(?:ent)? (?:pas|plus|jamais)', '(?:mauvais|nul|horrible) (?:service|sav)'],
      ...['service client…(?:nul|inexistant|mauvais|déplorable)', 'refuse(?:nt)?…rembours(?:er|ement)'],
    ],
    price: ['trop chère?s?', 'ne vaut pas', 'pas la peine', 'arnaque'],
  },
};

const de: ThemeWords = {
  ...{ language: 'de', whole: true, folds: true },
  negations: ['nicht', 'keine?[rnms]?', 'keinerlei', 'nie', 'ohne', 'weder'],
  words: {
    broken: [
      ...[
        'kaputt\\w*',
        'defekt\\w*',
        'funktioniert…nicht',
        'geht nicht (?:an|mehr)',
        'gebrochen',
        'abgebrochen',
        'zerbrochen',
        'lädt nicht',
      ],
      ...['auseinandergefallen'],
    ],
    damaged: [
      ...[
        'zerdrückt\\w*',
        'beschädigt\\w*',
        'zerkratzt\\w*',
        'kratzer',
        'eingedrückt',
        'zerrissen',
        'verbeult\\w*',
        'dellen?',
        'ausgelaufen',
      ],
      ...['schlecht verpackt'],
    ],
    late: [
      ...[
        'zu spät',
        'verspät\\w*',
        '(?:lieferung|versand|lieferzeit)…(?:lang\\w*|ewig)',
        '(?:nie|nicht) (?:angekommen|erhalten|geliefert)',
      ],
      ...['lange gewartet', 'dauerte? (?:ewig|zu lange|sehr lange|wochen)'],
    ],
    size: [
      'zu (?:klein|gro(?:ss|ß)|eng|weit|kurz|schmal|breit)',
      'fällt…(?:klein|gro(?:ss|ß)|eng)…aus',
      'passt…nicht',
      'falsche grö(?:ss|ß)e',
      '(?:kleiner|grö(?:ss|ß)er) als',
    ],
    'not-as-described': [
      ...[
        'nicht wie (?:beschrieben|abgebildet|auf|im|in|erwartet)',
        'anders als (?:beschrieben|abgebildet|auf|im|in|erwartet)',
        'entspricht…nicht',
      ],
      ...['farbe…(?:anders|weicht|stimmt nicht)', 'irreführend'],
    ],
    'wrong-item': [
      'falsche[rns]? (?:artikel|ware|produkt|farbe|modell|lieferung)',
      'falsch geliefert',
      '(?:et)?was anderes (?:bekommen|geliefert|erhalten|bestellt)',
    ],
    missing: [
      'fehl(?:t|te|en|ten)',
      'unvollständig\\w*',
      'leere[rns]? (?:karton|paket|box|schachtel)',
      'ohne (?:ladekabel|anleitung|schrauben|zubehör)',
    ],
    quality: [
      ...[
        '(?:schlechte|minderwertige|mangelhafte|miese) (?:qualität|verarbeitung)',
        'qualität…(?:schlecht|mangelhaft|minderwertig)',
        'schlecht verarbeitet',
      ],
      ...[
        'billig (?:verarbeitet|gemacht)',
        'minderwertig\\w*',
        '(?:stoff|material)…(?:dünn|billig)',
        'dünner stoff',
        'färbt ab',
        'ramsch',
        'schrott',
      ],
    ],
    smell: [
      'stink\\w*',
      'riecht (?:stark|streng|unangenehm|nach|komisch|übel|chemisch)',
      '(?:starker|unangenehmer|chemischer|übler|bei(?:ss|ß)ender) geruch',
    ],
    counterfeit: ['fälschung\\w*', 'gefälscht\\w*', 'fake', 'plagiat', 'nachgemacht\\w*', 'kein original', 'nicht (?:echt|original)'],
    service: [
      'keine (?:antwort|rückmeldung|reaktion)',
      'antwortet (?:nicht|nie)',
      'unfreundlich\\w*',
      '(?:schlechter|mieser) (?:service|kundenservice|kundendienst)',
      'meldet sich nicht',
      'niemand (?:meldet sich|antwortet)',
    ],
    price: ['zu teuer', 'überteuert\\w*', 'nicht wert', 'geldverschwendung', 'abzocke'],
  },
};

const it: ThemeWords = {
  ...{ language: 'it', whole: true, folds: true },
  negations: ['non', 'mai', 'senza', 'nessun[oa]?', 'né'],
  words: {
    broken: ['rott[oaie]', 'non funziona\\w*', 'difettos[oaie]', 'smesso di funzionare', 'guast[oa]', 'non si (?:accende|carica)'],
    damaged: [
      'schiacciat[oaie]',
      'danneggiat[oaie]',
      'ammaccat[oaie]',
      'graffiat[oaie]',
      'strappat[oaie]',
      'rovinat[oaie]',
      'mal imballat[oa]',
      'scatola…apert[oa]',
    ],
    late: [
      ...[
        '(?:arrivat[oaie]|consegn\\w*|arriva)…tardi',
        '(?:in )?ritard[oi]',
        '(?:consegna|spedizione)…(?:lent[oaie]|lunga)',
        '(?:mai|non) (?:è )?(?:arrivat|ricevut)[oa]',
      ],
      ...['troppo tempo'],
    ],
    size: [
      ...['troppo (?:piccol[oaie]|grand[ei]|strett[oaie]|larg(?:o|a|hi|he)|cort[oaie])', 'taglia…(?:sbagliata|piccola|grande)'],
      ...['veste (?:piccolo|grande|stretto|largo)', 'non mi (?:entra|va)', 'più (?:piccol[oa]|grande) (?:di|del|della|rispetto)'],
    ],
    'not-as-described': [
      ...[
        'non (?:è )?conforme',
        'non corrisponde',
        'non (?:è )?come (?:in|nella|nelle|da|descritt[oa]|la)',
        'divers[oaie] (?:da|dal|dalla|dalle)…(?:foto|descrizione|immagin[ei])',
      ],
      ...['colore…(?:diverso|sbagliato)', 'ingannevol[ei]'],
    ],
    'wrong-item': [
      '(?:prodotto|articolo|colore|modello|ordine) (?:sbagliat[oa]|errat[oa])',
      'non è quell[oa] che (?:ho|avevo) ordinat[oa]',
      'arrivato un altro',
    ],
    missing: [
      'manca(?:no|va|vano)?',
      'mancant[ei]',
      'incomplet[oaie]',
      '(?:scatola|pacco) vuot[oa]',
      'senza (?:caricatore|istruzioni|viti|cavo)',
    ],
    quality: [
      ...[
        '(?:pessima|scarsa|bassa|cattiva) qualità',
        'qualità…(?:pessima|scarsa|bassa|scadente)',
        'scadent[ei]',
        'fatt[oaie] male',
        '(?:tessuto|materiale)…sottile',
      ],
      ...['si (?:scuce|stacca|scolorisce)', 'stinge'],
    ],
    smell: ['puzza\\w*', '(?:cattivo|brutto|pessimo) odore', 'odore (?:forte|sgradevole|chimico|cattivo|di plastica)'],
    counterfeit: [
      '(?:è|sono|prodotto) fals[oaie]',
      'contraffatt[oaie]',
      'tarocc(?:o|a|hi|he|ato)',
      'imitazion[ei]',
      'non (?:è )?originale',
    ],
    service: [
      'nessuna risposta',
      'non (?:risponde|rispondono)',
      '(?:pessimo|cattivo|scarso) servizio',
      'pessima assistenza',
      'maleducat[oaie]',
      'non (?:mi )?rimborsa\\w*',
    ],
    price: ['troppo car[oaie]', 'non (?:ne )?vale', 'soldi (?:buttati|sprecati)', 'truffa', 'prezzo…(?:alto|eccessivo)'],
  },
};

const pt: ThemeWords = {
  ...{ language: 'pt', whole: true, folds: true },
  negations: ['não', 'nao', 'nunca', 'sem', 'nem', 'nenhuma?'],
  words: {
    broken: [
      'quebr(?:ou|ad[oa]s?|a)',
      'estrag(?:ou|ad[oa]s?)',
      'não (?:funciona\\w*|liga|carrega|presta)',
      'parou de funcionar',
      'defeitos?',
      'defeituos[oa]',
      'avariad[oa]',
    ],
    damaged: [
      'amassad[oa]s?',
      'danificad[oa]s?',
      'rasgad[oa]s?',
      'arranhad[oa]s?',
      'trincad[oa]s?',
      'mal embalad[oa]',
      'embalagem…(?:abert|violad)[oa]',
      'vazou',
    ],
    late: ['atras(?:o|ou|ad[oa]|aram)', 'demor(?:ou|a|aram|ad[oa])', '(?:entrega|envio)…lent[oa]', 'não (?:chegou|recebi)', 'chegou tarde'],
    size: [
      ...[
        '(?:muito|bem) (?:pequen[oa]|grande|apertad[oa]|larg[oa]|curt[oa]|just[oa])s?',
        'tamanho…(?:errado|menor|maior|pequeno)',
        'não (?:serviu|coube|serve)',
      ],
      ...['ficou (?:pequen[oa]|grande|apertad[oa]|larg[oa]|curt[oa])', '(?:menor|maior) (?:do )?que'],
    ],
    'not-as-described': [
      ...['não (?:é|condiz|corresponde|parece|confere)…(?:fotos?|descrição|imagem|anúncio|anunciado|descrito|esperava)'],
      ...[
        'diferente d[aoe]s?…(?:fotos?|descrição|imagem|anúncio|anunciado)',
        'cor (?:diferente|errada)',
        'propaganda enganosa',
        'enganad[oa]',
      ],
    ],
    'wrong-item': [
      '(?:produto|item|modelo|pedido) (?:errad|trocad)[oa]',
      '(?:enviaram|mandaram|veio)…(?:errad|trocad|outr)[oa]',
      'não (?:é|foi) o que (?:pedi|comprei)',
    ],
    missing: ['falt(?:a|ou|am|ando|aram|ava)', 'incomplet[oa]', 'caixa vazia', 'veio sem', 'sem (?:carregador|manual|parafusos|cabo)'],
    quality: [
      ...[
        '(?:péssima|má|baixa|pouca) qualidade',
        'qualidade…(?:ruim|péssima|baixa|duvidosa|horrível)',
        'ruim',
        '(?:tecido|material)…(?:fin[oa]|frac[oa])',
      ],
      ...['mal (?:feit|acabad|costurad)[oa]', 'desbot(?:a|ou|ad[oa])', 'descostur\\w*'],
    ],
    smell: [
      '(?:mau|péssimo) (?:cheiro|odor)',
      'cheiro (?:forte|ruim|horrível|de plástico|químico|estranho)',
      'fede',
      'fedor',
      'fedid[oa]',
      'cheira mal',
    ],
    counterfeit: ['(?:é|são|produto) fals[oa]s?', 'falsificad[oa]', 'pirata', 'não é original', 'imitação'],
    service: [
      'não (?:responde\\w*|respondeu|respondem|deu retorno)',
      'sem resposta',
      '(?:péssimo|mau) (?:atendimento|serviço)',
      'atendimento…(?:péssimo|ruim|horrível)',
      'não (?:devolve|reembols)\\w*',
    ],
    price: ['(?:muito|tão) car[oa]', 'não vale (?:a pena|o preço|o que)', 'dinheiro (?:jogado fora|perdido)', 'golpe'],
  },
};

export const themeWords: readonly ThemeWords[] = [en, zh, ja, th, vi, ms, id, es, fr, de, it, pt];
