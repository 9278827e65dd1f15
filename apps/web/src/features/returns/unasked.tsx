import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OrderDetail } from '@tradewind/contract/types';
import { currencyExponent } from '@tradewind/rules/money';
import { Button, Checkbox, Form, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { majorOf, minorOf } from './minor.ts';
import { MoneyFacts } from './money-facts.tsx';
import { ReasonSelect } from './reason-select.tsx';
import './returns.css';
import { AnswerTag } from './use-columns.tsx';
import { useReasonName } from './use-reason-name.ts';

type AfterSales = Answer<'order-after-sales.get'>;
const cancellable = new Set(['unpaid', 'on-hold', 'awaiting-shipment']);
const refundable = new Set(['awaiting-collection', 'in-transit', 'delivered', 'completed']);

/** What a seller does without being asked: give money back, or take the order back before it leaves. */
export function UnaskedActs({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const mayAnswer = useCan('returns:write');
  const [open, setOpen] = useState<'refund' | 'cancel' | null>(null);
  const close = () => setOpen(null);
  const [mayCancel, mayRefund] = [cancellable.has(order.status), refundable.has(order.status)];
  return (
    <>
      <UnaskedAnswers orderId={order.id} />
      {mayAnswer && (mayCancel || mayRefund) && (
        <p className="order-note">
          {mayRefund && (
            <Button onClick={() => setOpen('refund')} data-testid="refund-order">
              {t('returns.acts.refund-order')}
            </Button>
          )}
          {mayCancel && (
            <Button danger onClick={() => setOpen('cancel')} data-testid="cancel-order">
              {t('returns.acts.cancel-order')}
            </Button>
          )}
        </p>
      )}
      {open === 'refund' && <RefundDialog orderId={order.id} close={close} />}
      {open === 'cancel' && <CancelDialog orderId={order.id} close={close} />}
    </>
  );
}

/** What became of it; the platform's own case joins the list above once it is read. */
function UnaskedAnswers({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const nameOf = useReasonName();
  const { data } = useQuery(apiQuery('order-after-sales.get', { params: { orderId } }));
  if (!data || data.answers.length === 0) return null;
  return (
    <ul className="order-list">
      {data.answers.map(({ id, act, state, amount, reasonCode, failureCode, askedBy, plannedAt }) => (
        <li key={id} data-testid="unasked-answer" data-state={state}>
          <span className="order-list-first">
            <strong>{t(`returns.acts.${act}`)}</strong> <AnswerTag state={state} />
            <span className="cell-second">
              {[nameOf({ code: reasonCode, text: '' }), askedBy.name, failureCode].filter(Boolean).join(' · ')}
            </span>
          </span>
          <span className="order-list-last">
            {amount && <Money value={amount} />}
            <span className="cell-second">
              <Instant at={plannedAt} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

type DialogProps = { orderId: string; close: () => void };

/** Asks once; what stands at the order is read anew. */
function useAsked<T>(ask: (wish: T) => Promise<unknown>, close: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['order-after-sales.get'] });
      close();
    },
  });
}

function RefundDialog({ orderId, close }: DialogProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery(apiQuery('order-after-sales.get', { params: { orderId } }));
  const [reasonCode, setReason] = useState('');
  const [lineNos, setLineNos] = useState<readonly number[]>([]);
  const [major, setMajor] = useState<number | null>(null);
  const refund = useAsked((amount: number) => {
    const channelLineIds = data?.lines.filter(({ lineNo }) => lineNos.includes(lineNo)).flatMap((line) => line.channelLineIds) ?? [];
    const of = channelLineIds.length > 0 ? { channelLineIds } : {};
    return call('order-refunds.create', { params: { orderId }, body: { reasonCode, amount, ...of } });
  }, close);
  const currency = data?.money.left.currency ?? '';
  const amount = major === null || !data ? 0 : minorOf(major, currency);
  const isReady = reasonCode !== '' && amount > 0 && amount <= (data?.money.left.amount ?? 0);
  const choose = (next: readonly number[]) => {
    setLineNos(next);
    if (data) setMajor(majorOf(worthOf(data, next), currency));
  };
  return (
    <Dialog
      open
      title={t('returns.acts.refund-order')}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('returns.unasked.refund')}
      okButtonProps={{ disabled: !isReady, loading: refund.isPending, 'data-testid': 'refund-send' }}
      onOk={() => refund.mutate(amount)}
    >
      <Form layout="vertical" component="div">
        {(error ?? refund.error) && <ErrorPanel error={error ?? refund.error} />}
        {data && <MoneyFacts money={data.money} />}
        <Form.Item label={t('returns.unasked.lines')} extra={t('returns.unasked.linesText')}>
          <Checkbox.Group
            className="return-lines"
            value={[...lineNos]}
            options={(data?.lines ?? []).map(({ lineNo, sellerSku, productName, quantity }) => ({
              value: lineNo,
              label: `${quantity} × ${sellerSku} ${productName}`,
            }))}
            onChange={choose}
          />
        </Form.Item>
        <Form.Item label={t('returns.unasked.amount', { currency })}>
          <InputNumber
            aria-label={t('returns.unasked.amount', { currency })}
            min={0}
            max={data ? majorOf(data.money.left.amount, currency) : 0}
            precision={currency ? currencyExponent(currency) : 2}
            value={major}
            onChange={setMajor}
            data-testid="refund-amount"
          />
        </Form.Item>
        <Form.Item label={t('returns.answer.reason')}>
          <ReasonSelect reasons={data?.refundReasons ?? []} isLoading={!data} value={reasonCode} set={setReason} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}

/** What the buyer paid for these lines, as far as it is still left; minor units. */
const worthOf = ({ lines, money }: AfterSales, lineNos: readonly number[]): number => {
  const paid = lines
    .filter(({ lineNo }) => lineNos.includes(lineNo))
    .reduce((sum, { quantity, salePrice }) => sum + quantity * salePrice.amount, 0);
  return Math.min(paid, money.left.amount);
};

function CancelDialog({ orderId, close }: DialogProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery(apiQuery('order-after-sales.get', { params: { orderId } }));
  const [reasonCode, setReason] = useState('');
  const cancel = useAsked((code: string) => call('order-cancellations.create', { params: { orderId }, body: { reasonCode: code } }), close);
  return (
    <Dialog
      open
      title={t('returns.acts.cancel-order')}
      onCancel={close}
      cancelText={t('returns.unasked.keep')}
      okText={t('returns.acts.cancel-order')}
      okButtonProps={{ danger: true, disabled: reasonCode === '', loading: cancel.isPending, 'data-testid': 'cancel-send' }}
      onOk={() => cancel.mutate(reasonCode)}
    >
      <Form layout="vertical" component="div">
        {(error ?? cancel.error) && <ErrorPanel error={error ?? cancel.error} />}
        <p>{t('returns.unasked.cancelText')}</p>
        <Form.Item label={t('returns.answer.reason')}>
          <ReasonSelect reasons={data?.cancelReasons ?? []} isLoading={!data} value={reasonCode} set={setReason} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
