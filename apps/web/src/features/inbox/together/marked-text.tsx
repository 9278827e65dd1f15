import { withoutInvisible } from '../../../shared/invisible.ts';

type Mark = { start: number; end: number };

/** A text with places of it marked; what hides in it is left out, since a mark stands in the way of its name. */
export function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const parts: { at: number; text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start > at) parts.push({ at, text: text.slice(at, start), isMarked: false });
    parts.push({ at: start, text: text.slice(start, end), isMarked: true });
    at = end;
  }
  parts.push({ at, text: text.slice(at), isMarked: false });
  return parts.map((part) => {
    const words = withoutInvisible(part.text);
    return part.isMarked ? <mark key={part.at}>{words}</mark> : <span key={part.at}>{words}</span>;
  });
}
