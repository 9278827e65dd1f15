import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CaseDetail } from '@tradewind/contract/types';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';

/** A parcel may be opened once it was sent back; a case that was refused or withdrawn brings none. */
const BRINGS_GOODS = new Set(['shipped-by-buyer', 'completed', 'approved']);
const parts = ['damaged', 'missing'] as const;
type Spoilt = Record<(typeof parts)[number], number>;
const none: Spoilt = { damaged: 0, missing: 0 };

/** What came back, said once: the rest of each line's units is good and goes on the shelf. */
export function Receipt({ one }: { one: CaseDetail }) {
  const mayReceive = useCan('stock:write');
  const lines = one.lines.filter(({ received }) => received === null);
  if (!mayReceive || one.kind !== 'return' || !BRINGS_GOODS.has(one.status) || lines.length === 0) return null;
  return <ReceiptForm caseId={one.id} lines={lines} />;
}

function ReceiptForm({ caseId, lines }: { caseId: string; lines: CaseDetail['lines'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery(apiQuery('warehouses.list', {})).data;
  const warehouses = list?.items.filter(({ isActive }) => isActive) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [spoilt, setSpoilt] = useState<ReadonlyMap<number, Spoilt>>(new Map());
  const warehouseId = chosen ?? (warehouses.length === 1 ? (warehouses[0]?.id ?? null) : null);
  const of = (lineNo: number) => spoilt.get(lineNo) ?? none;
  const say = (lineNo: number, part: keyof Spoilt, units: number) =>
    setSpoilt(new Map([...spoilt, [lineNo, { ...of(lineNo), [part]: units }]]));
  const keep = useMutation({
    mutationFn: (to: string) =>
      call('return-receipts.create', {
        params: { caseId },
        body: {
          warehouseId: to,
          lines: lines.map(({ lineNo, units }) => {
            const { damaged, missing } = of(lineNo);
            return { lineNo, good: units - damaged - missing, damaged, missing };
          }),
        },
      }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('returns.') }),
  });
  return (
    <section className="return-answer" data-testid="receipt-form">
      <h2>{t('returns.receipt.title')}</h2>
      <p className="muted">{t('returns.receipt.text')}</p>
      <ul className="return-list">
        {lines.map((line) => (
          <ReceiptLine key={line.lineNo} line={line} spoilt={of(line.lineNo)} say={(part, units) => say(line.lineNo, part, units)} />
        ))}
      </ul>
      <Select
        aria-label={t('returns.receipt.warehouse')}
        placeholder={t('returns.receipt.warehouse')}
        value={warehouseId}
        options={warehouses.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setChosen}
      />
      {list && warehouses.length === 0 && (
        <p className="muted">
          {t('returns.receipt.noWarehouse')} <Link to="/stock/warehouses">{t('returns.receipt.toWarehouses')}</Link>
        </p>
      )}
      {keep.isError && <ErrorPanel error={keep.error} />}
      <Button
        type="primary"
        disabled={warehouseId === null}
        loading={keep.isPending}
        onClick={() => warehouseId && keep.mutate(warehouseId)}
        data-testid="receipt-keep"
      >
        {t('returns.receipt.keep')}
      </Button>
    </section>
  );
}

type LineProps = { line: CaseDetail['lines'][number]; spoilt: Spoilt; say: (part: keyof Spoilt, units: number) => void };

function ReceiptLine({ line: { units, sellerSku, productName }, spoilt, say }: LineProps) {
  const { t } = useTranslation();
  const name = sellerSku || productName;
  return (
    <li className="return-receipt">
      <span className="num">{name}</span>
      <span data-testid="receipt-good">{t('returns.receipt.good', { count: units - spoilt.damaged - spoilt.missing })}</span>
      {parts.map((part) => (
        <InputNumber
          key={part}
          aria-label={`${t(`returns.receipt.${part}`)}: ${name}`}
          prefix={t(`returns.receipt.${part}`)}
          min={0}
          max={units - spoilt.damaged - spoilt.missing + spoilt[part]}
          precision={0}
          value={spoilt[part]}
          onChange={(next) => say(part, next ?? 0)}
        />
      ))}
    </li>
  );
}
