import { DeleteOutlined, DownloadOutlined, EditOutlined, SwapOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QualificationDocument } from '@tradewind/contract/types';
import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { addressOf, call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { DocumentDialog } from './document-dialog.tsx';
import { sizeWords } from './file-drop.tsx';
import { ReplaceDialog } from './replace-dialog.tsx';
import { useScopeWords } from './scope-words.ts';
import { DocumentStatus, Validity } from './validity.tsx';

type Props = { document: QualificationDocument; close: () => void };

/** One paper: its facts, its files of now and before, and what may be done with it. */
export function DocumentDrawer({ document, close }: Props) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayWrite = useCan('documents:write');
  const { typeName } = useDocumentNames();
  const scopeWords = useScopeWords();
  const [dialog, setDialog] = useState<'edit' | 'replace' | null>(null);
  const closeDialog = () => setDialog(null);
  return (
    <Drawer
      open
      onClose={close}
      size={isPhone ? '100%' : 480}
      title={typeName(document.type)}
      footer={
        mayWrite && (
          <div className="drawer-foot">
            <Button icon={<EditOutlined />} onClick={() => setDialog('edit')} data-testid="edit-document">
              {t('compliance.vault.edit')}
            </Button>
            <Button icon={<SwapOutlined />} onClick={() => setDialog('replace')} data-testid="replace-file">
              {t('compliance.vault.replace')}
            </Button>
            <Withdraw document={document} close={close} />
          </div>
        )
      }
    >
      <div className="drawer-body" data-testid="document-drawer">
        <dl className="gate-facts">
          <dt>{t('compliance.form.status')}</dt>
          <dd>
            <DocumentStatus status={document.status} />
          </dd>
          <dt>{t('compliance.form.validity')}</dt>
          <dd>
            <Validity document={document} />
          </dd>
          <dt>{t('compliance.form.scope')}</dt>
          <dd>{scopeWords(document)}</dd>
          <dt>{t('compliance.form.markets')}</dt>
          <dd className="chip-list">
            {document.markets.length === 0
              ? t('compliance.form.everywhere')
              : document.markets.map((market) => <MarketChip key={market} market={market} isNamed />)}
          </dd>
        </dl>
        <h2>{t('compliance.vault.files')}</h2>
        <p className="muted">{t('compliance.vault.audited')}</p>
        <ul className="file-list">
          {[document.file, ...document.earlierFiles].map((file) => (
            <li key={file.version}>
              <span className="requirement-words">
                <span className="file-name">{file.name}</span>
                <span className="cell-second">
                  {t('compliance.vault.version', { version: file.version })} · {sizeWords(file.bytes)} ·{' '}
                  <Instant at={file.uploadedAt} hasYear />
                </span>
              </span>
              <Button
                size="small"
                icon={<DownloadOutlined />}
                href={addressOf('documents.file', { params: { documentId: document.id }, query: { version: file.version } })}
                download={file.name}
                data-testid="open-file"
              >
                {t('compliance.vault.view')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {dialog === 'edit' && <DocumentDialog document={document} close={closeDialog} />}
      {dialog === 'replace' && <ReplaceDialog document={document} close={closeDialog} />}
    </Drawer>
  );
}

function Withdraw({ document, close }: Props) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const client = useQueryClient();
  const textOf = useProblemText();
  const withdraw = useMutation({
    mutationFn: () => call('documents.remove', { params: { documentId: document.id } }),
    onSuccess: close,
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => /^(documents|compliance)\./.test(String(queryKey[0])) }),
  });
  const ask = () =>
    modal.confirm({
      title: t('compliance.vault.withdrawTitle'),
      content: t('compliance.vault.withdrawText'),
      okText: t('compliance.vault.withdraw'),
      okButtonProps: { danger: true, 'data-testid': 'withdraw-confirm' },
      cancelText: t('settings.cancel'),
      autoFocusButton: 'cancel',
      onOk: () => withdraw.mutateAsync().catch(() => undefined),
    });
  return (
    <Button danger icon={<DeleteOutlined />} loading={withdraw.isPending} onClick={ask} data-testid="withdraw-document">
      {t('compliance.vault.withdraw')}
    </Button>
  );
}
