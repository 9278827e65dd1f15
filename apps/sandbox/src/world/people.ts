import type { Market } from './types.ts';

/** Invented buyers: common given and family names, real cities, streets of every town. Any likeness is chance. */
type People = {
  given: string[];
  family: string[];
  familyFirst: boolean;
  cities: [city: string, state: string, postalCode: string][];
  streets: string[];
};

const ENGLISH_GIVEN = [
  'Olivia',
  'Noah',
  'Emma',
  'Liam',
  'Ava',
  'Ethan',
  'Mia',
  'Lucas',
  'Chloe',
  'Jack',
  'Grace',
  'Henry',
  'Ruby',
  'Leo',
  'Ella',
  'Owen',
];
const SPANISH_GIVEN = [
  'Lucía',
  'Mateo',
  'Sofía',
  'Hugo',
  'Valeria',
  'Diego',
  'Camila',
  'Daniel',
  'Paula',
  'Javier',
  'Elena',
  'Andrés',
  'Carmen',
  'Pablo',
];

export const PEOPLE: Record<Market, People> = {
  US: {
    given: ENGLISH_GIVEN,
    family: ['Carter', 'Nguyen', 'Ramirez', 'Brooks', 'Patel', 'Morgan', 'Reed', 'Sullivan', 'Hayes', 'Foster', 'Diaz', 'Bennett'],
    familyFirst: false,
    cities: [
      ['Austin', 'TX', '78704'],
      ['Columbus', 'OH', '43215'],
      ['Tampa', 'FL', '33602'],
      ['Fresno', 'CA', '93721'],
      ['Denver', 'CO', '80203'],
      ['Newark', 'NJ', '07102'],
    ],
    streets: ['Maple Ave', 'Oak St', 'Cedar Ln', 'Lincoln Blvd', 'Park Rd'],
  },
  GB: {
    given: ENGLISH_GIVEN,
    family: ['Hughes', 'Walker', 'Khan', 'Wright', 'Evans', 'Thompson', 'Clarke', 'Bailey', 'Ahmed', 'Cooper'],
    familyFirst: false,
    cities: [
      ['Leeds', 'England', 'LS1 4AP'],
      ['Bristol', 'England', 'BS1 5TR'],
      ['Glasgow', 'Scotland', 'G2 1DY'],
      ['Cardiff', 'Wales', 'CF10 1EP'],
      ['Norwich', 'England', 'NR2 1TF'],
    ],
    streets: ['High Street', 'Church Lane', 'Station Road', 'Victoria Road', 'Mill Close'],
  },
  IE: {
    given: ENGLISH_GIVEN,
    family: ['Murphy', 'Byrne', 'Walsh', 'Ryan', 'Doyle'],
    familyFirst: false,
    cities: [
      ['Dublin', 'Leinster', 'D02 X285'],
      ['Cork', 'Munster', 'T12 W8KP'],
      ['Galway', 'Connacht', 'H91 E2R8'],
    ],
    streets: ['Main Street', 'Chapel Road', 'Quay Street'],
  },
  DE: {
    given: ['Lena', 'Jonas', 'Mia', 'Finn', 'Hannah', 'Paul', 'Sophie', 'Felix', 'Marie', 'Maximilian', 'Aylin', 'Emre'],
    family: ['Schneider', 'Fischer', 'Weber', 'Wagner', 'Becker', 'Hoffmann', 'Koch', 'Richter', 'Yılmaz', 'Krüger'],
    familyFirst: false,
    cities: [
      ['Köln', 'Nordrhein-Westfalen', '50667'],
      ['Leipzig', 'Sachsen', '04109'],
      ['München', 'Bayern', '80331'],
      ['Bremen', 'Bremen', '28195'],
      ['Hannover', 'Niedersachsen', '30159'],
    ],
    streets: ['Hauptstraße', 'Gartenweg', 'Bahnhofstraße', 'Lindenallee', 'Schulstraße'],
  },
  FR: {
    given: ['Camille', 'Lucas', 'Léa', 'Hugo', 'Manon', 'Louis', 'Inès', 'Gabriel', 'Zoé', 'Adam', 'Jade', 'Nathan'],
    family: ['Martin', 'Bernard', 'Dubois', 'Moreau', 'Lefèvre', 'Garnier', 'Benali', 'Rousseau', 'Fontaine', 'Mercier'],
    familyFirst: false,
    cities: [
      ['Lyon', 'Auvergne-Rhône-Alpes', '69002'],
      ['Lille', 'Hauts-de-France', '59000'],
      ['Nantes', 'Pays de la Loire', '44000'],
      ['Toulouse', 'Occitanie', '31000'],
      ['Rennes', 'Bretagne', '35000'],
    ],
    streets: ['rue de la République', 'avenue Jean Jaurès', 'rue Victor Hugo', 'place du Marché', 'impasse des Lilas'],
  },
  IT: {
    given: ['Giulia', 'Leonardo', 'Sofia', 'Francesco', 'Aurora', 'Alessandro', 'Martina', 'Lorenzo', 'Chiara', 'Matteo'],
    family: ['Rossi', 'Ferrari', 'Esposito', 'Bianchi', 'Romano', 'Colombo', 'Ricci', 'Marino', 'Greco'],
    familyFirst: false,
    cities: [
      ['Torino', 'Piemonte', '10121'],
      ['Napoli', 'Campania', '80133'],
      ['Bologna', 'Emilia-Romagna', '40121'],
      ['Palermo', 'Sicilia', '90133'],
      ['Verona', 'Veneto', '37121'],
    ],
    streets: ['Via Roma', 'Corso Garibaldi', 'Via Mazzini', 'Viale dei Tigli', 'Piazza Dante'],
  },
  ES: {
    given: SPANISH_GIVEN,
    family: ['García', 'Fernández', 'López', 'Martínez', 'Sánchez', 'Gómez', 'Ruiz', 'Navarro', 'Torres', 'Ortega'],
    familyFirst: false,
    cities: [
      ['Valencia', 'Comunidad Valenciana', '46002'],
      ['Sevilla', 'Andalucía', '41001'],
      ['Bilbao', 'País Vasco', '48001'],
      ['Zaragoza', 'Aragón', '50003'],
      ['Málaga', 'Andalucía', '29005'],
    ],
    streets: ['Calle Mayor', 'Avenida de la Constitución', 'Calle del Sol', 'Paseo de Gracia', 'Calle Nueva'],
  },
  MX: {
    given: SPANISH_GIVEN,
    family: ['Hernández', 'González', 'Ramírez', 'Flores', 'Cruz', 'Morales', 'Jiménez', 'Castillo', 'Vargas'],
    familyFirst: false,
    cities: [
      ['Guadalajara', 'Jalisco', '44100'],
      ['Monterrey', 'Nuevo León', '64000'],
      ['Puebla', 'Puebla', '72000'],
      ['Mérida', 'Yucatán', '97000'],
      ['Querétaro', 'Querétaro', '76000'],
    ],
    streets: ['Av. Juárez', 'Calle Hidalgo', 'Av. Reforma', 'Calle 5 de Mayo', 'Calle Morelos'],
  },
  BR: {
    given: ['Ana', 'João', 'Mariana', 'Pedro', 'Beatriz', 'Rafael', 'Larissa', 'Gustavo'],
    family: ['Silva', 'Santos', 'Oliveira', 'Souza', 'Lima', 'Costa'],
    familyFirst: false,
    cities: [
      ['Campinas', 'SP', '13010-000'],
      ['Curitiba', 'PR', '80010-000'],
      ['Recife', 'PE', '50010-000'],
    ],
    streets: ['Rua das Flores', 'Av. Brasil', 'Rua Sete de Setembro'],
  },
  JP: {
    given: ['美咲', '翔太', '陽菜', '健太', '結衣', '大輔', '葵', '拓也', 'さくら', '直樹', '由美', '悠斗'],
    family: ['佐藤', '鈴木', '高橋', '田中', '渡辺', '伊藤', '山本', '中村', '小林', '加藤'],
    familyFirst: true,
    cities: [
      ['横浜市', '神奈川県', '220-0011'],
      ['大阪市', '大阪府', '530-0001'],
      ['福岡市', '福岡県', '810-0001'],
      ['札幌市', '北海道', '060-0001'],
      ['名古屋市', '愛知県', '450-0002'],
    ],
    streets: ['中央', '本町', '緑町', '栄町', '桜台'],
  },
  TH: {
    given: ['สมชาย', 'สุดา', 'ณัฐ', 'กนกวรรณ', 'ธนา', 'พิมพ์', 'วิชัย', 'อรทัย', 'ปิยะ', 'มาลี'],
    family: ['ศรีสุข', 'ทองดี', 'แก้วมณี', 'บุญมี', 'วงศ์ไทย', 'จันทร์เพ็ญ', 'สุขใจ', 'รักษ์ไทย'],
    familyFirst: false,
    cities: [
      ['บางนา', 'กรุงเทพมหานคร', '10260'],
      ['เมืองเชียงใหม่', 'เชียงใหม่', '50000'],
      ['หาดใหญ่', 'สงขลา', '90110'],
      ['เมืองขอนแก่น', 'ขอนแก่น', '40000'],
    ],
    streets: ['ถนนสุขุมวิท', 'ถนนพหลโยธิน', 'ซอยสายลม', 'ถนนนิมมาน'],
  },
  VN: {
    given: ['Minh Anh', 'Quốc Bảo', 'Thu Hà', 'Đức Huy', 'Ngọc Lan', 'Tuấn Kiệt', 'Phương Thảo', 'Hoàng Long', 'Mai Chi', 'Gia Bảo'],
    family: ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi'],
    familyFirst: true,
    cities: [
      ['Quận 3', 'TP. Hồ Chí Minh', '72400'],
      ['Cầu Giấy', 'Hà Nội', '11300'],
      ['Hải Châu', 'Đà Nẵng', '50200'],
      ['Ninh Kiều', 'Cần Thơ', '94100'],
    ],
    streets: ['Lê Lợi', 'Nguyễn Huệ', 'Trần Hưng Đạo', 'Hai Bà Trưng', 'Lý Thường Kiệt'],
  },
  MY: {
    given: ['Nur Aisyah', 'Muhammad Haziq', 'Siti Aminah', 'Ahmad Faiz', 'Mei Ling', 'Wei Jie', 'Priya', 'Arjun', 'Farah', 'Amirul'],
    family: ['binti Rahman', 'bin Ismail', 'Tan', 'Lim', 'Lee', 'a/l Kumar', 'binti Yusof', 'Wong'],
    familyFirst: false,
    cities: [
      ['Petaling Jaya', 'Selangor', '46000'],
      ['George Town', 'Pulau Pinang', '10200'],
      ['Johor Bahru', 'Johor', '80000'],
      ['Kuching', 'Sarawak', '93000'],
    ],
    streets: ['Jalan Merdeka', 'Jalan Bukit', 'Lorong Cempaka', 'Jalan Melati'],
  },
  ID: {
    given: ['Putri', 'Budi', 'Dewi', 'Agus', 'Sari', 'Rizky', 'Indah', 'Fajar', 'Ayu', 'Dimas'],
    family: ['Santoso', 'Wijaya', 'Pratama', 'Lestari', 'Saputra', 'Hidayat', 'Nugroho', 'Kusuma'],
    familyFirst: false,
    cities: [
      ['Bandung', 'Jawa Barat', '40111'],
      ['Surabaya', 'Jawa Timur', '60271'],
      ['Jakarta Selatan', 'DKI Jakarta', '12190'],
      ['Medan', 'Sumatera Utara', '20112'],
      ['Denpasar', 'Bali', '80113'],
    ],
    streets: ['Jl. Sudirman', 'Jl. Melati', 'Jl. Diponegoro', 'Jl. Ahmad Yani', 'Jl. Kenanga'],
  },
  PH: {
    given: ['Maria', 'Jose', 'Angelica', 'Mark', 'Kristine', 'John Paul', 'Jasmine', 'Carlo'],
    family: ['Santos', 'Reyes', 'Cruz', 'Bautista', 'Garcia', 'Mendoza', 'Villanueva'],
    familyFirst: false,
    cities: [
      ['Quezon City', 'Metro Manila', '1100'],
      ['Cebu City', 'Cebu', '6000'],
      ['Davao City', 'Davao del Sur', '8000'],
    ],
    streets: ['Rizal Street', 'Mabini Street', 'Bonifacio Avenue'],
  },
  SG: {
    given: ['Wei Ling', 'Jun Hao', 'Hui Min', 'Kumar', 'Aisha', 'Xin Yi', 'Daniel', 'Rachel'],
    family: ['Tan', 'Lim', 'Ng', 'Goh', 'Raj', 'Chua', 'Ong'],
    familyFirst: false,
    cities: [
      ['Singapore', 'Singapore', '560123'],
      ['Singapore', 'Singapore', '520412'],
      ['Singapore', 'Singapore', '640501'],
    ],
    streets: ['Ang Mo Kio Ave 3', 'Tampines St 41', 'Jurong West St 52', 'Bedok North Rd'],
  },
};
