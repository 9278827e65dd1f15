import { CheckCircleOutlined, CloseCircleOutlined, LoadingOutlined, StopOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Popover, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { formatCount } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { useCan } from '../session.ts';

type Task = Answer<'tasks.list'>['items'][number];

const tasksQuery = apiQuery('tasks.list', { query: { limit: 50 } });
const stateIcons = {
  running: <LoadingOutlined />,
  done: <CheckCircleOutlined className="tone-done" />,
  failed: <CloseCircleOutlined className="tone-losing" />,
  cancelled: <StopOutlined />,
};

/** Long work in one place; it survives a reload because it lives on the server. */
export function TaskTray() {
  const { t } = useTranslation();
  const mayRead = useCan('tasks:read');
  const isPhone = useIsPhone();
  const { data, error, refetch } = useQuery({
    ...tasksQuery,
    enabled: mayRead,
    // Hints carry the progress; this is the net under them while something runs.
    refetchInterval: (query) => (query.state.data?.items.some((task) => task.state === 'running') ? 15_000 : false),
  });
  if (!mayRead) return null;
  const tasks = data?.items ?? [];
  const running = tasks.filter((task) => task.state === 'running').length;
  const content = error ? (
    <ErrorPanel error={error} retry={() => void refetch()} />
  ) : tasks.length === 0 ? (
    <p className="muted">{t('tasks.none')}</p>
  ) : (
    <ul className="task-list">
      {tasks.map((task) => (
        <TaskRow key={task.id} task={task} />
      ))}
    </ul>
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={t('tasks.title')} content={content} classNames={{ root: 'task-tray' }}>
      <Badge count={running} size="small" offset={isPhone ? [-12, 11] : [-6, 6]} color="var(--tw-accent)">
        <Button type="text" icon={<UnorderedListOutlined />} aria-label={t('tasks.button', { count: running })} title={t('tasks.title')} />
      </Badge>
    </Popover>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const shop = shops.find(({ id }) => id === task.shopId);
  const kind = i18n.exists(`tasks.kinds.${task.kind}`)
    ? // The cast: just shown to be there.
      t(`tasks.kinds.${task.kind}` as 'tasks.kinds.backfill')
    : task.kind;
  const done = formatCount(task.done, i18n.language);
  return (
    <li>
      <div className="task-head">
        {stateIcons[task.state]}
        <span className="task-name">{shop ? `${shop.name} · ${kind}` : kind}</span>
        <span className="muted">{t(`tasks.states.${task.state}`)}</span>
      </div>
      {task.state === 'running' && task.total !== null && (
        <Progress percent={Math.floor((task.done / Math.max(1, task.total)) * 100)} size="small" showInfo={false} aria-label={kind} />
      )}
      <div className="muted task-foot">
        <span className="num">
          {task.total === null ? done : t('tasks.progress', { done, total: formatCount(task.total, i18n.language) })}
        </span>
        <TimeAgo at={task.finishedAt ?? task.updatedAt} />
      </div>
    </li>
  );
}
