import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { blankVariant, type DraftVariant } from './draft.ts';
import type { FormProps } from './product-facts.tsx';

type TextField = 'sku' | 'gtin' | 'hsCode' | 'weightG' | 'lengthMm' | 'widthMm' | 'heightMm';
const fields = [
  ['sku', 'sku'],
  ['gtin', 'gtin'],
  ['hsCode', 'hs_code'],
  ['weightG', 'weight_g'],
  ['lengthMm', 'length_mm'],
  ['widthMm', 'width_mm'],
  ['heightMm', 'height_mm'],
] as const satisfies readonly (readonly [TextField, string])[];

/** The variants, a row each; what a cell holds is text until it is saved. */
export function VariantTable({ draft, change, faults }: FormProps) {
  const { t } = useTranslation();
  const set = (key: string, part: Partial<DraftVariant>) =>
    change?.({ ...draft, variants: draft.variants.map((variant) => (variant.key === key ? { ...variant, ...part } : variant)) });
  const statusAt = (at: number, field: string) =>
    faults.some(({ path }) => path.startsWith(`/variants/${at}/${field}`)) ? { status: 'error' as const } : {};
  return (
    <section className="panel product-panel" aria-label={t('products.columns.variants')}>
      <h2>{t('products.columns.variants')}</h2>
      <section className="table-wrap" aria-label={t('products.columns.variants')}>
        <table className="table variant-table">
          <thead>
            <tr>
              <th scope="col">{t('products.fields.sku')}</th>
              {draft.optionNames.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {fields.slice(1).map(([field, column]) => (
                <th key={field} scope="col">
                  {t(`products.fields.${column}`)}
                </th>
              ))}
              <th scope="col">{t('products.fields.bundle_parts')}</th>
              <th scope="col">{t('products.fields.sku_status')}</th>
            </tr>
          </thead>
          <tbody>
            {draft.variants.map((variant, at) => (
              <tr key={variant.key} data-testid="variant-row">
                <th scope="row">
                  <Cell variant={variant} field="sku" column="sku" set={change && set} at={at} {...statusAt(at, 'sku')} />
                </th>
                {draft.optionNames.map((name, place) => (
                  <td key={name}>
                    <Input
                      aria-label={`${name} ${at + 1}`}
                      value={variant.optionValues[place] ?? ''}
                      readOnly={!change}
                      maxLength={60}
                      {...statusAt(at, 'optionValues')}
                      onChange={({ target }) =>
                        set(variant.key, {
                          optionValues: variant.optionValues.map((value, index) => (index === place ? target.value : value)),
                        })
                      }
                    />
                  </td>
                ))}
                {fields.slice(1).map(([field, column]) => (
                  <td key={field}>
                    <Cell variant={variant} field={field} column={column} set={change && set} at={at} {...statusAt(at, field)} />
                  </td>
                ))}
                <td>
                  <Input.TextArea
                    aria-label={`${t('products.fields.bundle_parts')} ${at + 1}`}
                    value={variant.parts}
                    readOnly={!change}
                    placeholder={change ? 'SKU*2' : ''}
                    rows={1}
                    {...statusAt(at, 'parts')}
                    onChange={({ target }) => set(variant.key, { parts: target.value })}
                  />
                </td>
                <td className="variant-state">
                  <Select
                    aria-label={`${t('products.fields.sku_status')} ${at + 1}`}
                    disabled={!change}
                    value={variant.status}
                    options={(['active', 'archived'] as const).map((value) => ({ value, label: t(`products.statuses.${value}`) }))}
                    onChange={(next) => set(variant.key, { status: next })}
                  />
                  {change && variant.id === undefined && draft.variants.length > 1 && (
                    <Button
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label={t('products.variants.remove', { row: at + 1 })}
                      onClick={() => change({ ...draft, variants: draft.variants.filter(({ key }) => key !== variant.key) })}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {change && (
        <Button
          icon={<PlusOutlined />}
          onClick={() =>
            change({ ...draft, variants: [...draft.variants, blankVariant(`new ${draft.variants.length + 1}`, draft.optionNames.length)] })
          }
          data-testid="add-variant"
        >
          {t('products.variants.add')}
        </Button>
      )}
    </section>
  );
}

type CellProps = {
  variant: DraftVariant;
  field: TextField;
  column: (typeof fields)[number][1];
  set: ((key: string, part: Partial<DraftVariant>) => void) | null;
  at: number;
  status?: 'error';
};

function Cell({ variant, field, column, set, at, ...status }: CellProps) {
  const { t } = useTranslation();
  return (
    <Input
      aria-label={`${t(`products.fields.${column}`)} ${at + 1}`}
      value={variant[field]}
      readOnly={!set}
      maxLength={60}
      inputMode={field === 'sku' ? 'text' : 'numeric'}
      onChange={({ target }) => set?.(variant.key, { [field]: target.value })}
      data-testid={`variant-${field}`}
      {...status}
    />
  );
}
