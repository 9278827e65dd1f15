/**
 * What a product says of itself in the platform's attributes: what a person chose, then what a person said that it is, and of the
 * rest what carries the same name in both.
 */
import type { ChannelAttribute, DraftValue, DraftVariant, ListingDraft } from '@tradewind/channels';
import type { GivenAttribute } from '../catalog/index.ts';
import type { PublicationCell } from './publication-cell.ts';

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The platform's value of that name; another one only where the attribute takes others. */
function valueNamed({ values, isCustomizable }: ChannelAttribute, name: string): DraftValue | null {
  const known = values.find((value) => same(value.name, name));
  if (known) return known;
  return isCustomizable ? { channelValueId: null, name } : null;
}

/** In the words of the shop's market, where it has some. */
function said({ product, shopText, said }: PublicationCell): GivenAttribute[] {
  const words = shopText?.text?.attributes ?? {};
  const known = said.map((one) => ({ ...one, value: words[one.name] ?? one.value }));
  const more = Object.entries({ Material: product.materials[0] ?? '', ...words }).filter(
    ([name]) => !said.some((one) => one.name === name),
  );
  return [...known, ...more.map(([name, value]) => ({ name, value, channelAttributeId: null }))].filter(({ value }) => value !== '');
}

export function attributesGiven(cell: PublicationCell): ListingDraft['attributes'] {
  const { wish, category } = cell;
  const own = said(cell);
  return (category?.attributes ?? []).flatMap((attribute) => {
    const { channelAttributeId } = attribute;
    if (attribute.kind !== 'product') return [];
    const chosen = wish.attributes.find((one) => one.channelAttributeId === channelAttributeId);
    if (chosen) return chosen.values.length > 0 ? [{ channelAttributeId, values: chosen.values }] : [];
    const given =
      own.find((one) => one.channelAttributeId === channelAttributeId) ??
      own.find((one) => one.channelAttributeId === null && same(one.name, attribute.name));
    const value = given && valueNamed(attribute, given.value);
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
