import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QualificationDocument } from '@tradewind/contract/types';
import { Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { DocumentFields, type DocumentValues, valuesOf } from './document-fields.tsx';
import { FileDrop } from './file-drop.tsx';

type Props = {
  close: () => void;
  /** The paper whose facts are changed; without it a new one is filed. */
  document?: QualificationDocument;
  /** What a new one is wanted for. */
  wanted?: Partial<DocumentValues>;
};

const textOf = (day: string | undefined): string | null => day || null;

/** Files a paper with its facts, or changes the facts of one. */
export function DocumentDialog({ close, document, wanted }: Props) {
  const { t } = useTranslation();
  const { shopIds } = useMe();
  const client = useQueryClient();
  const [form] = Form.useForm<DocumentValues>();
  const [file, setFile] = useState<File | null>(null);
  const save = useMutation({
    mutationFn: (values: DocumentValues) => (document ? change(document.id, values) : file ? create(file, values) : Promise.resolve()),
    onSuccess: async () => {
      await client.invalidateQueries({
        predicate: ({ queryKey }) => /^(documents|compliance|opening|publication)/.test(String(queryKey[0])),
      });
      close();
    },
  });
  return (
    <Dialog
      open
      title={t(document ? 'compliance.vault.edit' : 'compliance.vault.file')}
      onCancel={close}
      okText={t(document ? 'compliance.form.save' : 'compliance.vault.file')}
      cancelText={t('settings.cancel')}
      okButtonProps={{ loading: save.isPending, disabled: !document && file === null, 'data-testid': 'document-submit' }}
      onOk={() => form.submit()}
      width={640}
    >
      <Form<DocumentValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={valuesOf(document, wanted)}
        onFinish={(values) => save.mutate(values)}
      >
        {save.isError && <ErrorPanel error={save.error} />}
        {!document && <FileDrop file={file} choose={setFile} />}
        <DocumentFields needsListings={shopIds !== null} />
      </Form>
    </Dialog>
  );
}

async function create(file: File, values: DocumentValues): Promise<void> {
  await call('documents.create', {
    file,
    query: {
      fileName: file.name,
      type: values.type,
      status: values.status,
      country: values.country,
      ...(values.legalEntityId ? { legalEntityId: values.legalEntityId } : {}),
      ...(values.brand?.trim() ? { brand: values.brand.trim() } : {}),
      ...(values.markets.length > 0 ? { markets: values.markets.join(',') } : {}),
      ...(values.category ? { category: values.category } : {}),
      ...(values.listingIds.length > 0 ? { listingIds: values.listingIds.join(',') } : {}),
      ...(values.validFrom ? { validFrom: values.validFrom } : {}),
      ...(values.validUntil ? { validUntil: values.validUntil } : {}),
    },
  });
}

async function change(documentId: string, values: DocumentValues): Promise<void> {
  const { type, status, country, markets, listingIds } = values;
  await call('documents.update', {
    params: { documentId },
    body: {
      ...{ type, status, country, markets, listingIds },
      legalEntityId: values.legalEntityId ?? null,
      brand: values.brand?.trim() || null,
      category: values.category ?? null,
      validFrom: textOf(values.validFrom),
      validUntil: textOf(values.validUntil),
    },
  });
}
