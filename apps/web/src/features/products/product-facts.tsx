import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { goodsCategories } from '@tradewind/rules/categories';
import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { type Draft, type DraftFault, withOptions } from './draft.ts';
import { statuses } from './filters.ts';

export type FormProps = { draft: Draft; change: ((next: Draft) => void) | null; faults: readonly DraftFault[] };

/** A field with its name. An antd field inside a label is named by it. */
function Field({ name, children, isWide = false }: { name: string; children: ReactNode; isWide?: boolean }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={isWide ? 'product-field product-field-wide' : 'product-field'}>
      <span>{name}</span>
      {children}
    </label>
  );
}

/** What holds for the product as a whole. */
export function ProductFacts({ draft, change, faults }: FormProps) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const set = (part: Partial<Draft>) => change?.({ ...draft, ...part });
  const isReadOnly = change === null;
  const status = (path: string) => (faults.some((fault) => fault.path === path) ? { status: 'error' as const } : {});
  return (
    <section className="panel product-panel" aria-label={t('products.facts')}>
      <h2>{t('products.facts')}</h2>
      <div className="product-fields">
        <Field name={t('products.fields.title')} isWide>
          <Input
            value={draft.title}
            readOnly={isReadOnly}
            maxLength={300}
            {...status('/title')}
            onChange={({ target }) => set({ title: target.value })}
            data-testid="field-title"
          />
        </Field>
        <Field name={t('products.fields.product_code')}>
          <Input
            value={draft.code}
            readOnly={isReadOnly}
            maxLength={60}
            {...status('/code')}
            onChange={({ target }) => set({ code: target.value })}
            data-testid="field-code"
          />
        </Field>
        <Field name={t('products.fields.status')}>
          <Select
            aria-label={t('products.fields.status')}
            disabled={isReadOnly}
            value={draft.status}
            options={statuses.map((value) => ({ value, label: t(`products.statuses.${value}`) }))}
            onChange={(next) => set({ status: next })}
          />
        </Field>
        <Field name={t('products.fields.category')}>
          <Select
            aria-label={t('products.fields.category')}
            disabled={isReadOnly}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.category}
            options={goodsCategories.map((value) => ({ value, label: categoryName(value) }))}
            onChange={(next) => set({ category: next ?? null })}
          />
        </Field>
        <Field name={t('products.fields.brand')}>
          <Input value={draft.brand} readOnly={isReadOnly} maxLength={120} onChange={({ target }) => set({ brand: target.value })} />
        </Field>
        <Field name={t('products.fields.materials')}>
          <Select
            mode="tags"
            aria-label={t('products.fields.materials')}
            disabled={isReadOnly}
            value={draft.materials}
            open={false}
            onChange={(next) => set({ materials: next })}
          />
        </Field>
        <Field name={t('products.options')}>
          <Select
            mode="tags"
            aria-label={t('products.options')}
            disabled={isReadOnly}
            maxCount={3}
            open={false}
            value={draft.optionNames}
            onChange={(next) => change?.(withOptions(draft, next))}
          />
        </Field>
        <Field name={t('products.fields.description')} isWide>
          <Input.TextArea
            value={draft.description}
            readOnly={isReadOnly}
            maxLength={10_000}
            rows={4}
            onChange={({ target }) => set({ description: target.value })}
          />
        </Field>
      </div>
      <Attributes given={draft.attributes} change={change && ((attributes) => change({ ...draft, attributes }))} />
    </section>
  );
}

type AttributesProps = { given: Draft['attributes']; change: ((next: Draft['attributes']) => void) | null };

/** Names and what is said under each. */
export function Attributes({ given, change }: AttributesProps) {
  const { t } = useTranslation();
  const set = (attributes: Draft['attributes']) => change?.(attributes);
  const setOne = (at: number, part: Partial<Draft['attributes'][number]>) =>
    set(given.map((attribute, place) => (place === at ? { ...attribute, ...part } : attribute)));
  if (!change && given.length === 0) return null;
  return (
    <fieldset className="product-attributes">
      <legend>{t('products.attributes')}</legend>
      {given.map(({ name, value }, at) => (
        // The place is the row's only name: two rows may read the same while somebody types.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={at} className="product-attribute">
          <Input
            aria-label={t('products.attributeName')}
            value={name}
            readOnly={!change}
            maxLength={60}
            onChange={({ target }) => setOne(at, { name: target.value })}
          />
          <Input
            aria-label={t('products.attributeValue')}
            value={value}
            readOnly={!change}
            maxLength={500}
            onChange={({ target }) => setOne(at, { value: target.value })}
          />
          {change && (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('products.removeAttribute', { name })}
              onClick={() => set(given.filter((_, place) => place !== at))}
            />
          )}
        </div>
      ))}
      {change && (
        <Button size="small" icon={<PlusOutlined />} onClick={() => set([...given, { name: '', value: '' }])}>
          {t('products.addAttribute')}
        </Button>
      )}
    </fieldset>
  );
}
