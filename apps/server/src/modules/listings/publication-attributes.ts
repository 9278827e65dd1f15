/** What a product says of itself in the platform's attributes: what a person chose, and of the rest what carries the same name in both. */
import type { ChannelAttribute, DraftValue, DraftVariant, ListingDraft } from '@tradewind/channels';
import type { PublicationCell } from './publication-cell.ts';

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The platform's value of that name; another one only where the attribute takes others. */
function valueNamed({ values, isCustomizable }: ChannelAttribute, name: string): DraftValue | null {
  const known = values.find((value) => same(value.name, name));
  if (known) return known;
  return isCustomizable ? { channelValueId: null, name } : null;
}

export function attributesGiven({ wish, product, category }: PublicationCell): ListingDraft['attributes'] {
  const own: [string, string][] = [...Object.entries(product.attributes), ['Material', product.materials[0] ?? '']];
  return (category?.attributes ?? []).flatMap((attribute) => {
    const { channelAttributeId } = attribute;
    if (attribute.kind !== 'product') return [];
    const chosen = wish.attributes.find((one) => one.channelAttributeId === channelAttributeId);
    if (chosen) return chosen.values.length > 0 ? [{ channelAttributeId, values: chosen.values }] : [];
    const said = own.find(([name, value]) => same(name, attribute.name) && value !== '');
    const value = said && valueNamed(attribute, said[1]);
    return value ? [{ channelAttributeId, values: [value] }] : [];
  });
}

export function optionsOf({ product, category }: PublicationCell, optionValues: readonly string[]): DraftVariant['options'] {
  return product.optionNames.map((name, at) => {
    const text = optionValues[at] ?? '';
    const sales = category?.attributes?.find((one) => one.kind === 'sales' && same(one.name, name));
    const value = sales && valueNamed(sales, text);
    const known = sales && value ? sales.channelAttributeId : null;
    return { channelAttributeId: known, name, value: value ?? { channelValueId: null, name: text }, channelImageId: null };
  });
}
