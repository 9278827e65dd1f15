import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PublicationDetail } from '@tradewind/contract/types';
import { App, Button, Input, Select } from 'antd';
import { cloneElement, type ReactElement, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { PublicationPapers } from './publication-papers.tsx';
import { type FormProps, PublicationVariants } from './publication-variants.tsx';
import { isPublishing } from './use-act.ts';

type Change = FormProps['change'];

/** Only what was touched is sent: the rest stays the product's own. */
export function PublicationForm({ publication }: { publication: PublicationDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [change, setChange] = useState<Change>({});
  const keep = useMutation({
    mutationFn: () => call('publications.update', { params: { publicationId: publication.id }, body: change }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: isPublishing });
      setChange({});
      void message.success(t('listings.drawer.kept'));
    },
  });
  const fields = { publication, change, set: (next: Change) => setChange({ ...change, ...next }) };
  return (
    <section className="publication-form" aria-label={t('listings.drawer.edit')}>
      <h3>{t('listings.drawer.edit')}</h3>
      <Words {...fields} />
      <Category {...fields} />
      <Attributes {...fields} />
      <SizeChart {...fields} />
      <PublicationPapers publication={publication} fields={fields} />
      <PublicationVariants {...fields} />
      {keep.isError && <ErrorPanel error={keep.error} />}
      <Button
        type="primary"
        disabled={Object.keys(change).length === 0}
        loading={keep.isPending}
        onClick={() => keep.mutate()}
        data-testid="keep-publication"
      >
        {t('listings.drawer.keep')}
      </Button>
    </section>
  );
}

/** The widget takes the id that its name points to. */
function Field({ name, children }: { name: ReactNode; children: ReactElement<{ id?: string }> }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{name}</label>
      {cloneElement(children, { id })}
    </div>
  );
}

function Words({ publication, change, set }: FormProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field name={t('listings.drawer.titleField')}>
        <Input
          value={change.title === undefined ? publication.title : (change.title ?? '')}
          onChange={({ target }) => set({ title: target.value.trim() === '' ? null : target.value })}
        />
      </Field>
      <Field name={t('listings.drawer.description')}>
        <Input.TextArea
          rows={4}
          value={change.description === undefined ? publication.description : (change.description ?? '')}
          onChange={({ target }) => set({ description: target.value.trim() === '' ? null : target.value })}
        />
      </Field>
    </>
  );
}

function Category({ publication, change, set }: FormProps) {
  const { t } = useTranslation();
  const [q, setWords] = useState('');
  const { data, isFetching } = useQuery(apiQuery('shop-categories.list', { params: { shopId: publication.shop.id }, query: { q } }));
  const own = publication.category;
  const found = data?.items ?? [];
  const shown = own && !found.some(({ channelCategoryId }) => channelCategoryId === own.channelCategoryId) ? [own, ...found] : found;
  return (
    <Field name={t('listings.columns.category')}>
      <Select
        showSearch={{ filterOption: false, onSearch: setWords }}
        loading={isFetching}
        value={change.channelCategoryId ?? own?.channelCategoryId ?? null}
        options={shown.map(({ channelCategoryId, name }) => ({ value: channelCategoryId, label: name }))}
        onChange={(channelCategoryId: string) => set({ channelCategoryId })}
        data-testid="publication-category"
      />
    </Field>
  );
}

/** Those that the category asks for; another category asks for others, so they wait until it is saved. */
function Attributes({ publication, change, set }: FormProps) {
  if (change.channelCategoryId !== undefined) return null;
  const given =
    change.attributes ??
    publication.attributes.flatMap(({ channelAttributeId, given: values }) => (values.length > 0 ? [{ channelAttributeId, values }] : []));
  const choose = (channelAttributeId: string, values: { channelValueId: string | null; name: string }[]) =>
    set({ attributes: [...given.filter((one) => one.channelAttributeId !== channelAttributeId), { channelAttributeId, values }] });
  return publication.attributes.map(({ channelAttributeId, name, isRequired, isCustomizable, values }) => {
    const chosen = given.find((one) => one.channelAttributeId === channelAttributeId)?.values[0]?.name;
    return (
      <Field
        key={channelAttributeId}
        name={
          <>
            {name}
            {isRequired && ' *'}
          </>
        }
      >
        {isCustomizable && values.length === 0 ? (
          <Input
            value={chosen ?? ''}
            onChange={({ target }) => choose(channelAttributeId, target.value ? [{ channelValueId: null, name: target.value }] : [])}
          />
        ) : (
          <Select
            allowClear
            showSearch
            value={chosen ?? null}
            options={values.map((value) => ({ value: value.name, label: value.name }))}
            onChange={(text: string | null) =>
              choose(
                channelAttributeId,
                values.filter((value) => value.name === text),
              )
            }
          />
        )}
      </Field>
    );
  });
}

function SizeChart({ publication, change, set }: FormProps) {
  const { t } = useTranslation();
  if (publication.sizeChart === 'none') return null;
  const chosen = change.sizeChartMediaId === undefined ? publication.sizeChartMediaId : change.sizeChartMediaId;
  return (
    <Field name={t('listings.drawer.sizeChart')}>
      <Select
        allowClear
        placeholder={t('listings.drawer.none')}
        value={chosen}
        options={publication.mediaIds.map((id, at) => ({ value: id, label: t('listings.drawer.picture', { number: at + 1 }) }))}
        onChange={(id: string | null) => set({ sizeChartMediaId: id ?? null })}
      />
    </Field>
  );
}
