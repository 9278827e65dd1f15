import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { errorFile } from './error-file.ts';

type Result = Answer<'violation-imports.create'>;

/** What a spreadsheet's own computer calls a CSV file differs; the server takes it under this name, and looks inside. */
function typed(file: File): Blob {
  const isWorkbook = file.name.toLowerCase().endsWith('.xlsx');
  return new Blob([file], { type: isWorkbook ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv' });
}

/** Choose the file, see what it would do, then take it in: all of it or nothing. */
export function ImportDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Blob | null>(null);
  const send = useMutation({
    mutationFn: ({ file, isPreview }: { file: Blob; isPreview: boolean }) =>
      call('violation-imports.create', { file, query: { isPreview: isPreview ? 'true' : 'false' } }),
    onSuccess: ({ isApplied }) =>
      isApplied ? client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('violations.') }) : undefined,
  });
  const result = send.data;
  const mayApply =
    chosen !== null && result !== undefined && !result.isApplied && result.errors.length === 0 && result.added + result.changed > 0;
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [given] = target.files ?? [];
    if (!given) return;
    const file = typed(given);
    setChosen(file);
    send.mutate({ file, isPreview: true });
  };
  return (
    <Dialog
      open
      title={t('penalties.import.title')}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t(result?.isApplied ? 'penalties.import.done' : 'penalties.import.apply')}
      okButtonProps={{ disabled: !result?.isApplied && !mayApply, loading: send.isPending, 'data-testid': 'import-apply' }}
      onOk={() => (result?.isApplied ? close() : chosen && send.mutate({ file: chosen, isPreview: false }))}
      width={560}
    >
      <p>{t('penalties.import.text')}</p>
      <input
        type="file"
        accept=".csv,.xlsx"
        className="import-file"
        aria-label={t('penalties.import.file')}
        data-testid="import-file"
        onChange={choose}
      />
      {send.isError && <ErrorPanel error={send.error} />}
      {result && <ImportResult result={result} />}
    </Dialog>
  );
}

const errorsShown = 5;

function ImportResult({ result }: { result: Result }) {
  const { t, i18n } = useTranslation();
  const { errors, added, changed, unchanged, isApplied } = result;
  const count = (value: number) => formatCount(value, i18n.language);
  if (errors.length > 0) {
    return (
      <div role="alert" className="import-result" data-testid="import-errors">
        <p className="tone-losing">{t('penalties.import.errors', { count: errors.length, shown: count(errors.length) })}</p>
        <ul className="bullets">
          {errors.slice(0, errorsShown).map(({ line, column, code }) => (
            <li key={`${line} ${column} ${code}`}>
              {line !== null && `${t('penalties.import.line', { line })} `}
              {column} {t(`penalties.import.codes.${code}`)}
            </li>
          ))}
        </ul>
        <Button icon={<DownloadOutlined />} href={errorFile(errors)} download="violation-import-errors.csv">
          {t('penalties.import.errorFile')}
        </Button>
      </div>
    );
  }
  return (
    <p role="status" className="import-result" data-testid="import-result">
      {t(isApplied ? 'penalties.import.applied' : 'penalties.import.preview', {
        added: count(added),
        changed: count(changed),
        unchanged: count(unchanged),
      })}
    </p>
  );
}
