import { evaluatePolicy, policyCatalogue, policyIds } from '@tradewind/rules/policies';
import { loadPolicyTexts } from '@tradewind/rules/policy-texts';
import { describe, expect, test } from 'vitest';
import { languages } from '../../shared/i18n/languages.ts';
import { type Field, fieldsOf } from './form-model.ts';
import { explain, textOf } from './words.ts';

/** A page made from a schema shows a bare code wherever a text is missing; here it is missed before a reader does. */
const flat = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...('fields' in field ? flat(field.fields) : [])]);

const optionsOf = (field: Field): string[] => {
  const isFixed = field.kind === 'choice' || (field.kind === 'tags' && field.of === 'choice');
  return isFixed ? field.options.map((option) => `${field.path}.${option}`) : [];
};

describe.each(languages)('%s', (language) => {
  test.each(policyIds)('%s is said in words: its name, fields, options, answer and explanation', async (id) => {
    const words = { language, texts: await loadPolicyTexts(language) };
    const text = textOf(words, id)?.text;
    const entry = policyCatalogue(id);
    const fields = flat(fieldsOf(entry?.inputSchema ?? {}));
    const { covered: _covered, citations: _citations, explanation, ...outputs } = evaluatePolicy(id, entry?.example);
    const missing = [
      ...['name', 'answers'].filter((key) => !text?.[key as 'name' | 'answers']),
      ...fields.filter(({ path }) => !text?.fields[path]?.label).map(({ path }) => `fields.${path}`),
      ...fields
        .flatMap(optionsOf)
        .filter((option) => !text?.options?.[option])
        .map((option) => `options.${option}`),
      ...Object.keys(outputs)
        .filter((key) => !text?.outputs[key])
        .map((key) => `outputs.${key}`),
    ];
    expect(missing).toEqual([]);
    for (const sentence of explanation.map((each) => explain(words, each))) expect(sentence).not.toMatch(/\{\{|^$/);
  });
});
