/** What stands on documents beside the facts. A pick list is for the merchant's people, a packing slip for buyers, in the language of their market. */
export type ListLanguage = 'zh-CN' | 'en' | 'th' | 'vi' | 'ms';
type ListWord = 'pickList' | 'wave' | 'warehouse' | 'place' | 'goods' | 'units' | 'orders' | 'total' | 'unplaced';

export const listWords: Record<ListLanguage, Record<ListWord, string>> = {
  en: {
    pickList: 'Pick list',
    wave: 'Wave',
    warehouse: 'Warehouse',
    place: 'Zone / bin',
    goods: 'SKU and goods',
    units: 'Units',
    orders: 'Orders',
    total: 'Total',
    unplaced: 'no bin',
  },
  'zh-CN': {
    pickList: '拣货单',
    wave: '波次',
    warehouse: '仓库',
    place: '库区 / 货位',
    goods: 'SKU 与商品',
    units: '件数',
    orders: '订单数',
    total: '合计',
    unplaced: '无货位',
  },
  th: {
    pickList: 'ใบหยิบสินค้า',
    wave: 'รอบหยิบ',
    warehouse: 'คลังสินค้า',
    place: 'โซน / ช่อง',
    goods: 'SKU และสินค้า',
    units: 'จำนวน',
    orders: 'คำสั่งซื้อ',
    total: 'รวม',
    unplaced: 'ไม่มีช่อง',
  },
  vi: {
    pickList: 'Phiếu lấy hàng',
    wave: 'Đợt',
    warehouse: 'Kho',
    place: 'Khu / ô',
    goods: 'SKU và hàng',
    units: 'Số lượng',
    orders: 'Đơn hàng',
    total: 'Tổng',
    unplaced: 'chưa có ô',
  },
  ms: {
    pickList: 'Senarai ambilan',
    wave: 'Gelombang',
    warehouse: 'Gudang',
    place: 'Zon / petak',
    goods: 'SKU dan barang',
    units: 'Unit',
    orders: 'Pesanan',
    total: 'Jumlah',
    unplaced: 'tiada petak',
  },
};

type SlipWord = 'slip' | 'order' | 'placed' | 'recipient' | 'goods' | 'quantity' | 'price' | 'shipping' | 'total' | 'thanks';
type SlipWords = Record<SlipWord, string>;

const english: SlipWords = {
  slip: 'Packing slip',
  order: 'Order',
  placed: 'Ordered on',
  recipient: 'For',
  goods: 'Goods',
  quantity: 'Qty',
  price: 'Price',
  shipping: 'Shipping',
  total: 'Total',
  thanks: 'Thank you for your order.',
};

const words = (list: string): SlipWords => {
  const [slip, order, placed, recipient, goods, quantity, price, shipping, total, thanks] = list.split('|');
  const found = { slip, order, placed, recipient, goods, quantity, price, shipping, total, thanks };
  return { ...english, ...Object.fromEntries(Object.entries(found).filter(([, word]) => word)) };
};

/** By the language that the market's buyers read. */
const slipWords: Readonly<Record<string, SlipWords>> = {
  en: english,
  zh: words('装箱单|订单|下单日期|收件人|商品|数量|价格|运费|合计|感谢您的订购。'),
  th: words('ใบจัดส่งสินค้า|คำสั่งซื้อ|วันที่สั่งซื้อ|ผู้รับ|สินค้า|จำนวน|ราคา|ค่าจัดส่ง|รวม|ขอบคุณสำหรับคำสั่งซื้อ'),
  vi: words('Phiếu đóng gói|Đơn hàng|Ngày đặt|Người nhận|Hàng hóa|SL|Giá|Phí vận chuyển|Tổng|Cảm ơn bạn đã đặt hàng.'),
  ms: words('Slip pembungkusan|Pesanan|Tarikh pesanan|Penerima|Barang|Kuantiti|Harga|Penghantaran|Jumlah|Terima kasih atas pesanan anda.'),
  id: words('Slip pengemasan|Pesanan|Tanggal pesan|Penerima|Barang|Jumlah|Harga|Ongkir|Total|Terima kasih atas pesanan Anda.'),
  de: words('Lieferschein|Bestellung|Bestellt am|Empfänger|Ware|Menge|Preis|Versand|Summe|Vielen Dank für Ihre Bestellung.'),
  fr: words('Bon de livraison|Commande|Commandé le|Destinataire|Articles|Qté|Prix|Livraison|Total|Merci pour votre commande.'),
  it: words('Documento di imballaggio|Ordine|Ordinato il|Destinatario|Articoli|Qtà|Prezzo|Spedizione|Totale|Grazie per il tuo ordine.'),
  es: words('Albarán|Pedido|Fecha del pedido|Destinatario|Artículos|Cant.|Precio|Envío|Total|Gracias por su pedido.'),
  pt: words('Romaneio|Pedido|Data do pedido|Destinatário|Itens|Qtd.|Preço|Frete|Total|Obrigado pelo seu pedido.'),
  ja: words('納品書|注文|注文日|お届け先|商品|数量|価格|送料|合計|ご注文ありがとうございます。'),
};

export function slipWordsOf(language: string): { language: string; words: SlipWords } {
  const known = language in slipWords ? language : 'en';
  return { language: known, words: slipWords[known] ?? english };
}
