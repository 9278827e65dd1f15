import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProductImport } from '@tradewind/contract/types';
import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useMayEdit } from './page.tsx';
import { useColumnWords } from './use-faults.ts';

const columns = [
  ...['product_code', 'title', 'description', 'category', 'brand', 'materials', 'status'],
  ...['option1_name', 'option1_value', 'option2_name', 'option2_value', 'option3_name', 'option3_value'],
  ...['sku', 'gtin', 'hs_code', 'weight_g', 'length_mm', 'width_mm', 'height_mm', 'bundle_parts', 'sku_status'],
];
const costColumns = ['cost', 'cost_currency', 'cost_from'];
const EXAMPLES = 3;

/** Which row is the head, and what each of its columns is. */
export function MappingPanel({ file }: { file: ProductImport }) {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const client = useQueryClient();
  const [headRow, setHeadRow] = useState(file.headRow);
  const [mapping, setMapping] = useState<readonly (string | null)[]>(file.mapping);
  const head = file.firstRows[headRow - 1] ?? [];
  const params = { importId: file.id };
  const check = useMutation({
    mutationFn: () => call('product-imports.check', { params, body: { headRow, mapping: head.map((_, at) => mapping[at] ?? null) } }),
    onSuccess: (next) => client.setQueryData(apiQuery('product-imports.get', { params }).queryKey, next),
  });
  const left = head.filter((title, at) => title.trim() !== '' && !mapping[at]);
  return (
    <section className="panel product-panel" aria-label={t('products.imports.steps.columns')}>
      <h2>{t('products.imports.steps.columns')}</h2>
      {file.isRemembered && <p className="muted">{t('products.imports.remembered')}</p>}
      <div className="product-field">
        <span>{t('products.imports.headRow')}</span>
        <Select
          aria-label={t('products.imports.headRow')}
          disabled={!mayEdit}
          value={headRow}
          popupMatchSelectWidth={false}
          options={file.firstRows.map((cells, at) => ({
            value: at + 1,
            label: `${at + 1}: ${cells.filter(Boolean).slice(0, 5).join(' · ')}`,
          }))}
          onChange={setHeadRow}
        />
      </div>
      <MappingTable file={file} headRow={headRow} mapping={mapping} setMapping={mayEdit ? setMapping : null} />
      {left.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('products.imports.leftOut', { columns: left.join(' · '), count: left.length })}
          data-testid="left-out"
        />
      )}
      {check.isError && <ErrorPanel error={check.error} />}
      {mayEdit && (
        <div>
          <Button
            type="primary"
            loading={check.isPending}
            disabled={!mapping.includes('sku')}
            onClick={() => check.mutate()}
            data-testid="import-check"
          >
            {t('products.imports.check')}
          </Button>{' '}
          {!mapping.includes('sku') && <span className="muted">{t('products.imports.skuNeeded')}</span>}
        </div>
      )}
    </section>
  );
}

type TableProps = {
  file: ProductImport;
  headRow: number;
  mapping: readonly (string | null)[];
  setMapping: ((mapping: (string | null)[]) => void) | null;
};

function MappingTable({ file, headRow, mapping, setMapping }: TableProps) {
  const { t } = useTranslation();
  const words = useColumnWords();
  const maySetCosts = useCan('costs:write');
  const head = file.firstRows[headRow - 1] ?? [];
  const examples = file.firstRows.slice(headRow, headRow + EXAMPLES);
  const known = [...columns, ...(maySetCosts ? costColumns : [])];
  return (
    <section className="table-wrap" aria-label={t('products.imports.steps.columns')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('products.imports.theirs')}</th>
            <th scope="col">{t('products.imports.ours')}</th>
            <th scope="col">{t('products.imports.examples')}</th>
          </tr>
        </thead>
        <tbody>
          {head.map((title, at) => (
            // Two columns of a file may be called the same; their place is what tells them apart.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <tr key={at} data-testid="mapping-row">
              <th scope="row">{title || t('products.imports.unnamed', { column: at + 1 })}</th>
              <td>
                <Select
                  className="mapping-choice"
                  aria-label={t('products.imports.meaning', { column: title || String(at + 1) })}
                  disabled={!setMapping}
                  allowClear
                  showSearch={{ optionFilterProp: 'label' }}
                  placeholder={t('products.imports.notTaken')}
                  popupMatchSelectWidth={false}
                  value={mapping[at] ?? null}
                  options={[
                    ...known,
                    ...(title.trim() === ''
                      ? []
                      : [
                          `attribute:${title
                            .replace(/^attribute:/, '')
                            .trim()
                            .slice(0, 60)}`,
                        ]),
                  ].map((column) => ({
                    value: column,
                    label: column.startsWith('attribute:') ? t('products.imports.attribute', { name: words(column) }) : words(column),
                    disabled: mapping.some((other, place) => other === column && place !== at),
                  }))}
                  onChange={(column?: string) =>
                    setMapping?.(head.map((_, place) => (place === at ? (column ?? null) : (mapping[place] ?? null))))
                  }
                />
              </td>
              <td className="mapping-examples">
                {examples
                  .map((cells) => cells[at])
                  .filter(Boolean)
                  .join(' · ') || <span className="muted">–</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
