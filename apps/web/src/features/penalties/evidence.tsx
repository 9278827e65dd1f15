import { DeleteOutlined, PaperClipOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AppealEvidence, ViolationDetail } from '@tradewind/contract/types';
import { examineFile, type FileFault, fileKinds } from '@tradewind/rules/file-kinds';
import { Alert, Button, Checkbox, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';

type Props = {
  violation: Pick<ViolationDetail, 'id' | 'evidence'>;
  /** Those that the appeal shall not name. */
  left: ReadonlySet<string>;
  leave: (evidenceId: string, isLeft: boolean) => void;
};

/** The files of a violation: those ticked are named by the appeal. The server looks at their bytes as this page does. */
export function Evidence({ violation: { id, evidence }, left, leave }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [fault, setFault] = useState<FileFault | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['violations.get'] });
  const keep = useMutation({
    mutationFn: (file: File) => call('appeal-evidence.create', { params: { violationId: id }, query: { fileName: file.name }, file }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (evidenceId: string) => call('appeal-evidence.remove', { params: { violationId: id, evidenceId } }),
    onSuccess: refresh,
  });
  const look = async (file: File) => {
    const verdict = examineFile(new Uint8Array(await file.arrayBuffer()), { name: file.name, declared: file.type });
    setFault('fault' in verdict ? verdict.fault : null);
    if (!('fault' in verdict)) keep.mutate(file);
  };
  const failed = keep.error ?? remove.error;
  return (
    <fieldset className="evidence">
      <legend>{t('penalties.evidence.title')}</legend>
      <ul>
        {evidence.map((file) => (
          <li key={file.id} data-testid="evidence">
            <Checkbox checked={!left.has(file.id)} onChange={({ target }) => leave(file.id, !target.checked)} aria-label={file.name} />
            <EvidenceLink violationId={id} file={file} />
            {!file.isSent && (
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('penalties.evidence.remove', { name: file.name })}
                onClick={() => remove.mutate(file.id)}
              />
            )}
          </li>
        ))}
      </ul>
      <Upload
        accept={[...fileKinds, '.pdf', '.jpg', '.jpeg', '.png'].join(',')}
        showUploadList={false}
        beforeUpload={(file) => {
          void look(file);
          return false;
        }}
      >
        <Button icon={<PaperClipOutlined />} loading={keep.isPending} data-testid="evidence-add">
          {t('penalties.evidence.add')}
        </Button>
      </Upload>
      <p className="muted">{t('penalties.evidence.hint')}</p>
      {fault && <Alert type="error" showIcon role="alert" title={t(`compliance.faults.${fault}`)} />}
      {failed && <ErrorPanel error={failed} />}
    </fieldset>
  );
}

export function EvidenceLink({ violationId, file }: { violationId: string; file: AppealEvidence }) {
  return (
    <a href={addressOf('appeal-evidence.file', { params: { violationId, evidenceId: file.id } })} download>
      {file.name}
    </a>
  );
}
