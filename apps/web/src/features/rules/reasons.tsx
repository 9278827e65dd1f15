import type { PolicyText } from '@tradewind/rules/policy-texts';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { valueWords } from './output-words.ts';
import { fill, type Words } from './words.ts';

type Reason = { code: string; effect?: string; start?: number; end?: number } & Record<string, unknown>;
type Values = Record<string, string | number>;
type Props = { words: Words; text: PolicyText; reasons: readonly unknown[] };

const isReason = (value: unknown): value is Reason =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
const own = ['code', 'effect', 'start', 'end'];

/** Each reason as a sentence. What it concerns (a SKU, a paper) and the sentence does not name stands beside it. */
export function Reasons({ words, text, reasons }: Props) {
  return (
    <ul className="rule-reasons">
      {reasons.filter(isReason).map((reason, index) => {
        const sentence = valueWords({ words, text, path: 'reasons.code' }, reason.code);
        // The casts: a reason's facts are texts and numbers.
        const facts = Object.entries(reason).filter(([key]) => !own.includes(key)) as [string, string | number][];
        const beside = facts.filter(([key]) => !sentence.includes(`{{${key}`));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same reason may hold twice, in its order
          <li key={index}>
            {reason.effect && (
              <Tag tone={reason.effect === 'for' ? 'done' : 'soon'}>
                {valueWords({ words, text, path: 'reasons.effect' }, reason.effect)}
              </Tag>
            )}
            <span>{fill(words, sentence, reason as Values)}</span>
            {beside.map(([key, value]) => (
              <Tag key={key} tone="quiet">
                {valueWords({ words, text, path: `reasons.${key}` }, String(value))}
              </Tag>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

/** The text that was judged, with the places marked. Overlapping places are one. */
export function MarkedText({ text, reasons }: { text: string; reasons: readonly unknown[] }) {
  const { t } = useTranslation();
  const places = reasons
    .filter(isReason)
    .flatMap(({ start, end }) => (typeof start === 'number' && typeof end === 'number' ? [{ start, end }] : []))
    .sort((a, b) => a.start - b.start);
  if (places.length === 0) return null;
  let from = 0;
  const parts = places.flatMap(({ start, end }) => {
    const begin = Math.max(start, from);
    if (end <= begin) return [];
    const both = [
      { at: from, text: text.slice(from, begin), isMarked: false },
      { at: begin, text: text.slice(begin, end), isMarked: true },
    ];
    from = end;
    return both;
  });
  return (
    <blockquote className="rule-marked" aria-label={t('rules.marked')}>
      {parts.map((part) => (part.isMarked ? <mark key={`m${part.at}`}>{part.text}</mark> : <span key={`t${part.at}`}>{part.text}</span>))}
      {text.slice(from)}
    </blockquote>
  );
}
