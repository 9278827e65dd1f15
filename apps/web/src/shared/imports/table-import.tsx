import { DownloadOutlined, FileTextOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import type { TableRowError } from '@tradewind/contract/types';
import { Alert, Button, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../money.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { ErrorPanel } from '../widgets/error-panel.tsx';
import { errorFile } from './error-file.ts';

/** What every import answers: nothing is taken in while one row is wrong. */
type Result = { isApplied: boolean; errors: TableRowError[] };

const FILE_MAX_BYTES = 5 * 1024 * 1024;
const SHOWN = 5;

/** What a computer calls a CSV file differs; the server takes it under this name, and looks inside. */
function typed(file: File): File {
  const isWorkbook = file.name.toLowerCase().endsWith('.xlsx');
  const type = isWorkbook ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
  return new File([file], file.name, { type });
}

type Props<R extends Result> = {
  title: string;
  /** What the file must be, and where one comes from. */
  text: ReactNode;
  send: (file: File, isPreview: boolean) => Promise<R>;
  /** What the file would do, or has done. */
  outcome: (result: R) => ReactNode;
  hasChanges: (result: R) => boolean;
  /** Words for codes that only this import has. */
  wordsOf?: (code: string) => string | null;
  onApplied: () => Promise<unknown>;
  close: () => void;
};

/** Choose a file, see what it would do, then take it in: all of it or nothing. */
export function TableImport<R extends Result>({ title, text, send, outcome, hasChanges, wordsOf, onApplied, close }: Props<R>) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<File | null>(null);
  const [isTooBig, setTooBig] = useState(false);
  const sending = useMutation({
    mutationFn: ({ file, isPreview }: { file: File; isPreview: boolean }) => send(file, isPreview),
    onSuccess: ({ isApplied }) => (isApplied ? onApplied() : undefined),
  });
  const result = sending.data;
  const isDone = result?.isApplied ?? false;
  const mayApply = chosen !== null && result !== undefined && result.errors.length === 0 && hasChanges(result);
  const choose = (given: File) => {
    sending.reset();
    setTooBig(given.size > FILE_MAX_BYTES);
    if (given.size > FILE_MAX_BYTES) return setChosen(null);
    const file = typed(given);
    setChosen(file);
    sending.mutate({ file, isPreview: true });
  };
  return (
    <Dialog
      open
      title={title}
      width={600}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t(isDone ? 'imports.done' : 'imports.apply')}
      okButtonProps={{ disabled: !isDone && !mayApply, loading: sending.isPending, 'data-testid': 'import-apply' }}
      onOk={() => (isDone ? close() : chosen && sending.mutate({ file: chosen, isPreview: false }))}
    >
      <div className="table-import">
        <div>{text}</div>
        <Upload.Dragger
          accept=".csv,.xlsx"
          multiple={false}
          showUploadList={false}
          beforeUpload={(file) => {
            choose(file);
            return false;
          }}
        >
          <p>
            <FileTextOutlined /> {chosen ? <strong className="file-name">{chosen.name}</strong> : t('imports.choose')}
          </p>
          <p className="muted">{t('imports.kind')}</p>
        </Upload.Dragger>
        {isTooBig && <Alert type="error" showIcon role="alert" title={t('imports.errors.too-big')} />}
        {sending.isError && <ErrorPanel error={sending.error} />}
        {result && result.errors.length > 0 && (
          <RowErrors errors={result.errors} fileName={chosen?.name ?? ''} {...(wordsOf ? { ownWords: wordsOf } : {})} />
        )}
        {result && result.errors.length === 0 && (
          <div role="status" data-testid="import-result">
            {outcome(result)}
          </div>
        )}
      </div>
    </Dialog>
  );
}

type RowErrorsProps = { errors: readonly TableRowError[]; fileName: string; ownWords?: (code: string) => string | null };

/** What is wrong, by the error's code in the reader's language; the first few here, all of them as a file. */
function RowErrors({ errors, fileName, ownWords }: RowErrorsProps) {
  const { t, i18n } = useTranslation();
  const wordsOf = ({ code, message }: TableRowError): string =>
    // The cast: just shown to be there.
    ownWords?.(code) ?? (i18n.exists(`imports.errors.${code}`) ? t(`imports.errors.${code}` as 'imports.errors.formula') : message);
  return (
    <Alert
      type="error"
      role="alert"
      data-testid="import-errors"
      title={t('imports.faulty', { count: errors.length, shown: formatCount(errors.length, i18n.language) })}
      description={
        <>
          <ul className="import-errors">
            {errors.slice(0, SHOWN).map((error) => (
              <li key={`${error.line} ${error.column} ${error.code}`} title={error.message}>
                {error.line !== null && <strong>{t('imports.line', { line: formatCount(error.line, i18n.language) })}</strong>}{' '}
                {error.column && <code>{error.column}</code>} {wordsOf(error)}
              </li>
            ))}
          </ul>
          <Button
            icon={<DownloadOutlined />}
            href={errorFile(errors, wordsOf)}
            download={`${fileName.replace(/\.(csv|xlsx)$/i, '')}-errors.csv`}
            data-testid="import-error-file"
          >
            {t('imports.errorFile')}
          </Button>
        </>
      }
    />
  );
}
