import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QualificationDocument } from '@tradewind/contract/types';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FileDrop } from './file-drop.tsx';

/** A new file in the place of the present one, which stays as an earlier version. */
export function ReplaceDialog({ document, close }: { document: QualificationDocument; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const replace = useMutation({
    mutationFn: (given: File) =>
      call('documents.replace-file', { params: { documentId: document.id }, query: { fileName: given.name }, file: given }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['documents.list'] });
      close();
    },
  });
  return (
    <Dialog
      open
      title={t('compliance.vault.replace')}
      onCancel={close}
      okText={t('compliance.vault.replace')}
      cancelText={t('settings.cancel')}
      okButtonProps={{ loading: replace.isPending, disabled: file === null, 'data-testid': 'replace-submit' }}
      onOk={() => file && replace.mutate(file)}
    >
      {replace.isError && <ErrorPanel error={replace.error} />}
      <p className="muted">{t('compliance.vault.replaceText')}</p>
      <FileDrop file={file} choose={setFile} />
    </Dialog>
  );
}
