import { knownCategories } from '@tradewind/rules/categories';
import { countryCodes } from '@tradewind/rules/countries';
import { Input, InputNumber, Select, Switch } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { marketOrder } from '../../shared/markets.ts';
import { readerZone } from '../../shared/time.ts';
import { Flag } from '../../shared/widgets/flag.tsx';
import { cleared, optionOf, useForm } from './form-context.ts';
import type { Field, Leaf } from './form-model.ts';
import { MoneyControl } from './money-control.tsx';
import { instantOf, wallTime } from './wall-time.ts';
import { codeName, countryName } from './words.ts';

export type ControlProps<L extends Leaf = Leaf> = {
  field: Field & L;
  value: unknown;
  set: (value: unknown) => void;
  /** For the label, and what describes the field. */
  id: string;
  describedBy: string | undefined;
  isBad: boolean;
};
type Of<K extends Leaf['kind']> = ControlProps<Extract<Leaf, { kind: K }>>;

const common = ({ id, describedBy, isBad }: ControlProps) => ({
  id,
  'aria-describedby': describedBy,
  'aria-invalid': isBad,
  ...(isBad ? { status: 'error' as const } : {}),
});

export function LeafControl(props: ControlProps) {
  // The casts: each branch has just looked at the field's kind, which does not narrow the props around it.
  switch (props.field.kind) {
    case 'choice':
      return <ChoiceControl {...(props as Of<'choice'>)} />;
    case 'yes-no':
      return <YesNoControl {...(props as Of<'yes-no'>)} />;
    case 'instant':
      return <InstantControl {...(props as Of<'instant'>)} />;
    case 'country':
    case 'category':
    case 'document':
      return <CodeControl {...(props as Of<'country'> | Of<'category'> | Of<'document'>)} />;
    case 'share':
    case 'number':
      return <NumberControl {...(props as Of<'share'> | Of<'number'>)} />;
    case 'money':
      return <MoneyControl {...(props as Of<'money'>)} />;
    case 'tags':
      return <TagsControl {...(props as Of<'tags'>)} />;
    case 'text':
      return <TextControl {...(props as Of<'text'>)} />;
  }
}

function ChoiceControl(props: Of<'choice'>) {
  const { field, value, set } = props;
  const form = useForm();
  return (
    <Select
      {...common(props)}
      value={typeof value === 'string' ? value : fallbackOf(field)}
      allowClear={field.isNullable || (field.isOptional && field.fallback === undefined)}
      options={field.options.map((option) => ({ value: option, label: optionOf(form, field.path, option) }))}
      onChange={(next: string | undefined) => set(next ?? cleared(field))}
    />
  );
}

const fallbackOf = ({ fallback }: Field): string | undefined => (typeof fallback === 'string' ? fallback : undefined);

/** Where absence means neither, there are three states; an optional yes-no that says what absence says is left out. */
function YesNoControl(props: Of<'yes-no'>) {
  const { field, value, set, id, describedBy } = props;
  const { t } = useTranslation();
  if (field.isNullable || (field.isOptional && field.fallback === undefined))
    return (
      <Select
        {...common(props)}
        allowClear
        placeholder="–"
        value={typeof value === 'boolean' ? value : null}
        options={[true, false].map((each) => ({ value: each, label: t(each ? 'rules.yes' : 'rules.no') }))}
        onChange={(next: boolean | undefined) => set(next ?? cleared(field))}
      />
    );
  const fallback = field.fallback === true;
  const isOn = typeof value === 'boolean' ? value : fallback;
  return (
    <span className="rule-switch">
      <Switch
        id={id}
        aria-describedby={describedBy}
        checked={isOn}
        onChange={(next) => set(field.isOptional && next === fallback ? undefined : next)}
      />
      <span aria-hidden="true">{t(isOn ? 'rules.yes' : 'rules.no')}</span>
    </span>
  );
}

/** The browser's own field: its picker is one that the reader knows, and it works on a phone. */
function InstantControl(props: Of<'instant'>) {
  const { field, value, set } = props;
  const zone = readerZone();
  return (
    <span className="rule-instant">
      <Input
        {...common(props)}
        type="datetime-local"
        step={1}
        value={wallTime(value, zone)}
        onChange={({ target }) => set(instantOf(target.value, zone) ?? cleared(field))}
      />
      <span className="rule-zone">{zone.replaceAll('_', ' ')}</span>
    </span>
  );
}

/** What may be chosen. Of countries the platform's markets come first, then the rest of the world by name. */
function useCodes(kind: Extract<Leaf, { kind: 'tags' }>['of'], options: readonly string[] = []) {
  const form = useForm();
  const { words } = form;
  return useMemo(() => {
    if (kind === 'text') return [];
    if (kind === 'choice') return options.map((value) => ({ value, search: value, label: value as React.ReactNode }));
    if (kind === 'category' || kind === 'document')
      return (kind === 'category' ? knownCategories : Object.keys(words.texts.shared.documents)).map((value) => {
        const name = codeName(words, value);
        return { value, search: `${value} ${name}`, label: name as React.ReactNode };
      });
    const named = (value: string) => ({ value, name: countryName(value, words.language) });
    const others = countryCodes.filter((code) => !marketOrder.includes(code)).map(named);
    const sorted = [...marketOrder.map(named), ...others.sort((a, b) => a.name.localeCompare(b.name, words.language))];
    return sorted.map(({ value, name }) => ({ value, search: `${value} ${name}`, label: <CountryName code={value} name={name} /> }));
  }, [kind, options, words]);
}

function CountryName({ code, name }: { code: string; name: string }) {
  return (
    <span className="chip">
      {marketOrder.includes(code) && <Flag market={code} />}
      <span className="chip-code">{code}</span>
      <span className="chip-name">{name}</span>
    </span>
  );
}

/** A category outside the list is allowed; a country is not, but a wrong one from an address must be seen to be mended. */
function CodeControl(props: Of<'country'> | Of<'category'> | Of<'document'>) {
  const { field, value, set } = props;
  const codes = useCodes(field.kind);
  const chosen = typeof value === 'string' ? value : fallbackOf(field);
  const isKnown = chosen === undefined || codes.some((code) => code.value === chosen);
  return (
    <Select
      {...common(props)}
      value={chosen}
      showSearch={{ optionFilterProp: 'search' }}
      allowClear={field.isNullable || (field.isOptional && field.fallback === undefined)}
      options={isKnown ? codes : [{ value: chosen, search: chosen, label: chosen }, ...codes]}
      onChange={(next: string | undefined) => set(next ?? cleared(field))}
    />
  );
}

/** Ten times a decimal share is not always ten percent of it in binary; what is typed is what is meant. */
const exact = (value: number): number => Number(value.toPrecision(12));

function NumberControl(props: Of<'share'> | Of<'number'>) {
  const { field, value, set } = props;
  const isShare = field.kind === 'share';
  const fallback = typeof field.fallback === 'number' ? String(isShare ? exact(field.fallback * 100) : field.fallback) : undefined;
  const shown = typeof value === 'number' ? (isShare ? exact(value * 100) : value) : null;
  return (
    <InputNumber
      {...common(props)}
      className="rule-number"
      value={shown}
      placeholder={fallback}
      suffix={isShare ? '%' : undefined}
      onChange={(next) => set(typeof next === 'number' ? (isShare ? exact(next / 100) : next) : cleared(field))}
    />
  );
}

function TagsControl(props: Of<'tags'>) {
  const { field, value, set } = props;
  const form = useForm();
  const codes = useCodes(field.of, field.options);
  const options = field.of === 'choice' ? codes.map((code) => ({ ...code, label: optionOf(form, field.path, code.value) })) : codes;
  const listed = Array.isArray(value) ? value.map(String) : [];
  return (
    <Select
      {...common(props)}
      mode={field.of === 'text' ? 'tags' : 'multiple'}
      value={listed}
      showSearch={{ optionFilterProp: 'search' }}
      tokenSeparators={[',', '，', ';']}
      // Free text has no list to choose from, so none opens.
      {...(field.of === 'text' ? { open: false, suffixIcon: null } : {})}
      options={options}
      onChange={(next: string[]) => set(next.length === 0 && field.isOptional ? undefined : next)}
    />
  );
}

function TextControl(props: Of<'text'>) {
  const { field, value, set } = props;
  const text = typeof value === 'string' ? value : '';
  const change = (next: string) => set(next === '' ? (field.isOptional ? undefined : field.isNullable ? null : '') : next);
  if (field.isLong) return <Input.TextArea {...common(props)} rows={5} value={text} onChange={({ target }) => change(target.value)} />;
  return <Input {...common(props)} value={text} placeholder={fallbackOf(field)} onChange={({ target }) => change(target.value)} />;
}
