import type { ViolationReason } from '../world/performance/reasons-of-violations.ts';
import type { Simulation } from '../world/simulation-type.ts';
import type { Appeal, Measure, Shop, Violation } from '../world/types.ts';
import type { Cell, Sheet } from './sheet-files.ts';

/**
 * The list of violations as the seller centre exports it: a header and words in the seller's language, instants in the
 * shop's own time with its offset, one row per violation, oldest first. The columns have the same order in both languages.
 */
export type ExportLanguage = 'en' | 'zh-CN';

/** A cell of a workbook holds 32,767 characters. */
const MAX_ORDER_IDS = 1000;

const HEADERS: Record<ExportLanguage, string[]> = {
  en: [
    'Violation ID',
    'Shop ID',
    'Shop name',
    'Violation time',
    'Area',
    'Reason',
    'Reason code',
    'Points',
    'Numerator',
    'Denominator',
    'Measures',
    'Appeal status',
    'Overturned time',
    'Order IDs',
  ],
  'zh-CN': [
    '违规单号',
    '店铺ID',
    '店铺名称',
    '违规时间',
    '违规类型',
    '违规原因',
    '原因代码',
    '扣分',
    '分子',
    '分母',
    '处罚措施',
    '申诉状态',
    '撤销时间',
    '关联订单号',
  ],
};
const SHEET_NAMES: Record<ExportLanguage, string> = { en: 'Violations', 'zh-CN': '违规记录' };

const AREAS: Record<string, Record<ExportLanguage, string>> = {
  'order-fulfilment': { en: 'Order fulfilment', 'zh-CN': '订单履约' },
  service: { en: 'Service', 'zh-CN': '服务体验' },
  'policy-compliance': { en: 'Policy compliance', 'zh-CN': '政策合规' },
  'fraud-risk': { en: 'Fraud risk', 'zh-CN': '欺诈风险' },
};
const REASONS: Record<ViolationReason, Record<ExportLanguage, string>> = {
  LATE_DISPATCH: { en: 'Late dispatch rate', 'zh-CN': '迟发货率超标' },
  SELLER_FAULT_CANCELLATION: { en: 'Seller-fault cancellation rate', 'zh-CN': '卖家责任取消率超标' },
  FALSE_FULFILMENT: { en: 'False fulfilment', 'zh-CN': '虚假履约' },
  SLOW_FIRST_REPLY: { en: 'Slow first reply', 'zh-CN': '首次回复超时' },
  REPLY_RATE_24H: { en: '24-hour reply rate', 'zh-CN': '24小时回复率不达标' },
  REPLY_RATE_48H: { en: '48-hour reply rate', 'zh-CN': '48小时回复率不达标' },
  NEGATIVE_REVIEWS: { en: 'Negative review rate', 'zh-CN': '差评率超标' },
  DISPUTE_RATE: { en: 'Dispute rate', 'zh-CN': '纠纷率超标' },
  RESOLUTION_RATE: { en: 'After-sale resolution rate', 'zh-CN': '售后解决率不达标' },
  DEFECTIVE_RETURNS: { en: 'Defective return rate', 'zh-CN': '商品不良退货率超标' },
  MISLEADING_DETAILS: { en: 'Misleading product details', 'zh-CN': '商品信息误导' },
  INTELLECTUAL_PROPERTY: { en: 'Intellectual property infringement', 'zh-CN': '侵犯知识产权' },
  NOT_AS_DESCRIBED: { en: 'Goods not as described', 'zh-CN': '货不对板' },
};
const MEASURES: Record<Measure['code'], Record<ExportLanguage, string>> = {
  'formal-warning': { en: 'Formal warning', 'zh-CN': '正式警告' },
  'order-limit': { en: 'Order limit', 'zh-CN': '限制单量' },
  'product-removed': { en: 'Product removed', 'zh-CN': '商品下架' },
  'no-publishing': { en: 'No publishing', 'zh-CN': '禁止上新' },
  'transactions-cancelled': { en: 'Transactions cancelled', 'zh-CN': '取消交易' },
  'balance-held': { en: 'Balance held', 'zh-CN': '冻结余额' },
};
const APPEALS: Record<Appeal['status'], Record<ExportLanguage, string>> = {
  UNDER_REVIEW: { en: 'Under review', 'zh-CN': '审核中' },
  GRANTED: { en: 'Granted', 'zh-CN': '申诉成功' },
  REJECTED: { en: 'Rejected', 'zh-CN': '申诉失败' },
};
const NEVER_APPEALED: Record<ExportLanguage, string> = { en: 'Not appealed', 'zh-CN': '未申诉' };

export const languageOf = (baseRegion: string): ExportLanguage => (baseRegion === 'CN' || baseRegion === 'HK' ? 'zh-CN' : 'en');

export function violationsSheet(sim: Simulation, shop: Shop, language: ExportLanguage): Sheet {
  const { violations, appeals } = sim.lists(shop.id);
  const rows = violations.map((item) => rowOf(item, { shop, language, appeals }));
  return { name: SHEET_NAMES[language], rows: [HEADERS[language], ...rows] };
}

type Around = { shop: Shop; language: ExportLanguage; appeals: readonly Appeal[] };

function rowOf(item: Violation, { shop, language, appeals }: Around): Cell[] {
  const instant = (at: number): string => localInstant(at, shop.timeZone);
  const appeal = appeals.findLast(({ violationId }) => violationId === item.id);
  return [
    item.id,
    shop.id,
    shop.name,
    instant(item.at),
    AREAS[item.area]?.[language] ?? item.area,
    REASONS[item.reason][language],
    item.reason,
    item.points,
    item.numerator ?? '',
    item.denominator ?? '',
    item.measures.map((measure) => measureText(measure, { language, instant })).join('; '),
    appeal ? APPEALS[appeal.status][language] : NEVER_APPEALED[language],
    item.overturnedAt === null ? '' : instant(item.overturnedAt),
    item.orderIds.slice(0, MAX_ORDER_IDS).join(' '),
  ];
}

/** `Order limit 35 (2026-11-11T10:00:00+08:00 – 2026-11-18T10:00:00+08:00)`; without an end nothing follows the dash. */
function measureText(measure: Measure, { language, instant }: { language: ExportLanguage; instant(at: number): string }): string {
  const limit = measure.ordersPerDay === undefined ? '' : ` ${measure.ordersPerDay}`;
  return `${MEASURES[measure.code][language]}${limit} (${instant(measure.from)} – ${measure.until === null ? '' : instant(measure.until)})`;
}

export function localInstant(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' }).format(at);
  const local = parts.replace(' ', 'T');
  const offsetMinutes = Math.round((Date.parse(`${local}Z`) - at) / 60_000);
  const size = Math.abs(offsetMinutes);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}
