import type { FilledFrom } from '@tradewind/contract/types';
import type { PolicyText } from '@tradewind/rules/policy-texts';
import { createContext, useContext } from 'react';
import type { Field } from './form-model.ts';
import type { Input } from './input.ts';
import { codeName, type Words } from './words.ts';

export type FieldProblem = { path: string; code: string; message: string };
export type Filled = { path: string; value: unknown; from: FilledFrom };

/** What every field of the form needs, however deep it lies. */
export type FormScope = {
  input: Input;
  example: Input;
  set: (pointer: string, value: unknown) => void;
  problems: readonly FieldProblem[];
  filled: readonly Filled[];
  text: PolicyText;
  words: Words;
};

export const FormContext = createContext<FormScope | null>(null);

export function useForm(): FormScope {
  const scope = useContext(FormContext);
  if (!scope) throw new Error('a field stands outside of its form');
  return scope;
}

/** What stands in a field that somebody cleared. */
export const cleared = ({ isNullable }: Pick<Field, 'isNullable'>): null | undefined => (isNullable ? null : undefined);

export const idOf = (pointer: string): string => `rule-field${pointer.replaceAll(/[^\w-]/g, '-')}`;

/** A field's or option's name; without a text the code itself, which a test then finds. */
export const labelOf = ({ text }: Pick<FormScope, 'text'>, { path, key }: Pick<Field, 'path' | 'key'>): string =>
  (Object.hasOwn(text.fields, path) ? text.fields[path]?.label : undefined) ?? key;
export function optionOf({ text, words }: Pick<FormScope, 'text' | 'words'>, path: string, value: string): string {
  const key = `${path}.${value}`;
  return (text.options && Object.hasOwn(text.options, key) ? text.options[key] : undefined) ?? codeName(words, value);
}
