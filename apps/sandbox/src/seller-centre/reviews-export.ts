import type { Simulation } from '../world/simulation-type.ts';
import type { Review, Shop } from '../world/types.ts';
import type { Cell, Sheet } from './sheet-files.ts';
import { type ExportLanguage, localInstant } from './violations-export.ts';

/** The list of reviews as the seller centre exports it: one row a review, oldest first; a withdrawn one says nothing more. */
const HEADERS: Record<ExportLanguage, string[]> = {
  en: [
    ...['Review ID', 'Shop ID', 'Shop name', 'Order ID', 'Product ID', 'Rating', 'Language', 'Review', 'Nickname', 'Incentivised'],
    ...['Status', 'Review time', 'Last change', 'Reply', 'Reply time'],
  ],
  'zh-CN': [
    ...['评价ID', '店铺ID', '店铺名称', '订单号', '商品ID', '评分', '语言', '评价内容', '买家昵称', '有奖评价'],
    ...['状态', '评价时间', '更新时间', '商家回复', '回复时间'],
  ],
};
const SHEET_NAMES: Record<ExportLanguage, string> = { en: 'Reviews', 'zh-CN': '商品评价' };
const YES_NO: Record<ExportLanguage, [yes: string, no: string]> = { en: ['Yes', 'No'], 'zh-CN': ['是', '否'] };
const STATUS: Record<ExportLanguage, [published: string, withdrawn: string]> = {
  en: ['Published', 'Withdrawn'],
  'zh-CN': ['已发布', '已撤回'],
};

export function reviewsSheet(sim: Simulation, shop: Shop, language: ExportLanguage): Sheet {
  const rows = sim.lists(shop.id).reviews.map((item) => rowOf(item, shop, language));
  return { name: SHEET_NAMES[language], rows: [HEADERS[language], ...rows] };
}

function rowOf(item: Review, shop: Shop, language: ExportLanguage): Cell[] {
  const instant = (at: number): string => localInstant(at, shop.timeZone);
  const isStanding = item.withdrawnAt === null;
  return [
    item.id,
    shop.id,
    shop.name,
    item.orderId,
    item.productId,
    item.stars,
    item.language,
    isStanding ? item.text : '',
    isStanding ? item.nickname : '',
    YES_NO[language][item.incentivised ? 0 : 1],
    STATUS[language][isStanding ? 0 : 1],
    instant(item.at),
    instant(item.updatedAt),
    isStanding ? (item.reply?.text ?? '') : '',
    isStanding && item.reply ? instant(item.reply.at) : '',
  ];
}
