import { PictureOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import type { SeenUpTo } from './together/use-draft.ts';
import { useAct } from './use-inbox.ts';

/** A picture goes as soon as it is chosen. */
export function PictureButton({ conversationId, seen }: { conversationId: string; seen: SeenUpTo | null }) {
  const { t } = useTranslation();
  const send = useAct(async (file: Blob) => {
    const { id: imageId } = await call('message-images.create', { params: { conversationId }, file });
    await call('messages.create', {
      params: { conversationId },
      body: { message: { kind: 'image', imageId }, ...(seen ? { seenUpTo: seen } : {}) },
    });
  });
  return (
    <Upload
      accept="image/png,image/jpeg"
      showUploadList={false}
      beforeUpload={(file) => {
        send.mutate(file);
        return false;
      }}
    >
      <Button
        type="text"
        icon={<PictureOutlined />}
        loading={send.isPending}
        aria-label={t('inbox.composer.picture')}
        title={t('inbox.composer.picture')}
      />
    </Upload>
  );
}
