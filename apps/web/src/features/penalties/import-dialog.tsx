import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Answer, call } from '../../shared/api/call.ts';
import { TableImport } from '../../shared/imports/table-import.tsx';
import { formatCount } from '../../shared/money.ts';

type Imported = Answer<'violation-imports.create'>;

export function ImportDialog({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <TableImport<Imported>
      title={t('penalties.import.title')}
      text={t('penalties.import.text')}
      send={(file, isPreview) => call('violation-imports.create', { file, query: { isPreview: isPreview ? 'true' : 'false' } })}
      hasChanges={({ added, changed }) => added + changed > 0}
      outcome={({ isApplied, added, changed, unchanged }) =>
        t(isApplied ? 'penalties.import.applied' : 'penalties.import.preview', {
          added: count(added),
          changed: count(changed),
          unchanged: count(unchanged),
        })
      }
      onApplied={() => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('violations.') })}
      close={close}
    />
  );
}
