import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Draft, DraftFault } from './draft.ts';
import { useColumnWords, useFaultWords } from './use-faults.ts';

const columnOf: Readonly<Record<string, string>> = {
  code: 'product_code',
  optionNames: 'option1_name',
  optionValues: 'option1_value',
  hsCode: 'hs_code',
  weightG: 'weight_g',
  lengthMm: 'length_mm',
  widthMm: 'width_mm',
  heightMm: 'height_mm',
  parts: 'bundle_parts',
};

/** What stands in the way of saving, each at its field and, of a variant, with its SKU. */
export function FaultList({ faults, draft }: { faults: readonly DraftFault[]; draft: Draft }) {
  const { t } = useTranslation();
  const faultWords = useFaultWords();
  const columnWords = useColumnWords();
  const place = (path: string): string => {
    const [first = '', at = '', field = ''] = path.split('/').slice(1);
    const variant = first === 'variants' ? draft.variants[Number(at)] : undefined;
    const name = first === 'variants' ? field : first;
    return [variant && (variant.sku || t('products.variants.row', { row: Number(at) + 1 })), columnWords(columnOf[name] ?? name)]
      .filter(Boolean)
      .join(' · ');
  };
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      data-testid="product-faults"
      title={t('products.notSaved')}
      description={
        <ul className="bullets">
          {faults.map(({ path, code }) => (
            <li key={`${path} ${code}`}>
              <strong>{place(path)}</strong> {faultWords(code)}
            </li>
          ))}
        </ul>
      }
    />
  );
}
