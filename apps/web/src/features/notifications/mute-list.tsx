import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notificationKindNames, notificationKinds } from '@tradewind/contract/notifications';
import type { NotificationKind } from '@tradewind/contract/types';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';

const mutedQuery = apiQuery('notification-preferences.get', {});

/** Which kinds one wants to be told of; each choice is kept at once and concerns nobody else. */
export function MuteList({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const { scopes } = useMe();
  const client = useQueryClient();
  const query = useQuery(mutedQuery);
  const save = useMutation({
    mutationFn: (muted: NotificationKind[]) => call('notification-preferences.set', { body: { muted } }),
    onMutate: (muted) => client.setQueryData(mutedQuery.queryKey, { muted }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: mutedQuery.queryKey });
      await client.invalidateQueries({ queryKey: ['notifications.count'] });
      await client.invalidateQueries({ queryKey: ['notifications.list'] });
    },
  });
  if (query.isPending) return <SkeletonRows rows={6} label={t('common.loading')} />;
  if (query.isError) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  const { muted } = query.data;
  const offered = notificationKindNames.filter((kind) => scopes.includes(notificationKinds[kind].scope));
  return (
    <fieldset className="notices-choice">
      <legend className="sr-only">{t('notifications.choose')}</legend>
      <p className="muted">{t('notifications.chooseText')}</p>
      {offered.map((kind) => (
        <Checkbox
          key={kind}
          checked={!muted.includes(kind)}
          onChange={({ target }) => save.mutate(target.checked ? muted.filter((each) => each !== kind) : [...muted, kind])}
          data-testid={`notification-kind-${kind}`}
        >
          {t(`notifications.kinds.${kind}.name`)}
        </Checkbox>
      ))}
      {save.isError && <ErrorPanel error={save.error} />}
      <Button onClick={done}>{t('notifications.back')}</Button>
    </fieldset>
  );
}
