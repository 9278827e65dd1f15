import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Scope } from '@tradewind/contract/types';
import { Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Once } from './once.tsx';
import { ShopsField, type ShopsValues, shopBoundsOf, shopsValuesOf } from './rights-fields.tsx';

type Values = ShopsValues & { name: string; scopes: Scope[] };

/** Offered are the rights one has oneself: nobody makes a key that may do more. */
export function ApiKeyDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { scopes } = useMe();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const make = useMutation({
    mutationFn: (values: Values) =>
      call('api-keys.create', { body: { name: values.name.trim(), scopes: values.scopes, shopIds: shopBoundsOf(values) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys.list'] }),
  });
  const made = make.data;
  return (
    <Dialog
      open
      title={made ? t('settings.keys.madeTitle', { name: made.name }) : t('settings.keys.title')}
      onCancel={close}
      mask={{ closable: !made }}
      okText={t(made ? 'settings.invite.close' : 'settings.keys.submit')}
      cancelText={t('settings.cancel')}
      // Nothing is left to cancel.
      footer={(buttons, { OkBtn }) => (made ? <OkBtn /> : buttons)}
      okButtonProps={{ loading: make.isPending, 'data-testid': made ? 'key-close' : 'key-submit' }}
      onOk={() => (made ? close() : form.submit())}
      width={560}
    >
      {made ? (
        <Once value={made.key} label={t('settings.keys.key')} warning={t('settings.keys.once')} testId="key-value" />
      ) : (
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ name: '', scopes: [], ...shopsValuesOf(null) }}
          onFinish={(values) => make.mutate(values)}
        >
          {make.isError && <ErrorPanel error={make.error} />}
          <Form.Item
            name="name"
            label={t('settings.keys.name')}
            extra={t('settings.keys.nameHelp')}
            rules={[{ required: true, whitespace: true, message: t('settings.keys.nameMissing') }]}
          >
            <Input maxLength={100} autoComplete="off" autoFocus data-testid="key-name" />
          </Form.Item>
          <Form.Item
            name="scopes"
            label={t('settings.keys.scopes')}
            rules={[{ required: true, message: t('settings.keys.scopesMissing') }]}
          >
            <Checkbox.Group className="scope-list" options={scopes.map((scope) => ({ value: scope, label: t(`scopes.${scope}`) }))} />
          </Form.Item>
          <ShopsField />
        </Form>
      )}
    </Dialog>
  );
}
