import { CheckOutlined, EllipsisOutlined, PlusOutlined, StarFilled, TeamOutlined } from '@ant-design/icons';
import type { SavedView } from '@tradewind/contract/types';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { ErrorPanel, useProblemText } from '../widgets/error-panel.tsx';
import { useViewChanges, type Views } from './use-views.ts';

type Props = {
  page: SavedView['page'];
  views: Views;
  allLabel: string;
  edit: (view: SavedView | 'new') => void;
  close: () => void;
};

export function ViewList({ page, views, allLabel, edit, close }: Props) {
  const { t } = useTranslation();
  const groups = [
    { title: t('views.own'), views: views.views.filter(({ isOwn }) => isOwn) },
    { title: t('views.shared'), views: views.views.filter(({ isOwn }) => !isOwn) },
  ].filter((group) => group.views.length > 0);
  const open = (view: SavedView | null) => {
    close();
    views.open(view);
  };
  return (
    <div className="view-list" data-testid="views-list">
      <button type="button" className="view-choice" aria-current={!views.active} onClick={() => open(null)} data-testid="view-all">
        <span className="view-mark">{!views.active && <CheckOutlined />}</span>
        <span className="view-name">{allLabel}</span>
      </button>
      {views.error !== null && views.views.length === 0 && <ErrorPanel error={views.error} retry={views.refetch} />}
      {groups.map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <ul>
            {group.views.map((view) => (
              <ViewRow key={view.id} page={page} view={view} views={views} open={open} edit={edit} />
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 && views.error === null && <p className="muted view-none">{t('views.none')}</p>}
      <Button type="text" block className="view-new" icon={<PlusOutlined />} onClick={() => edit('new')} data-testid="view-save-as">
        {t('views.saveAs')}
      </Button>
    </div>
  );
}

type RowProps = Pick<Props, 'page' | 'views' | 'edit'> & { view: SavedView; open: (view: SavedView | null) => void };

function ViewRow({ page, view, views, open, edit }: RowProps) {
  const { t } = useTranslation();
  const isActive = views.active?.id === view.id;
  return (
    <li className="view-row" data-testid="view-row" data-view={view.name}>
      <button type="button" className="view-choice" aria-current={isActive} onClick={() => open(view)}>
        <span className="view-mark">{isActive && <CheckOutlined />}</span>
        <span className="view-name" title={view.name}>
          {view.name}
        </span>
        {view.isShared && view.isOwn && <TeamOutlined title={t('views.isShared')} />}
        {view.isDefault && <StarFilled className="view-star" title={t('views.isDefault')} />}
      </button>
      <ViewMenu page={page} view={view} edit={edit} leave={() => isActive && open(null)} />
    </li>
  );
}

type MenuProps = { page: SavedView['page']; view: SavedView; edit: (view: SavedView) => void; leave: () => void };

function ViewMenu({ page, view, edit, leave }: MenuProps) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const textOf = useProblemText();
  const { choose, remove } = useViewChanges(page);
  const tell = (error: unknown) => {
    const { title, remedy } = textOf(error);
    notification.error({ title, description: remedy, placement: 'top' });
  };
  const askToRemove = () =>
    modal.confirm({
      title: t('views.removeTitle', { view: view.name }),
      content: t(view.isShared ? 'views.removeShared' : 'views.removeOwn'),
      okText: t('views.remove'),
      okButtonProps: { danger: true, 'data-testid': 'view-remove-confirm' },
      cancelText: t('views.cancel'),
      autoFocusButton: 'cancel',
      // As with the menu: what still grows under the pointer swallows a quick click.
      maskTransitionName: '',
      onOk: () => remove.mutateAsync(view.id).then(leave, tell),
    });
  return (
    <Dropdown
      trigger={['click']}
      // What still slides open under the pointer swallows a quick click.
      placement="bottomRight"
      menu={{
        items: [
          { key: 'default', label: t(view.isDefault ? 'views.unsetDefault' : 'views.setDefault') },
          ...(view.isEditable
            ? [
                { key: 'edit', label: t('views.edit') },
                { key: 'remove', label: t('views.remove'), danger: true },
              ]
            : []),
        ],
        onClick: ({ key }) => {
          if (key === 'default') choose.mutate({ id: view.id, isDefault: !view.isDefault }, { onError: tell });
          if (key === 'edit') edit(view);
          if (key === 'remove') askToRemove();
        },
      }}
    >
      <Button
        type="text"
        size="small"
        icon={<EllipsisOutlined />}
        aria-label={t('views.more', { view: view.name })}
        data-testid="view-more"
      />
    </Dropdown>
  );
}
