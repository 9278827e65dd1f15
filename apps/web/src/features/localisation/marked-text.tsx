import type { MarketText } from '@tradewind/contract/types';
import { useFindingWords } from './words.tsx';

type Finding = MarketText['findings'][number];

/** What speaks against a field: each sentence, and below the text itself with the places marked. */
export function MarkedText({ text, findings }: { text: string; findings: readonly Finding[] }) {
  const words = useFindingWords();
  if (findings.length === 0) return null;
  const places = findings.flatMap(({ place, weight }) => (place ? [{ ...place, weight }] : [])).sort((a, b) => a.start - b.start);
  return (
    <div className="text-findings">
      <ul>
        {findings.map((finding) => (
          <li
            key={`${finding.code} ${finding.place?.start}`}
            data-testid="text-finding"
            data-code={finding.code}
            data-weight={finding.weight}
          >
            {words(finding)}
          </li>
        ))}
      </ul>
      {places.length > 0 && <p className="text-marked">{markedParts(text, places)}</p>}
    </div>
  );
}

function markedParts(text: string, places: readonly { start: number; end: number; weight: string }[]) {
  let at = 0;
  const parts = places
    .filter(({ start }, index) => start >= (places[index - 1]?.end ?? 0))
    .flatMap(({ start, end, weight }) => {
      const before = text.slice(at, start);
      at = end;
      return [
        before,
        <mark key={start} data-weight={weight}>
          {text.slice(start, end)}
        </mark>,
      ];
    });
  return [...parts, text.slice(at)];
}
