/**
 * A draft of a product's text in another language, from what there is: the memory first, then the merchant's own words, and a model for the
 * rest, where one is set up. Each field says where its words come from; what nobody could say is left empty and never passed off.
 */
import { fillTitle, isLiteral, maskLiterals, recall, termFor, unmaskLiterals, wordsToAvoid } from '@tradewind/rules/localisation';
import { TranslationFailed, type TranslationProvider } from '../../../platform/translation/port.ts';
import { type GoodsFacts, keptWords } from '../queries/goods-facts.ts';
import type { Limits } from '../queries/limits.ts';
import type { Wordbook } from '../queries/wordbook.ts';
import { sourceOf, type TextFields, type TextSource } from '../shapes.ts';

export type Drafting = {
  goods: GoodsFacts;
  market: string;
  from: string;
  to: string;
  wordbook: Wordbook;
  template: string | null;
  tone: string;
  limits: Limits | null;
  model: TranslationProvider | null;
};
export type Drafted = { fields: TextFields; sources: TextSource[] /** Null: the draft is whole. */; reason: string | null };

type Said = { text: string; source: Omit<TextSource, 'field'> };
type Segments = Map<string, string>;

export async function draftText(drafting: Drafting): Promise<Drafted> {
  const segments = segmentsOf(drafting.goods);
  const said = new Map<string, Said>();
  for (const [name, text] of segments) {
    const found = fromWordbook(drafting, name, text);
    if (found) said.set(name, found);
  }
  const open = new Map([...segments].filter(([name]) => !said.has(name)));
  const reason = open.size === 0 ? null : drafting.model ? await fromModel(drafting, { open, said }) : 'no-source';
  return { ...assembled(drafting.goods, said), reason };
}

/** Lines of the description by themselves: that is how the memory knows them. */
function segmentsOf({ title, description, attributes }: TextFields): Segments {
  const lines = description.split('\n').map((line, at): [string, string] => [`description:${at}`, line.trim()]);
  const values = Object.entries(attributes).map(([name, value]): [string, string] => [`attribute:${name}`, value.trim()]);
  return new Map([['title', title.trim()] as [string, string], ...lines, ...values].filter(([, text]) => text !== ''));
}

const plain = (kind: TextSource['kind'], more: Partial<TextSource> = {}): Said['source'] => {
  const { field: _, ...source } = sourceOf('', kind, more);
  return source;
};

function fromWordbook({ goods, wordbook, template }: Drafting, name: string, text: string): Said | null {
  const keep = keptWords(goods, wordbook.keptTerms);
  if (name !== 'title' && isLiteral(text, keep)) return { text, source: plain('same') };
  const known = recall(text, wordbook.memory);
  if (known) return { text: known.text, source: plain('memory', { similarity: known.similarity }) };
  const term = termFor(text, wordbook.glossary);
  if (term !== null) return { text: term, source: plain('glossary') };
  const title = name === 'title' && template !== null ? fillTitle(template, goods, { glossary: wordbook.glossary, keep }) : null;
  return title && { text: title.text, source: plain('template', { missing: title.missing }) };
}

type Rest = { open: Segments; said: Map<string, Said> };

/** Adds what the model said; why not all of it, where it did not. */
async function fromModel(
  { goods, market, from, to, tone, limits, wordbook, model }: Drafting,
  { open, said }: Rest,
): Promise<string | null> {
  if (!model) return 'no-source';
  const keep = keptWords(goods, wordbook.keptTerms);
  const masked = new Map([...open].map(([name, text]) => [name, maskLiterals(text, keep)]));
  let answer: Record<string, string>;
  try {
    answer = await model.translate({
      ...{ from, to, tone, avoid: wordsToAvoid(to, market), maxLengths: limits && open.has('title') ? { title: limits.title } : {} },
      purpose: `They are texts of a product that is sold to buyers in ${market}: a title, lines of its description, values of its attributes.`,
      segments: Object.fromEntries([...masked].map(([name, { masked: text }]) => [name, text])),
    });
  } catch (error) {
    if (error instanceof TranslationFailed) return error.fault;
    throw error;
  }
  let isWhole = true;
  for (const [name, { literals }] of masked) {
    const back = unmaskLiterals(answer[name] ?? '', literals);
    if ('text' in back) said.set(name, { text: back.text.trim(), source: plain('model', { model: model.name }) });
    else isWhole = false;
  }
  return isWhole ? null : 'model-lost-literals';
}

function assembled(goods: GoodsFacts, said: ReadonlyMap<string, Said>): Pick<Drafted, 'fields' | 'sources'> {
  const title = said.get('title');
  const lines = goods.description.split('\n').map((line, at) => (line.trim() === '' ? '' : said.get(`description:${at}`)));
  const isWhole = goods.description.trim() !== '' && lines.every((line) => line !== undefined);
  const told = lines.flatMap((line) => (line ? [line.source] : []));
  const values = Object.keys(goods.attributes).flatMap((name) => {
    const value = said.get(`attribute:${name}`);
    return value ? [{ name, ...value }] : [];
  });
  const weakest = isWhole ? weakestOf(told) : null;
  return {
    fields: {
      title: title?.text ?? '',
      description: isWhole ? lines.map((line) => (line ? line.text : '')).join('\n') : '',
      attributes: Object.fromEntries(values.map(({ name, text }) => [name, text])),
    },
    sources: [
      ...(title ? [{ field: 'title', ...title.source }] : []),
      ...(weakest ? [{ field: 'description', ...weakest }] : []),
      ...values.map(({ name, source }) => ({ field: `attribute:${name}`, ...source })),
    ],
  };
}

const STRENGTH: readonly TextSource['kind'][] = ['model', 'template', 'glossary', 'memory', 'same'];

/** A text of many lines is as sure as its least sure line. */
const weakestOf = (sources: readonly Said['source'][]): Said['source'] | null =>
  [...sources].sort((a, b) => STRENGTH.indexOf(a.kind) - STRENGTH.indexOf(b.kind) || (a.similarity ?? 0) - (b.similarity ?? 0))[0] ?? null;
