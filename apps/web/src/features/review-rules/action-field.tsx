import { DeleteOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReviewAction } from '@tradewind/rules/review-rules';
import { Button, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { type ActionKind, actionKinds, blankAction } from './conditions.ts';

type Props = { value: ReviewAction; set: (next: ReviewAction) => void; drop: () => void };

/** One thing that is done with an order that meets the rule. */
export function ActionField({ value, set, drop }: Props) {
  const { t } = useTranslation();
  return (
    <li className="review-row" data-testid="action" data-kind={value.kind}>
      <Select
        className="review-kind"
        aria-label={t('review-rules.form.action')}
        value={value.kind}
        options={actionKinds.map((kind) => ({ value: kind, label: t(`review-rules.actions.${kind}`) }))}
        popupMatchSelectWidth={false}
        onChange={(kind: ActionKind) => set(blankAction(kind))}
      />
      {value.kind === 'tag' && (
        <Input
          aria-label={t('review-rules.actions.tag')}
          maxLength={40}
          value={value.tag}
          onChange={({ target }) => set({ ...value, tag: target.value })}
        />
      )}
      {value.kind === 'service' && (
        <Input
          aria-label={t('review-rules.actions.service')}
          placeholder={t('review-rules.form.serviceText')}
          maxLength={120}
          value={value.service}
          onChange={({ target }) => set({ ...value, service: target.value })}
        />
      )}
      {value.kind === 'warehouse' && <WarehouseField value={value.warehouseId} set={(warehouseId) => set({ ...value, warehouseId })} />}
      {value.kind === 'split' && <SplitField value={value} set={set} />}
      <Button type="text" icon={<DeleteOutlined />} aria-label={t('review-rules.form.dropAction')} onClick={drop} />
    </li>
  );
}

function WarehouseField({ value, set }: { value: string; set: (id: string) => void }) {
  const { t } = useTranslation();
  const warehouses = useQuery(apiQuery('warehouses.list', {})).data?.items.filter(({ isActive }) => isActive) ?? [];
  return (
    <Select
      className="review-list"
      aria-label={t('review-rules.actions.warehouse')}
      placeholder={t('review-rules.form.choose')}
      value={value || null}
      options={warehouses.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(next) => set(next ?? '')}
    />
  );
}

type Split = Extract<ReviewAction, { kind: 'split' }>;

function SplitField({ value, set }: { value: Split; set: (next: Split) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        className="review-list"
        aria-label={t('review-rules.actions.split')}
        value={value.by}
        options={(['line', 'units'] as const).map((by) => ({ value: by, label: t(`review-rules.form.split.${by}`) }))}
        onChange={(by) => set(by === 'line' ? { kind: 'split', by } : { kind: 'split', by, most: 1 })}
      />
      {value.by === 'units' && (
        <InputNumber
          aria-label={t('review-rules.form.most')}
          min={1}
          max={1000}
          precision={0}
          value={value.most ?? null}
          onChange={(most) => set({ ...value, most: most ?? undefined })}
        />
      )}
    </>
  );
}
