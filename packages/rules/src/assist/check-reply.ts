/**
 * Whether what a model wrote may be offered as a draft. A model is told many things by texts that strangers wrote; so nothing it says is believed
 * that cannot be shown: each number, price, link, address, code and handle must stand in a source that it names. What stands in words only is left to
 * the person who reads the draft before it is sent.
 */
import { z } from 'zod';
import { protect } from '../language/protected.ts';

const modelReply = z.object({ reply: z.string(), used: z.array(z.string()).max(20) });
export type ReplyFault = 'rubbish' | 'no-answer' | 'no-source' | 'unknown-source' | 'invented' | 'hidden' | 'too-long';
type Source = { id: string; text: string };
type Checked = { reply: string; used: string[] } | { fault: ReplyFault; detail: string };
type Given = { sources: readonly Source[]; longest: number };

/** What no eye sees: it is for machines. */
const HIDDEN = /[\p{Cf}\p{Co}\p{Cn}]|(?![\n\t])\p{Cc}/u;
const plain = (literal: string): string => literal.normalize('NFKC').toLowerCase().replaceAll(/[\s,]/g, '');
/** A link without http, as some write it to be overlooked. */
const BARE_LINK =
  /[\p{L}\p{N}-]+\.(?:com|net|org|shop|store|io|co|me|cn|top|xyz|info|link|app|site|online|biz|vn|id|th|my|mx|br|es|fr|de|it|uk|jp)\b[^\s]*/giu;

const literalsOf = (text: string): string[] =>
  [...protect(text, {}).kept.map(({ source }) => source), ...(text.match(BARE_LINK) ?? [])].map(plain);

/** The answer as it came, read and held against what was given. An empty reply says that the sources do not tell. */
export function checkReply(answer: string, { sources, longest }: Given): Checked {
  const parsed = modelReply.safeParse(jsonIn(answer));
  if (!parsed.success) return { fault: 'rubbish', detail: 'no such object' };
  const reply = parsed.data.reply.trim();
  const used = [...new Set(parsed.data.used)];
  if (reply === '') return { fault: 'no-answer', detail: '' };
  if (reply.length > longest) return { fault: 'too-long', detail: `${reply.length}` };
  if (HIDDEN.test(reply)) return { fault: 'hidden', detail: '' };
  if (used.length === 0) return { fault: 'no-source', detail: '' };
  const unknown = used.find((id) => !sources.some((source) => source.id === id));
  if (unknown !== undefined) return { fault: 'unknown-source', detail: unknown.slice(0, 60) };
  const told = new Set(sources.filter(({ id }) => used.includes(id)).flatMap(({ text }) => literalsOf(text)));
  const invented = literalsOf(reply).find((literal) => !told.has(literal));
  return invented === undefined ? { reply, used } : { fault: 'invented', detail: invented.slice(0, 60) };
}

/** Many put their object into a fence. */
function jsonIn(answer: string): unknown {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(answer);
  try {
    return JSON.parse(fenced?.[1] ?? answer);
  } catch {
    return null;
  }
}
