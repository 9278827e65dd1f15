import type { SavedView } from '@tradewind/contract/types';
import { Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.ts';
import { ApiProblem } from '../api/problem.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { ErrorPanel } from '../widgets/error-panel.tsx';
import { useViewChanges, type Views } from './use-views.ts';

type Values = { name: string; isShared: boolean; isDefault: boolean };
type Props = {
  page: SavedView['page'];
  /** null = a new one from what the address says now. */
  view: SavedView | null;
  toKeep: () => Record<string, string>;
  views: Views;
  close: () => void;
};

export function ViewDialog({ page, view, toKeep, views, close }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const { create, update, choose } = useViewChanges(page);
  const [failure, setFailure] = useState<unknown>(null);

  const save = async ({ name, isShared, isDefault }: Values) => {
    setFailure(null);
    try {
      const saved = view
        ? await update.mutateAsync({ id: view.id, name, isShared })
        : await create.mutateAsync({ name, isShared, search: toKeep() });
      if (isDefault !== saved.isDefault) await choose.mutateAsync({ id: saved.id, isDefault });
      close();
      if (!view) views.open(saved);
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'name-taken') form.setFields([{ name: 'name', errors: [t('views.nameTaken')] }]);
      else setFailure(error);
    }
  };

  return (
    <Dialog
      open
      title={t(view ? 'views.editTitle' : 'views.saveTitle')}
      onCancel={close}
      okText={t('views.confirm')}
      okButtonProps={{ loading: create.isPending || update.isPending || choose.isPending, 'data-testid': 'view-submit' }}
      cancelText={t('views.cancel')}
      onOk={() => form.submit()}
      width={440}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: view?.name ?? '', isShared: view?.isShared ?? false, isDefault: view?.isDefault ?? false }}
        onFinish={(values) => void save(values)}
      >
        {failure !== null && <ErrorPanel error={failure} />}
        <Form.Item name="name" label={t('views.name')} rules={[{ required: true, whitespace: true, message: t('views.nameMissing') }]}>
          <Input autoFocus maxLength={60} placeholder={t('views.nameHint')} data-testid="view-name" />
        </Form.Item>
        <Form.Item name="isShared" valuePropName="checked" noStyle>
          <Checkbox data-testid="view-shared">{t('views.share', { merchant: me.merchant.name })}</Checkbox>
        </Form.Item>
        <br />
        <Form.Item name="isDefault" valuePropName="checked" noStyle>
          <Checkbox data-testid="view-default">{t('views.openWith')}</Checkbox>
        </Form.Item>
        {!view && <p className="muted view-keeps">{t('views.keeps')}</p>}
      </Form>
    </Dialog>
  );
}
