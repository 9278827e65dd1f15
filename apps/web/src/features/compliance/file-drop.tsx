import { FileOutlined, InboxOutlined } from '@ant-design/icons';
import { examineFile, type FileFault, fileKinds } from '@tradewind/rules/file-kinds';
import { Alert, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

type Props = { file: File | null; choose: (file: File | null) => void };

/** Takes one file, and says at once what is wrong with it: the same look at its bytes that the server takes. */
export function FileDrop({ file, choose }: Props) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<FileFault | null>(null);
  const look = async (given: File) => {
    const verdict = examineFile(new Uint8Array(await given.arrayBuffer()), { name: given.name, declared: given.type });
    setFault('fault' in verdict ? verdict.fault : null);
    choose('fault' in verdict ? null : given);
  };
  return (
    <div className="file-drop">
      <Upload.Dragger
        accept={[...fileKinds, '.pdf', '.jpg', '.jpeg', '.png'].join(',')}
        multiple={false}
        showUploadList={false}
        // Nothing is sent from here: the dialog sends the file together with its facts.
        beforeUpload={(given) => {
          void look(given);
          return false;
        }}
      >
        {file ? (
          <p className="file-chosen" data-testid="file-chosen">
            <FileOutlined /> <strong>{file.name}</strong> <span className="muted">{sizeWords(file.size)}</span>
          </p>
        ) : (
          <p>
            <InboxOutlined /> {t('compliance.form.drop')}
          </p>
        )}
        <p className="muted">{t('compliance.form.dropText')}</p>
      </Upload.Dragger>
      {fault && <Alert type="error" showIcon role="alert" title={t(`compliance.faults.${fault}`)} data-testid="file-fault" />}
    </div>
  );
}
