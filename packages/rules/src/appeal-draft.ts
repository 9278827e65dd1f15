/**
 * The text of an appeal to begin with. It cites what the ledger holds and claims nothing beyond it: what a person must add stands in
 * brackets. Written in the platform's language, and in the reader's so that they know what they send. th, vi and ms are drafts that no
 * native speaker has reviewed.
 */
type DraftLanguage = 'zh-CN' | 'en' | 'th' | 'vi' | 'ms';

export type DraftOrder = {
  channelOrderId: string;
  shipBy: string | null;
  dispatchedAt: string | null;
  trackingNumbers: readonly string[];
};
export type DraftFacts = {
  channelViolationId: string;
  channelShopId: string;
  /** The reason's name in the draft's language. */
  reason: string;
  violatedAt: string;
  deadline: string | null;
  attempt: 1 | 2;
  numerator: number | null;
  denominator: number | null;
  orderCount: number;
  orders: readonly DraftOrder[];
};

/** The platform takes 5,000 characters; beyond these orders a draft only counts. */
const ORDERS_CITED = 20;

type Words = {
  about(facts: DraftFacts): string;
  attempt: Record<1 | 2, string>;
  rate(numerator: number, denominator: number): string;
  deadline(at: string): string;
  ordersHead: string;
  shipBy: string;
  dispatched: string;
  onTime: string;
  tracking: string;
  others(count: number): string;
  ask: string;
};

const words: Record<DraftLanguage, Words> = {
  en: {
    about: (facts) =>
      `Appeal against violation ${facts.channelViolationId} (${facts.reason}) of shop ${facts.channelShopId}, recorded on ${facts.violatedAt}.`,
    attempt: { 1: 'This is our first appeal.', 2: 'This is our second appeal.' },
    rate: (numerator, denominator) => `The record counts ${numerator} of ${denominator}.`,
    deadline: (at) => `It may be appealed against until ${at}.`,
    ordersHead: 'Our records of the orders concerned:',
    shipBy: 'to be dispatched by',
    dispatched: 'dispatched',
    onTime: 'in time',
    tracking: 'tracking',
    others: (count) => `and ${count} more orders.`,
    ask: '[Say what was different from the record, and why.] We ask you to review the record and to withdraw the violation.',
  },
  'zh-CN': {
    about: (facts) =>
      `就店铺 ${facts.channelShopId} 的违规单 ${facts.channelViolationId}（${facts.reason}，记录时间 ${facts.violatedAt}）提出申诉。`,
    attempt: { 1: '这是首次申诉。', 2: '这是第二次申诉。' },
    rate: (numerator, denominator) => `违规记录统计为 ${denominator} 单中的 ${numerator} 单。`,
    deadline: (at) => `申诉截止时间：${at}。`,
    ordersHead: '相关订单在我方的记录如下：',
    shipBy: '最晚发货',
    dispatched: '实际发货',
    onTime: '未超时',
    tracking: '运单号',
    others: (count) => `以及另外 ${count} 单。`,
    ask: '【请在此说明实际情况与记录的出入及原因】恳请平台复核并撤销该违规。',
  },
  th: {
    about: (facts) =>
      `อุทธรณ์การละเมิด ${facts.channelViolationId} (${facts.reason}) ของร้าน ${facts.channelShopId} ซึ่งบันทึกเมื่อ ${facts.violatedAt}`,
    attempt: { 1: 'นี่เป็นการอุทธรณ์ครั้งแรกของเรา', 2: 'นี่เป็นการอุทธรณ์ครั้งที่สองของเรา' },
    rate: (numerator, denominator) => `บันทึกนับ ${numerator} จาก ${denominator}`,
    deadline: (at) => `อุทธรณ์ได้ถึง ${at}`,
    ordersHead: 'บันทึกของเราเกี่ยวกับคำสั่งซื้อที่เกี่ยวข้อง:',
    shipBy: 'ต้องจัดส่งภายใน',
    dispatched: 'จัดส่งเมื่อ',
    onTime: 'ทันเวลา',
    tracking: 'หมายเลขพัสดุ',
    others: (count) => `และอีก ${count} คำสั่งซื้อ`,
    ask: '[โปรดอธิบายว่าความจริงต่างจากบันทึกอย่างไร และเพราะเหตุใด] ขอให้ตรวจสอบบันทึกอีกครั้งและยกเลิกการละเมิดนี้',
  },
  vi: {
    about: (facts) =>
      `Khiếu nại vi phạm ${facts.channelViolationId} (${facts.reason}) của cửa hàng ${facts.channelShopId}, ghi nhận lúc ${facts.violatedAt}.`,
    attempt: { 1: 'Đây là lần khiếu nại đầu tiên.', 2: 'Đây là lần khiếu nại thứ hai.' },
    rate: (numerator, denominator) => `Bản ghi tính ${numerator} trên ${denominator}.`,
    deadline: (at) => `Có thể khiếu nại đến ${at}.`,
    ordersHead: 'Dữ liệu của chúng tôi về các đơn hàng liên quan:',
    shipBy: 'hạn gửi hàng',
    dispatched: 'đã gửi',
    onTime: 'đúng hạn',
    tracking: 'mã vận đơn',
    others: (count) => `và ${count} đơn hàng khác.`,
    ask: '[Nêu điểm thực tế khác với bản ghi và lý do.] Kính đề nghị xem xét lại và huỷ vi phạm này.',
  },
  ms: {
    about: (facts) =>
      `Rayuan terhadap pelanggaran ${facts.channelViolationId} (${facts.reason}) kedai ${facts.channelShopId}, direkodkan pada ${facts.violatedAt}.`,
    attempt: { 1: 'Ini rayuan pertama kami.', 2: 'Ini rayuan kedua kami.' },
    rate: (numerator, denominator) => `Rekod mengira ${numerator} daripada ${denominator}.`,
    deadline: (at) => `Rayuan boleh dibuat sehingga ${at}.`,
    ordersHead: 'Rekod kami bagi pesanan berkenaan:',
    shipBy: 'hantar sebelum',
    dispatched: 'dihantar',
    onTime: 'tepat masa',
    tracking: 'nombor penjejakan',
    others: (count) => `dan ${count} pesanan lagi.`,
    ask: '[Terangkan perbezaan dengan rekod dan sebabnya.] Kami memohon rekod disemak semula dan pelanggaran ditarik balik.',
  },
};

/** To the minute and in UTC, as nobody in two countries can misread it. */
const readable = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

export function appealDraft(language: DraftLanguage, facts: DraftFacts): string {
  const say = words[language];
  const lines = [say.about({ ...facts, violatedAt: readable(facts.violatedAt) }), say.attempt[facts.attempt]];
  if (facts.numerator !== null && facts.denominator !== null) lines.push(say.rate(facts.numerator, facts.denominator));
  if (facts.deadline !== null) lines.push(say.deadline(readable(facts.deadline)));
  const cited = facts.orders.slice(0, ORDERS_CITED);
  if (cited.length > 0) lines.push('', say.ordersHead, ...cited.map((order) => `- ${orderLine(say, order)}`));
  const others = facts.orderCount - cited.length;
  if (cited.length > 0 && others > 0) lines.push(`- ${say.others(others)}`);
  lines.push('', say.ask);
  return lines.join('\n');
}

function orderLine(say: Words, { channelOrderId, shipBy, dispatchedAt, trackingNumbers }: DraftOrder): string {
  const isOnTime = shipBy !== null && dispatchedAt !== null && Date.parse(dispatchedAt) < Date.parse(shipBy);
  return [
    channelOrderId,
    ...(shipBy ? [`${say.shipBy} ${readable(shipBy)}`] : []),
    ...(dispatchedAt ? [`${say.dispatched} ${readable(dispatchedAt)}${isOnTime ? ` (${say.onTime})` : ''}`] : []),
    ...(trackingNumbers.length > 0 ? [`${say.tracking} ${trackingNumbers.join(', ')}`] : []),
  ].join('; ');
}
