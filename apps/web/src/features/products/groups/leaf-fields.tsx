import { useQuery } from '@tanstack/react-query';
import type { ProductGroup } from '@tradewind/contract/types';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../../shared/api/call.ts';
import { useShops } from '../../../shared/api/shops.ts';
import { marketName } from '../../../shared/markets.ts';
import type { DraftLeaf, GroupDraft } from './group-draft.ts';

type Props = { draft: GroupDraft; group: ProductGroup | null; change: ((draft: GroupDraft) => void) | null };
type Place = Pick<DraftLeaf, 'channel' | 'market'> & { shopId: string };
const isAt = (leaf: DraftLeaf, { channel, market }: Place): boolean => leaf.channel === channel && leaf.market === market;

/** Where the group stands in the tree of each market that the merchant sells in. */
export function LeafFields({ draft, group, change }: Props) {
  const { t } = useTranslation();
  const { shops } = useShops();
  const places = new Map(shops.map(({ id, channel, market }) => [`${channel} ${market}`, { shopId: id, channel, market }] as const));
  return (
    <fieldset className="product-attributes">
      <legend>{t('products.groups.leaves')}</legend>
      {[...places].map(([key, place]) => (
        <LeafField key={key} place={place} draft={draft} group={group} change={change} />
      ))}
    </fieldset>
  );
}

function LeafField({ place, draft, group, change }: Props & { place: Place }) {
  const { t, i18n } = useTranslation();
  const [q, setWords] = useState('');
  const { data, isFetching } = useQuery(apiQuery('shop-categories.list', { params: { shopId: place.shopId }, query: { q } }));
  const own = draft.leaves.find((leaf) => isAt(leaf, place));
  const found = data?.items ?? [];
  const shown = own && !found.some(({ channelCategoryId }) => channelCategoryId === own.channelCategoryId) ? [own, ...found] : found;
  const choose = (id: string | undefined) => {
    const leaf = shown.find(({ channelCategoryId }) => channelCategoryId === id);
    const { channel, market } = place;
    const next = leaf ? [{ channel, market, channelCategoryId: leaf.channelCategoryId, name: leaf.name, attributeIds: {} }] : [];
    change?.({ ...draft, leaves: [...draft.leaves.filter((each) => !isAt(each, place)), ...next] });
  };
  const saved = group?.leaves.find((leaf) => isAt(leaf, place));
  const asked = saved?.channelCategoryId === own?.channelCategoryId ? saved?.channelAttributes : null;
  const name = marketName(place.market, i18n.language);
  return (
    <div className="group-leaf">
      <span aria-hidden>{name}</span>
      <Select
        aria-label={t('products.groups.leaf', { market: name })}
        disabled={!change}
        allowClear
        showSearch={{ filterOption: false, onSearch: setWords }}
        loading={isFetching}
        placeholder={t('products.groups.noLeaf')}
        notFoundContent={t('products.groups.notAsked')}
        value={own?.channelCategoryId ?? null}
        options={shown.map((leaf) => ({ value: leaf.channelCategoryId, label: leaf.name }))}
        onChange={choose}
        data-testid={`group-leaf-${place.market}`}
      />
      {own && asked && asked.length > 0 && <AttributeIds leaf={own} asked={asked} draft={draft} change={change} />}
    </div>
  );
}

type Asked = NonNullable<ProductGroup['leaves'][number]['channelAttributes']>;
type IdsProps = Omit<Props, 'group'> & { leaf: DraftLeaf; asked: Asked };

/** Which of the platform's attributes each of the group's is; those of the same name find each other. */
function AttributeIds({ leaf, asked, draft, change }: IdsProps) {
  const { t } = useTranslation();
  const set = (name: string, id: string | undefined) => {
    const { [name]: _, ...rest } = leaf.attributeIds;
    const next = { ...leaf, attributeIds: id === undefined ? rest : { ...rest, [name]: id } };
    change?.({ ...draft, leaves: draft.leaves.map((each) => (each === leaf ? next : each)) });
  };
  return draft.attributes
    .filter(({ name }) => name.trim() !== '')
    .map(({ name }) => (
      <div key={name} className="group-attribute">
        <span aria-hidden>{name}</span>
        <Select
          aria-label={t('products.groups.attributeIs', { name })}
          disabled={!change}
          allowClear
          placeholder={t('products.groups.sameName')}
          value={leaf.attributeIds[name.trim()] ?? null}
          options={asked.map((each) => ({ value: each.channelAttributeId, label: each.isRequired ? `${each.name} *` : each.name }))}
          onChange={(id) => set(name.trim(), id ?? undefined)}
        />
      </div>
    ));
}
