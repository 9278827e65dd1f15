import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { HostingView } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';

/** Sends the form as it was kept; while a condition is missing there is nothing to send. */
export function SubmitForm({ view }: { view: HostingView }) {
  const { t } = useTranslation();
  const mayWrite = useCan('programmes:write');
  const client = useQueryClient();
  const { verdict, savedAt, application } = view;
  const submit = useMutation({
    mutationFn: () => call('programme-applications.create', { body: { programme: 'eu-local-hosted', shopId: view.shop.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['eu-local-hosted.get'] }),
  });
  if (application?.state === 'approved') return null;
  const isReady = verdict?.reasons.every(({ code }) => code === 'not-invited') ?? false;
  return (
    <div className="invitation-form">
      <p className="muted">
        {t(isReady ? (savedAt ? 'programmes.hosting.ready' : 'programmes.hosting.saveFirst') : 'programmes.hosting.notReady')}
      </p>
      {submit.isError && <ErrorPanel error={submit.error} />}
      {mayWrite && (
        <Button type="primary" disabled={!isReady} loading={submit.isPending} onClick={() => submit.mutate()} data-testid="hosting-submit">
          {t('programmes.hosting.submit')}
        </Button>
      )}
    </div>
  );
}
