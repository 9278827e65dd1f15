import { describe, expect, it } from 'vitest';
import { languages } from './languages.ts';

/**
 * Every language says everything, says nothing twice over, and fills the same blanks. Keys are found in the sources as
 * quoted text, or as a template such as `problems.${code}.title`, which uses every key of that shape.
 */
type Tree = { [key: string]: string | Tree };
const flatten = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
const files = import.meta.glob<Tree>('./*.json', { eager: true, import: 'default' });
/** Those that come with their pages, by the name under which they stand. */
const parts = import.meta.glob<Tree>('./*/*.json', { eager: true, import: 'default' });
const partsOf = (language: string): [string, string][] =>
  Object.entries(parts)
    .filter(([file]) => file.endsWith(`/${language}.json`))
    .flatMap(([file, tree]) => flatten(tree, `${file.split('/')[1]}.`));
const catalogue = (language: string): Map<string, string> => new Map([...flatten(files[`./${language}.json`] ?? {}), ...partsOf(language)]);

const plural = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string): string => key.replace(plural, '');
const blanksOf = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, name = '']) => name);

const sources = import.meta.glob<string>(['../../**/*.{ts,tsx}', '!../../**/*.test.ts'], { eager: true, query: '?raw', import: 'default' });
const code = Object.values(sources).join('\n');
const quoted = new Set([...code.matchAll(/'([\w-]+(?:\.[\w:-]+)+)'/g)].map(([, key = '']) => key));
const templates = [...code.matchAll(/`([\w-]+\.[^`\s]*\$\{[^`]*)`/g)].map(
  ([, template = '']) => new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[^.]+')}$`),
);

const english = catalogue('en');
const bases = new Set([...english.keys()].map(baseOf));

describe.each(languages)('the catalogue %s', (language) => {
  const texts = catalogue(language);

  it('has the keys of the English one, no more and no fewer', () => {
    expect([...new Set([...texts.keys()].map(baseOf))].sort()).toEqual([...bases].sort());
  });

  it('has each plural form its language needs', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...new Set([...texts.keys()].filter((key) => plural.test(key)).map(baseOf))];
    const missing = counted.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !texts.has(key));
    const superfluous = [...texts.keys()].filter((key) => plural.test(key) && !forms.some((form) => key.endsWith(`_${form}`)));
    expect({ missing, superfluous }).toEqual({ missing: [], superfluous: [] });
  });

  it('fills the same blanks as the English text', () => {
    const wrong = [...texts].filter(([key, text]) => {
      const allowed = new Set([...english].filter(([other]) => baseOf(other) === baseOf(key)).flatMap(([, other]) => blanksOf(other)));
      const blanks = new Set(blanksOf(text));
      return [...blanks].some((name) => !allowed.has(name)) || [...allowed].some((name) => !blanks.has(name));
    });
    expect(wrong).toEqual([]);
  });

  it('leaves no text empty', () => {
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

it('no text is left that nothing shows', () => {
  const unused = [...bases].filter((key) => !quoted.has(key) && !templates.some((template) => template.test(key)));
  expect(unused).toEqual([]);
});
