import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../../shared/api/call.ts';
import { formatCount } from '../../../shared/money.ts';
import { EmptyState } from '../../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { PageHeader } from '../../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import { useMayEdit } from '../page.tsx';
import { treeOf } from './group-draft.ts';
import { GroupForm } from './group-form.tsx';

const NEW = 'new';

/** The merchant's own tree; beside it the chosen group. */
export function GroupsPage() {
  const { t, i18n } = useTranslation();
  const mayEdit = useMayEdit();
  const query = useQuery(apiQuery('product-groups.list', {}));
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = treeOf(query.data?.items ?? []);
  const group = rows.find(({ id }) => id === chosen) ?? null;
  const add = mayEdit && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setChosen(NEW)} data-testid="new-group">
      {t('products.groups.add')}
    </Button>
  );
  if (query.isPending) return <SkeletonRows rows={6} label={t('common.loading')} />;
  if (query.isError) return <ErrorPanel error={query.error} retry={() => void query.refetch()} isPage />;
  return (
    <>
      <PageHeader title={t('products.groups.title')} answer={t('products.groups.answer')} actions={rows.length > 0 && add} />
      <div className="product-groups">
        <section className="panel" aria-label={t('products.groups.title')}>
          {rows.length === 0 ? (
            <EmptyState kind="first-use" title={t('products.groups.empty')} text={t('products.groups.emptyText')} action={add} />
          ) : (
            <ul className="group-tree">
              {rows.map(({ id, name, level, productCount }) => (
                <li key={id} style={{ paddingInlineStart: level * 20 }}>
                  <button type="button" aria-pressed={id === chosen} onClick={() => setChosen(id)} data-testid="group-row">
                    <span>{name}</span>
                    <span className="muted">
                      {t('products.groups.products', { count: productCount, products: formatCount(productCount, i18n.language) })}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </section>
        {(group !== null || chosen === NEW) && (
          <GroupForm key={`${chosen} ${group?.version}`} group={group} groups={rows} mayEdit={mayEdit} choose={setChosen} />
        )}
      </div>
    </>
  );
}
