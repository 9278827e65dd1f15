import type { DeskOrder } from '@tradewind/contract/types';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { BucketTag } from './bucket-tag.tsx';
import { TimeLeft } from './time-left.tsx';
import { useTroubleWords } from './use-trouble-words.ts';

type Choice = { isChosen: (id: string) => boolean; toggle: (id: string) => void };

/** `choice` null: who only looks chooses nothing. `isOneBucket`: all rows stand in the same one, which the page says once. */
export function useDeskColumns(choice: Choice | null, isOneBucket: boolean): Column<DeskOrder>[] {
  const { t, i18n } = useTranslation();
  return [
    {
      key: 'order',
      title: t('desk.columns.order'),
      render: (order) => (
        <span className="desk-number">
          {choice && (
            // The row's own click and Enter open the order.
            <Checkbox
              checked={choice.isChosen(order.id)}
              onChange={() => choice.toggle(order.id)}
              onClick={(event) => event.stopPropagation()}
              tabIndex={-1}
              aria-label={t('desk.choose', { number: order.channelOrderId })}
              data-testid="choose-order"
            />
          )}
          <span className="num">{order.channelOrderId}</span>
        </span>
      ),
    },
    { key: 'left', title: t('desk.columns.left'), render: (order) => <TimeLeft order={order} /> },
    ...(isOneBucket
      ? []
      : [{ key: 'bucket', title: t('desk.columns.bucket'), render: (order: DeskOrder) => <BucketTag bucket={order.bucket} /> }]),
    { key: 'shop', title: t('desk.columns.shop'), render: (order) => <ShopChip shop={order.shop} /> },
    { key: 'marks', title: t('desk.columns.marks'), render: (order) => <Marks order={order} /> },
    { key: 'product', title: t('desk.columns.product'), render: (order) => <FirstLine order={order} /> },
    { key: 'units', title: t('desk.columns.units'), isNumber: true, render: ({ units }) => formatCount(units, i18n.language) },
    { key: 'total', title: t('desk.columns.total'), isNumber: true, render: ({ total }) => <Money value={total} /> },
    {
      key: 'way',
      title: t('desk.columns.way'),
      isDeskOnly: true,
      render: ({ warehouse, carrier }) => <span>{[warehouse?.name, carrier].filter(Boolean).join(' · ') || '–'}</span>,
    },
  ];
}

/** Why it stands where it stands, and what people wrote on it. */
function Marks({ order: { hold, reviews, troubles, tags, assignee, combinable } }: { order: DeskOrder }) {
  const { t } = useTranslation();
  const troubleWords = useTroubleWords();
  const reasons = [...troubles.map(troubleWords), ...(hold ? [hold.reason] : []), ...reviews.map(({ reason }) => reason)];
  if (reasons.length === 0 && tags.length === 0 && !assignee && combinable === 0) return <span className="muted">–</span>;
  return (
    <span className="desk-marks">
      {combinable > 0 && (
        <span data-testid="combinable" title={t('desk.combinableText')}>
          <Tag tone="soon">{t('desk.combinable', { count: combinable })}</Tag>
        </span>
      )}
      {tags.map((tag) => (
        <Tag key={tag} tone="plain">
          {tag}
        </Tag>
      ))}
      {reasons.length > 0 && (
        <span className="desk-reasons" title={reasons.join('\n')}>
          {reasons.join(' · ')}
        </span>
      )}
      {assignee && <span className="muted">@{assignee.name}</span>}
    </span>
  );
}

function FirstLine({ order: { firstLine, lineCount } }: { order: DeskOrder }) {
  const { t } = useTranslation();
  if (!firstLine) return <span className="muted">{t('orders.noProduct')}</span>;
  return (
    <span className="desk-product" title={`${firstLine.productName}\n${firstLine.variantName}`}>
      <span className="num">{firstLine.sellerSku}</span> {firstLine.productName}
      {lineCount > 1 && <span className="muted"> {t('orders.moreLines', { count: lineCount - 1 })}</span>}
    </span>
  );
}
