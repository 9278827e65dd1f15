import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProductGroup } from '@tradewind/contract/types';
import { Alert, Button, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, call } from '../../../shared/api/call.ts';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { Attributes } from '../product-facts.tsx';
import { faultsOf, useFaultWords } from '../use-faults.ts';
import { blankGroup, groupDraftOf, readGroupDraft, type TreeRow } from './group-draft.ts';
import { LeafFields } from './leaf-fields.tsx';

type Props = {
  /** Null: a new one. */
  group: ProductGroup | null;
  groups: readonly TreeRow[];
  mayEdit: boolean;
  choose: (groupId: string | null) => void;
};

export function GroupForm({ group, groups, mayEdit, choose }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(group ? groupDraftOf(group) : blankGroup);
  const change = mayEdit ? setDraft : null;
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ predicate: ({ queryKey }) => /^product(s|-groups)\./.test(String(queryKey[0])) });
  const save = useMutation({
    mutationFn: () => {
      const body = readGroupDraft(draft);
      return group
        ? call('product-groups.change', { params: { groupId: group.id }, body: { version: group.version, ...body } })
        : call('product-groups.create', { body });
    },
    onSuccess: async ({ id }) => {
      await refresh();
      choose(id);
    },
  });
  const remove = useMutation({
    mutationFn: (groupId: string) => call('product-groups.remove', { params: { groupId } }),
    onSuccess: async () => {
      choose(null);
      await refresh();
    },
  });
  const error = save.error ?? remove.error;
  return (
    <section className="panel product-panel" aria-label={draft.name || t('products.groups.add')} data-testid="group-form">
      <div className="product-fields">
        <div className="product-field">
          <span aria-hidden>{t('products.groups.name')}</span>
          <Input
            aria-label={t('products.groups.name')}
            value={draft.name}
            readOnly={!change}
            maxLength={60}
            onChange={({ target }) => change?.({ ...draft, name: target.value })}
            data-testid="group-name"
          />
        </div>
        <div className="product-field">
          <span aria-hidden>{t('products.groups.parent')}</span>
          <Select
            aria-label={t('products.groups.parent')}
            disabled={!change}
            allowClear
            placeholder={t('products.groups.top')}
            value={draft.parentId}
            options={groups.filter(({ id, level }) => id !== group?.id && level < 2).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(parentId) => change?.({ ...draft, parentId: parentId ?? null })}
          />
        </div>
      </div>
      <Attributes given={draft.attributes} change={change && ((attributes) => change({ ...draft, attributes }))} />
      <p className="muted">{t('products.groups.attributesText')}</p>
      <LeafFields draft={draft} group={group} change={change} />
      {error !== null && <GroupFaults error={error} />}
      <div className="media-add">
        {mayEdit && (
          <Button
            type="primary"
            loading={save.isPending}
            disabled={draft.name.trim() === ''}
            onClick={() => save.mutate()}
            data-testid="group-save"
          >
            {t('products.save')}
          </Button>
        )}
        {group && (
          <a href={addressOf('product-imports.template', { query: { format: 'xlsx', groupId: group.id } })} download>
            {t('products.groups.template')}
          </a>
        )}
        {mayEdit && group && (
          <Popconfirm title={t('products.groups.removeSure')} onConfirm={() => remove.mutate(group.id)}>
            <Button danger type="text" loading={remove.isPending}>
              {t('products.groups.remove')}
            </Button>
          </Popconfirm>
        )}
      </div>
    </section>
  );
}

function GroupFaults({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const words = useFaultWords();
  const faults = faultsOf(error);
  if (faults.length === 0) return <ErrorPanel error={error} />;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('products.notSaved')}
      description={faults.map(({ code }) => words(code)).join('; ')}
    />
  );
}
