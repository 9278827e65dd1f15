import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Answer, call } from '../../shared/api/call.ts';
import { TableImport } from '../../shared/imports/table-import.tsx';
import { formatCount } from '../../shared/money.ts';

type Imported = Answer<'review-imports.create'>;

export function ImportDialog({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <TableImport<Imported>
      title={t('reputation.import.title')}
      text={t('reputation.import.text')}
      send={(file, isPreview) => call('review-imports.create', { file, query: { isPreview: isPreview ? 'true' : 'false' } })}
      hasChanges={({ added, changed }) => added + changed > 0}
      outcome={({ isApplied, added, changed, unchanged }) =>
        t(isApplied ? 'reputation.import.applied' : 'reputation.import.preview', {
          added: count(added),
          changed: count(changed),
          unchanged: count(unchanged),
        })
      }
      onApplied={() => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('review') })}
      close={close}
    />
  );
}
