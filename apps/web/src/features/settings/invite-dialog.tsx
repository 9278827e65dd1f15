import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Invitation } from '@tradewind/contract/types';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Once } from './once.tsx';
import { RightsFields, type RightsValues, shopBoundsOf, shopsValuesOf } from './rights-fields.tsx';

type Values = RightsValues & { email: string };
/** What the form begins with: nothing, or an invitation that is to be made anew. */
export type Wanted = { email?: string; role?: Invitation['role']; shopIds?: string[] | null };
type Made = Invitation & { token: string };

/** Behind `#` the token goes to no server and into no log; the page reads it there. */
const linkOf = ({ token }: Made): string => `${location.origin}/invitation#${token}`;

export function InviteDialog({ wanted, close }: { wanted: Wanted; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const invite = useMutation({
    mutationFn: (values: Values) =>
      call('invitations.create', { body: { email: values.email.trim(), role: values.role, shopIds: shopBoundsOf(values) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations.list'] }),
  });
  const made = invite.data;
  return (
    <Dialog
      open
      title={t(made ? 'settings.invite.made' : 'settings.invite.title')}
      onCancel={close}
      // With the link on screen a stray click beside the dialog must not lose it.
      mask={{ closable: !made }}
      okText={t(made ? 'settings.invite.close' : 'settings.invite.submit')}
      cancelText={t('settings.cancel')}
      // Nothing is left to cancel.
      footer={(buttons, { OkBtn }) => (made ? <OkBtn /> : buttons)}
      okButtonProps={{ loading: invite.isPending, 'data-testid': made ? 'invite-close' : 'invite-submit' }}
      onOk={() => (made ? close() : form.submit())}
      width={520}
    >
      {made ? (
        <div className="once">
          <p>{t('settings.invite.send', { email: made.email, role: t(`roles.${made.role}`) })}</p>
          <Once value={linkOf(made)} label={t('settings.invite.link')} warning={t('settings.invite.once')} testId="invite-link" />
          <p className="muted">
            {t('settings.invite.until')} <Instant at={made.expiresAt} hasYear />
          </p>
        </div>
      ) : (
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ email: wanted.email ?? '', role: wanted.role ?? 'operations', ...shopsValuesOf(wanted.shopIds ?? null) }}
          onFinish={(values) => invite.mutate(values)}
        >
          {invite.isError && <ErrorPanel error={invite.error} />}
          <Form.Item
            name="email"
            label={t('signIn.email')}
            rules={[
              { required: true, type: 'email', transform: (text: string) => text.trim(), message: t('settings.invite.emailMissing') },
            ]}
          >
            <Input type="email" maxLength={200} autoComplete="off" autoFocus data-testid="invite-email" />
          </Form.Item>
          <RightsFields />
          <p className="muted">{t('settings.invite.next')}</p>
        </Form>
      )}
    </Dialog>
  );
}
