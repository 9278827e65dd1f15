import type { OrderStatus, TimelineEntry } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../shared/money.ts';

const known = [
  'order.placed',
  'order.read',
  'order.paid',
  'order.dispatched',
  'order.delivered',
  'order.cancelled',
  'order.status-changed',
  'order.amounts-changed',
  'order.refunded',
  'after-sale.requested',
  'after-sale.refunded',
  'hint.received',
  'package.created',
  'package.updated',
  'stock.reserved',
  'stock.released',
  'stock.expired',
  'stock.shipped',
  'desk.hold',
  'desk.release',
  'desk.add-tag',
  'desk.remove-tag',
  'desk.assign',
  'desk.pack',
  'desk.unpack',
  'desk.raise-review',
  'desk.raise-exception',
  'desk.resolve-exception',
  'desk.choose-warehouse',
  'desk.note',
  'shipment.planned',
  'shipment.sent',
  'shipment.shipped',
  'shipment.rejected',
  'shipment.kept-back',
  'shipment.cancelled',
  'shipment.unknown',
  'parcel.tracked',
  'picking.wave',
  'picking.verified',
  'picking.dropped',
  'after-sale.answered',
  'after-sale.answer-confirmed',
  'after-sale.answer-rejected',
  'after-sale.answer-overtaken',
  'review.hit',
  'review.unknown',
  'review.failed',
] as const;
/** Why a rule could not judge an order. */
const unknowns = ['address-hidden', 'buyer-unknown', 'no-category', 'no-cost', 'no-commission', 'no-rate', 'not-asked'] as const;
type Dashed<K extends string> = K extends `${infer A}.${infer B}` ? `${A}-${B}` : K;
/** A key of the texts holds no point. */
const keyOf = <K extends string>(kind: K): Dashed<K> => kind.replace('.', '-') as Dashed<K>; // one point stands in each

/** What an entry says, and what people or platforms said with it. A kind that this page does not know is shown by its code. */
export function useSentence(): (entry: TimelineEntry) => { words: string; detail: string | null } {
  const { t, i18n } = useTranslation();
  return ({ kind, facts }) => {
    const of = known.find((one) => one === kind);
    const words = of ? t(`desk.timeline.kinds.${keyOf(of)}`) : kind;
    const text = (name: string): string | null => (typeof facts[name] === 'string' && facts[name] !== '' ? facts[name] : null);
    // The platform's statuses were checked when they were stored.
    const status = (name: string) => (text(name) ? t(`orderStatus.${text(name) as OrderStatus}`) : null);
    const { amountMinor } = facts;
    const currency = text('currency');
    const amount = typeof amountMinor === 'number' && currency ? formatMoney({ amount: amountMinor, currency }, i18n.language) : null;
    if (kind === 'order.status-changed') return { words, detail: [status('from'), status('to')].filter(Boolean).join(' → ') || null };
    const unknown = unknowns.find((one) => one === facts.unknown);
    if (unknown) return { words, detail: t(`review-rules.unknown.${unknown}`) };
    const parcel = [text('carrier'), text('trackingNumber')].filter(Boolean).join(' ');
    const unit = text('sku') && typeof facts.units === 'number' ? `${text('sku')} × ${facts.units}` : null;
    const said = text('reason') ?? text('tag') ?? text('text') ?? text('member') ?? text('topic') ?? unit;
    return { words, detail: [said, amount, parcel].filter(Boolean).join(' · ') || null };
  };
}
