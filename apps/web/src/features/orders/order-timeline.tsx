import type { OrderDetail, OrderStatus } from '@tradewind/contract/types';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../shared/money.ts';
import { formatInstant, formatLongDay } from '../../shared/time.ts';
import { orderStatuses } from './order-statuses.ts';
import { Panel } from './panel.tsx';

type Entry = OrderDetail['timeline'][number];
type Words = { t: TFunction; locale: string };

const worthSayingMs = 5 * 60_000;

const statusWord = (value: Entry['facts'][string] | undefined, t: TFunction): string => {
  const status = orderStatuses.find((each): each is OrderStatus => each === value);
  return status ? t(`orderStatus.${status}`) : String(value ?? '–');
};

function moneyWord(amount: Entry['facts'][string] | undefined, currency: Entry['facts'][string] | undefined, locale: string): string {
  return typeof amount === 'number' && typeof currency === 'string' ? formatMoney({ amount, currency }, locale) : String(amount ?? '–');
}

/** One entry in words. Facts are loose by contract, so each is looked at before it is shown. */
function sentenceOf({ kind, facts }: Entry, { t, locale }: Words): string {
  switch (kind) {
    case 'order.placed':
      return t('orders.order.timeline.kinds.placed');
    case 'order.paid':
      return t('orders.order.timeline.kinds.paid');
    case 'order.status-changed':
      return facts.from
        ? t('orders.order.timeline.kinds.moved', { from: statusWord(facts.from, t), to: statusWord(facts.to, t) })
        : t('orders.order.timeline.kinds.became', { to: statusWord(facts.to, t) });
    case 'order.amounts-changed':
      return t('orders.order.timeline.kinds.amounts', {
        from: moneyWord(facts.from, facts.currency, locale),
        to: moneyWord(facts.to, facts.currency, locale),
      });
    case 'order.refunded':
      return t('orders.order.timeline.kinds.refunded', { amount: moneyWord(facts.amount, facts.currency, locale) });
    case 'package.created':
      return t('orders.order.timeline.kinds.packageCreated', { package: facts.channelPackageId ?? '' });
    case 'package.updated':
      return t('orders.order.timeline.kinds.packageUpdated', { package: facts.channelPackageId ?? '' });
    case 'hint.received':
      return t('orders.order.timeline.kinds.hint', { topic: facts.topic ?? '' });
  }
}

/** Days of the reader, the newest first; within a day the newest first as well. */
function byDay(timeline: readonly Entry[], locale: string): [day: string, entries: Entry[]][] {
  const days = new Map<string, Entry[]>();
  for (const entry of [...timeline].reverse()) {
    const day = formatLongDay(entry.at, locale);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

export function TimelinePanel({ order }: { order: OrderDetail }) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  return (
    <Panel title={t('orders.order.timeline.title')}>
      {order.timeline.length === 0 && <p className="muted order-note">{t('orders.order.timeline.none')}</p>}
      <ol className="timeline" data-testid="order-timeline">
        {byDay(order.timeline, locale).map(([day, entries]) => (
          <li key={day}>
            <h3>{day}</h3>
            <ol>
              {entries.map((entry, index) => (
                // Entries read off the order share its id; kind and place tell them apart.
                // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a day are redrawn together
                <TimelineEntry key={`${entry.id} ${entry.kind} ${index}`} entry={entry} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function TimelineEntry({ entry }: { entry: Entry }) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const time = formatInstant(entry.at, locale, { hasSeconds: true });
  const lateMs = Date.parse(entry.learntAt) - Date.parse(entry.at);
  return (
    <li className={`timeline-entry ${entry.kind === 'hint.received' ? 'timeline-quiet' : ''}`}>
      <time dateTime={entry.at} title={time} className="num muted">
        {new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(entry.at))}
      </time>
      <span>
        {sentenceOf(entry, { t, locale })}
        <span className="cell-second">
          {t(`orders.order.timeline.sources.${entry.source}`)}
          {lateMs > worthSayingMs && ` · ${t('orders.order.timeline.learnt', { at: formatInstant(entry.learntAt, locale) })}`}
        </span>
      </span>
    </li>
  );
}
