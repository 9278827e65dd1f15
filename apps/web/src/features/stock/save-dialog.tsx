import { useMutation } from '@tanstack/react-query';
import { Form } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useStockChanged } from './use-stock.ts';

type Props = {
  title: string;
  okText?: string;
  isComplete?: boolean;
  width?: number;
  testId: string;
  save: () => Promise<unknown>;
  close: () => void;
  children: ReactNode;
};

/** A form about stock: saved, it is closed and nothing older is believed; refused, it stays and says why. */
export function SaveDialog({ title, okText, isComplete = true, width, testId, save, close, children }: Props) {
  const { t } = useTranslation();
  const changed = useStockChanged();
  const { mutate, isPending, isError, error } = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await changed();
      close();
    },
  });
  return (
    <Dialog
      open
      title={title}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={okText ?? t('stock.save')}
      okButtonProps={{ disabled: !isComplete, loading: isPending, 'data-testid': testId }}
      onOk={() => mutate()}
      {...(width === undefined ? {} : { width })}
    >
      <Form layout="vertical" component="div">
        {isError && <ErrorPanel error={error} />}
        {children}
      </Form>
    </Dialog>
  );
}
