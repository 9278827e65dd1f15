import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../shared/api/problem.ts';
import type { DraftFault } from './draft.ts';

/** Words for what is wrong with a field or a row; a code that has none yet reads as itself. */
export function useFaultWords(): (code: string) => string {
  const { t, i18n } = useTranslation();
  return (code) =>
    i18n.exists(`products.faults.${code}`)
      ? // The cast: just shown to be there.
        t(`products.faults.${code}` as 'products.faults.required')
      : code;
}

/** Words for a column of a file; `attribute:` and what the merchant calls it stays as it is. */
export function useColumnWords(): (column: string) => string {
  const { t, i18n } = useTranslation();
  return (column) =>
    i18n.exists(`products.fields.${column}`)
      ? // The cast: just shown to be there.
        t(`products.fields.${column}` as 'products.fields.sku')
      : column.replace(/^attribute:/, '');
}

export const faultsOf = (error: unknown): DraftFault[] => (error instanceof ApiProblem ? [...error.fields] : []);
