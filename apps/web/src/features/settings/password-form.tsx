import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.ts';
import { ApiProblem, problemOf } from '../../shared/api/problem.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';

type Values = { currentPassword: string; newPassword: string };
const SHORTEST = 12;
const LONGEST = 128;

/** The library's own address: it answers with the cookie of a new session, so it is no part of the contract. */
async function changePassword(values: Values): Promise<void> {
  const response = await fetch('/api/auth/change-password', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(values),
  }).catch(() => {
    throw new ApiProblem({ code: 'unreachable', status: 0 });
  });
  if (!response.ok) throw await problemOf(response);
}

const isWrongPassword = (error: unknown) => error instanceof ApiProblem && error.fields.some(({ code }) => code === 'wrong-password');

export function PasswordForm() {
  const { t } = useTranslation();
  const { email } = useMe();
  const { notification } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      form.resetFields();
      notification.success({ title: t('settings.password.done'), description: t('settings.password.doneText'), placement: 'top' });
      return client.invalidateQueries({ queryKey: ['sessions.list'] });
    },
    onError: (error) => {
      if (isWrongPassword(error)) form.setFields([{ name: 'currentPassword', errors: [t('settings.password.wrong')] }]);
    },
  });
  return (
    <section className="panel">
      <div className="panel-head">
        <div>
          <h2>{t('settings.password.title')}</h2>
          <p className="setting-help">{t('settings.password.help')}</p>
        </div>
      </div>
      <Form<Values>
        form={form}
        className="password-form"
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => change.mutate(values)}
        data-testid="password-form"
      >
        {change.isError && !isWrongPassword(change.error) && <ErrorPanel error={change.error} />}
        {/* For password keepers: whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={email ?? ''} readOnly hidden />
        <Form.Item
          name="currentPassword"
          label={t('settings.password.current')}
          rules={[{ required: true, message: t('settings.password.missing') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={LONGEST} />
        </Form.Item>
        <Form.Item
          name="newPassword"
          label={t('settings.password.new')}
          extra={t('settings.password.newHelp', { length: SHORTEST })}
          rules={[{ required: true, min: SHORTEST, message: t('settings.password.newHelp', { length: SHORTEST }) }]}
        >
          <Input.Password autoComplete="new-password" maxLength={LONGEST} />
        </Form.Item>
        <div>
          <Button htmlType="submit" loading={change.isPending} data-testid="change-password">
            {t('settings.password.change')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
