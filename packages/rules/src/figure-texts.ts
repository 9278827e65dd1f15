/**
 * Names and definitions of the figures, in the languages of the workbench: the one place from which the web, the interface and
 * the files take them. th, vi and ms are drafts that no native speaker has reviewed.
 */
import type { figureCatalogue } from './figures.ts';

export type FigureId = (typeof figureCatalogue)[number]['id'];
export type TextLanguage = 'zh-CN' | 'en' | 'th' | 'vi' | 'ms';
type Texts = {
  market: string;
  native: string;
  nativeCurrency: string;
  names: Record<FigureId, string>;
  definitions: Record<FigureId, string>;
};

export const figureTexts: Record<TextLanguage, Texts> = {
  en: {
    market: 'Market',
    native: 'native',
    nativeCurrency: 'Native currency',
    names: {
      gmv: 'GMV',
      netSales: 'Net sales',
      orders: 'Orders',
      units: 'Units',
      refunds: 'Refunds',
      refundRate: 'Refund rate',
      adSpend: 'Ad spend',
      roas: 'ROAS',
      averageOrderValue: 'AOV',
    },
    definitions: {
      gmv: 'Quantity × (sale price + platform discount) of every paid order: the item price less the seller’s own discount, without shipping and tax. An order counts on the day it was paid; a later cancellation does not lower it.',
      netSales: 'GMV less refunds.',
      orders: 'Orders paid in the period. Unpaid orders count nowhere.',
      units: 'Pieces in the orders paid in the period.',
      refunds: 'Money given back, counted on the day of the refund. A paid order that is cancelled counts through its refund.',
      refundRate: 'Refunds ÷ GMV of the same period.',
      adSpend: 'Advertising spend per shop day, as the platform’s report states it.',
      roas: 'GMV ÷ ad spend of the same shops and period; no value where nothing was spent.',
      averageOrderValue: 'GMV ÷ paid orders.',
    },
  },
  'zh-CN': {
    market: '市场',
    native: '本币',
    nativeCurrency: '本币币种',
    names: {
      gmv: 'GMV',
      netSales: '净销售额',
      orders: '订单数',
      units: '销量（件）',
      refunds: '退款',
      refundRate: '退款率',
      adSpend: '广告花费',
      roas: 'ROAS',
      averageOrderValue: '客单价',
    },
    definitions: {
      gmv: '已付款订单的“件数 ×（成交价 + 平台补贴）”之和，即商品价减去商家自己承担的优惠，不含运费和税。按付款当天计入，之后取消也不会扣减。',
      netSales: 'GMV 减去退款。',
      orders: '当期付款的订单数，未付款的订单不计。',
      units: '当期付款订单里的商品件数。',
      refunds: '退给买家的钱，按退款当天计入。已付款订单被取消时，也通过退款体现。',
      refundRate: '同期退款 ÷ GMV。',
      adSpend: '各店铺当地日期的广告花费，以平台报表为准。',
      roas: '同一范围的 GMV ÷ 广告花费；没有花费时不显示。',
      averageOrderValue: 'GMV ÷ 付款订单数。',
    },
  },
  th: {
    market: 'ตลาด',
    native: 'สกุลเงินท้องถิ่น',
    nativeCurrency: 'สกุลเงินท้องถิ่น',
    names: {
      gmv: 'GMV',
      netSales: 'ยอดขายสุทธิ',
      orders: 'คำสั่งซื้อ',
      units: 'จำนวนชิ้น',
      refunds: 'เงินคืน',
      refundRate: 'อัตราคืนเงิน',
      adSpend: 'ค่าโฆษณา',
      roas: 'ROAS',
      averageOrderValue: 'มูลค่าเฉลี่ยต่อคำสั่งซื้อ',
    },
    definitions: {
      gmv: 'จำนวน × (ราคาขาย + ส่วนลดจากแพลตฟอร์ม) ของทุกคำสั่งซื้อที่ชำระแล้ว ไม่รวมค่าส่งและภาษี นับในวันที่ชำระเงิน การยกเลิกภายหลังไม่ทำให้ลดลง',
      netSales: 'GMV หักเงินคืน',
      orders: 'คำสั่งซื้อที่ชำระเงินในช่วงนี้ ไม่นับคำสั่งซื้อที่ยังไม่ชำระ',
      units: 'จำนวนชิ้นในคำสั่งซื้อที่ชำระเงินในช่วงนี้',
      refunds: 'เงินที่คืนให้ผู้ซื้อ นับในวันที่คืนเงิน',
      refundRate: 'เงินคืน ÷ GMV ในช่วงเดียวกัน',
      adSpend: 'ค่าโฆษณาต่อวันตามเวลาร้านค้า ตามรายงานของแพลตฟอร์ม',
      roas: 'GMV ÷ ค่าโฆษณาของขอบเขตเดียวกัน ไม่แสดงเมื่อไม่มีค่าใช้จ่าย',
      averageOrderValue: 'GMV ÷ คำสั่งซื้อที่ชำระแล้ว',
    },
  },
  vi: {
    market: 'Thị trường',
    native: 'nội tệ',
    nativeCurrency: 'Nội tệ',
    names: {
      gmv: 'GMV',
      netSales: 'Doanh thu thuần',
      orders: 'Đơn hàng',
      units: 'Số lượng',
      refunds: 'Hoàn tiền',
      refundRate: 'Tỷ lệ hoàn tiền',
      adSpend: 'Chi phí quảng cáo',
      roas: 'ROAS',
      averageOrderValue: 'Giá trị đơn trung bình',
    },
    definitions: {
      gmv: 'Số lượng × (giá bán + trợ giá của sàn) của mọi đơn đã thanh toán, không gồm phí vận chuyển và thuế. Tính vào ngày thanh toán; hủy sau đó không làm giảm.',
      netSales: 'GMV trừ hoàn tiền.',
      orders: 'Đơn được thanh toán trong kỳ. Đơn chưa thanh toán không được tính.',
      units: 'Số sản phẩm trong các đơn thanh toán trong kỳ.',
      refunds: 'Tiền trả lại người mua, tính vào ngày hoàn tiền.',
      refundRate: 'Hoàn tiền ÷ GMV cùng kỳ.',
      adSpend: 'Chi phí quảng cáo theo ngày của cửa hàng, theo báo cáo của sàn.',
      roas: 'GMV ÷ chi phí quảng cáo cùng phạm vi; không có giá trị khi không chi.',
      averageOrderValue: 'GMV ÷ số đơn đã thanh toán.',
    },
  },
  ms: {
    market: 'Pasaran',
    native: 'mata wang tempatan',
    nativeCurrency: 'Mata wang tempatan',
    names: {
      gmv: 'GMV',
      netSales: 'Jualan bersih',
      orders: 'Pesanan',
      units: 'Unit',
      refunds: 'Bayaran balik',
      refundRate: 'Kadar bayaran balik',
      adSpend: 'Belanja iklan',
      roas: 'ROAS',
      averageOrderValue: 'Nilai purata pesanan',
    },
    definitions: {
      gmv: 'Kuantiti × (harga jualan + diskaun platform) bagi setiap pesanan yang dibayar, tanpa penghantaran dan cukai. Dikira pada hari bayaran; pembatalan kemudian tidak mengurangkannya.',
      netSales: 'GMV tolak bayaran balik.',
      orders: 'Pesanan yang dibayar dalam tempoh ini. Pesanan belum dibayar tidak dikira.',
      units: 'Bilangan barang dalam pesanan yang dibayar dalam tempoh ini.',
      refunds: 'Wang yang dipulangkan, dikira pada hari bayaran balik.',
      refundRate: 'Bayaran balik ÷ GMV tempoh yang sama.',
      adSpend: 'Belanja iklan mengikut hari kedai, seperti laporan platform.',
      roas: 'GMV ÷ belanja iklan skop yang sama; tiada nilai jika tiada belanja.',
      averageOrderValue: 'GMV ÷ pesanan yang dibayar.',
    },
  },
};
