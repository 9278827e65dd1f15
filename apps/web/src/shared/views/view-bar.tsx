import { DownOutlined, StarFilled, TeamOutlined } from '@ant-design/icons';
import type { SavedView } from '@tradewind/contract/types';
import { Alert, App, Button, Popover } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../widgets/error-panel.tsx';
import { useViewChanges, type Views } from './use-views.ts';
import { ViewList } from './view-list.tsx';
import './views.css';

const ViewDialog = lazy(() => import('./view-dialog.tsx').then((module) => ({ default: module.ViewDialog })));

type Props = {
  page: SavedView['page'];
  views: Views;
  /** What a new view keeps; the table may add what its address does not say, such as columns chosen on this device. */
  toKeep: () => Record<string, string>;
  allLabel: string;
};

/** The chosen view as a button that opens the list, and beside it what can be saved now. */
export function ViewBar({ page, views, toKeep, allLabel }: Props) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const { update } = useViewChanges(page);
  const [isOpen, setOpen] = useState(false);
  /** 'new', or the view whose name is being changed. */
  const [edited, setEdited] = useState<SavedView | 'new' | null>(null);
  const { active, isChanged } = views;
  const saveChanges = () =>
    active &&
    update.mutate(
      { id: active.id, search: toKeep() },
      {
        onSuccess: views.open,
        onError: (error) => {
          const { title, remedy } = textOf(error);
          notification.error({ title, description: remedy, placement: 'top' });
        },
      },
    );
  const edit = (view: SavedView | 'new') => {
    setOpen(false);
    setEdited(view);
  };
  return (
    <>
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        classNames={{ root: 'view-popover' }}
        content={<ViewList page={page} views={views} allLabel={allLabel} edit={edit} close={() => setOpen(false)} />}
      >
        <Button
          className="view-button"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          aria-label={t(isChanged && active ? 'views.buttonChanged' : 'views.button', { view: active?.name ?? allLabel })}
          data-testid="views-button"
        >
          {active?.isDefault && <StarFilled className="view-star" />}
          {active?.isShared && <TeamOutlined />}
          <span className="view-name">{active?.name ?? allLabel}</span>
          {isChanged && active && <span className="view-changed" />}
          <DownOutlined />
        </Button>
      </Popover>
      {isChanged && active?.isEditable && (
        <Button type="link" className="view-save" loading={update.isPending} onClick={saveChanges} data-testid="view-save-changes">
          {t('views.saveChanges')}
        </Button>
      )}
      {isChanged && !active?.isEditable && (
        <Button type="link" className="view-save" onClick={() => edit('new')} data-testid="view-save">
          {t('views.save')}
        </Button>
      )}
      <Suspense>
        {edited && (
          <ViewDialog page={page} view={edited === 'new' ? null : edited} toKeep={toKeep} views={views} close={() => setEdited(null)} />
        )}
      </Suspense>
    </>
  );
}

/** Said until the view is saved anew: a filter that is silently missing would show more than one asked for. */
export function DroppedNotice({ page, views, toKeep }: Omit<Props, 'allLabel'>) {
  const { t } = useTranslation();
  const { update } = useViewChanges(page);
  const { active, dropped } = views;
  if (!active || dropped.length === 0) return null;
  return (
    <Alert
      className="view-dropped"
      type="warning"
      showIcon
      role="status"
      data-testid="view-dropped"
      title={t('views.dropped', { names: dropped.join(', '), count: dropped.length })}
      action={
        active.isEditable && (
          <Button
            size="small"
            loading={update.isPending}
            onClick={() => update.mutate({ id: active.id, search: toKeep() }, { onSuccess: views.open })}
          >
            {t('views.saveWithout')}
          </Button>
        )
      }
    />
  );
}
