import { useMutation } from '@tanstack/react-query';
import { Form } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Request } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useShippingChanged } from './use-shipping.ts';

type PackageWish = Request<'package-changes.create'>['body']['change'];
type Props = {
  title: string;
  text: string;
  /** null: not complete yet. */
  wish: PackageWish | null;
  close: () => void;
  children?: ReactNode;
};

/** What is asked of the platform about packages; what came of it stands at the order. */
export function ChangeDialog({ title, text, wish, close, children }: Props) {
  const { t } = useTranslation();
  const changed = useShippingChanged();
  const ask = useMutation({
    mutationFn: (change: PackageWish) => call('package-changes.create', { body: { change } }),
    onSuccess: async () => {
      await changed();
      close();
    },
  });
  return (
    <Dialog
      open
      title={title}
      width={600}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('fulfilment.change.ask')}
      okButtonProps={{ disabled: wish === null, loading: ask.isPending, 'data-testid': 'ask-change' }}
      onOk={() => wish && ask.mutate(wish)}
    >
      <Form layout="vertical" component="div">
        {ask.isError && <ErrorPanel error={ask.error} />}
        <p className="muted">{text}</p>
        {children}
      </Form>
    </Dialog>
  );
}
